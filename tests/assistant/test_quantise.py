"""Weights in groups of four bits become rows of bytes that multiply to the same within half a percent."""

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops

from assistant.quantise import quantise_rows, rows_of_bytes

COLUMNS, ROWS, GROUP = 64, 48, 16


def saved_model(folder, *, in_groups=True):
    """A product of inputs with four-bit weights as OpenVINO writes it for GGUF, or with plain floats."""
    random = np.random.default_rng(5)
    given = ops.parameter([-1, COLUMNS], np.float32)
    if in_groups:
        shape = (ROWS, COLUMNS // GROUP)
        values = random.integers(0, 16, (*shape, GROUP)).astype(np.uint8)
        offsets = random.integers(6, 10, (*shape, 1)).astype(np.uint8)
        scales = random.uniform(0.01, 0.03, (*shape, 1)).astype(np.float16)
        weights, zero = (
            ops.convert(ops.constant(ov.Tensor(_packed(each), list(each.shape), ov.Type.u4)), "f16")
            for each in (values, offsets)
        )
        floats = ops.multiply(ops.subtract(weights, zero), ops.constant(scales))
        matrix = ops.convert(ops.reshape(floats, np.array([ROWS, COLUMNS]), special_zero=False), "f32")
    else:
        matrix = ops.constant(random.normal(size=(ROWS, COLUMNS)).astype(np.float32))
    model = ov.Model([ops.matmul(given, matrix, transpose_a=False, transpose_b=True)], [given])
    ov.save_model(model, str(folder / "openvino_model.xml"), compress_to_fp16=False)


def _packed(values):
    flat = values.reshape(-1)
    return (flat[0::2] | (flat[1::2] << 4)).astype(np.uint8)


def products(folder, inputs):
    core = ov.Core()
    return core.compile_model(str(folder / "openvino_model.xml"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(inputs)[0]


def kinds(folder):
    model = ov.Core().read_model(str(folder / "openvino_model.xml"))
    return {str(node.get_element_type().to_string()) for node in model.get_ops() if node.get_type_name() == "Constant"}


def test_products_stay_the_same(tmp_path):
    saved_model(tmp_path)
    inputs = np.random.default_rng(6).normal(size=(7, COLUMNS)).astype(np.float32)
    before = products(tmp_path, inputs)
    assert quantise_rows(tmp_path) == 1
    assert "i8" in kinds(tmp_path)
    assert "u4" not in kinds(tmp_path)
    assert np.abs(products(tmp_path, inputs) - before).max() < 0.01 * np.abs(before).max()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["openvino_model.bin", "openvino_model.xml"]


def test_other_weights_are_left_alone(tmp_path):
    saved_model(tmp_path, in_groups=False)
    inputs = np.ones((1, COLUMNS), np.float32)
    before = products(tmp_path, inputs)
    assert quantise_rows(tmp_path) == 0
    assert np.array_equal(products(tmp_path, inputs), before)


def test_what_is_no_model_is_an_error_and_stays(tmp_path):
    (tmp_path / "openvino_model.xml").write_text("no model")
    with pytest.raises(RuntimeError):
        quantise_rows(tmp_path)
    assert (tmp_path / "openvino_model.xml").read_text() == "no model"


@pytest.mark.parametrize("largest", [0.0, 1e-3, 5.0, 3000.0])
def test_each_row_has_its_own_scale(largest):
    matrix = np.array([[largest, -largest / 3, 0.0], [1.0, 0.5, -0.25]], np.float32)
    rows, scale = rows_of_bytes(matrix)
    assert rows.dtype == np.int8
    assert scale.shape == (2, 1)
    assert np.abs(rows * scale.astype(np.float32) - matrix).max(axis=1) == pytest.approx([0, 0], abs=0.005 * max(largest, 1))
