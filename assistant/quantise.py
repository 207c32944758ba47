"""Four-bit weights of a converted language model → eight bits with one scale a row, for which processors have instructions.

A GGUF file keeps its weights in small groups with a scale and an offset each; OpenVINO then multiplies in floats. With
whole rows of signed bytes, and inputs made bytes on the fly, it multiplies bytes: twice the prompt tokens a second and
twice the words, for 0.4 GB more (docs/decisions/002). The weights are not made coarser: eight bits hold the four-bit
steps to within half a percent of a row's largest weight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_LARGEST = 127  # of a signed byte; -128 stays unused, so that rows are symmetric
_ROWS_AT_ONCE = 8192  # keeps the memory that floats need under 0.5 GB for the widest matrix
_MODEL = "openvino_model"


def quantise_rows(folder: Path) -> int:
    """Rewrites `folder`/openvino_model.xml and .bin with eight-bit rows; how many matrices were changed.

    Matrices that are not in groups of integers with scale and offset stay as they are. Files are replaced only when both
    are written. Raises: RuntimeError of OpenVINO for what is no model, OSError.
    """
    import openvino as ov

    model = ov.Core().read_model(str(folder / f"{_MODEL}.xml"))
    changed = sum(_requantised(product) for product in model.get_ops() if product.get_type_name() == "MatMul")
    ov.save_model(model, str(folder / f"{_MODEL}.new.xml"), compress_to_fp16=False)
    del model  # lets go of the old file, which is mapped into memory
    for suffix in ("bin", "xml"):
        (folder / f"{_MODEL}.new.{suffix}").replace(folder / f"{_MODEL}.{suffix}")
    return changed


def rows_of_bytes(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """The matrix (rows, columns) as signed bytes and one scale a row (rows, 1): about bytes * scale."""
    largest = np.abs(matrix).max(axis=1, keepdims=True)
    scale = np.maximum(largest / _LARGEST, np.finfo(np.float16).tiny).astype(np.float16)
    rows = np.rint(matrix / scale.astype(np.float32)).clip(-_LARGEST, _LARGEST).astype(np.int8)
    return rows, scale


def _requantised(product: Any) -> bool:  # noqa: ANN401 - openvino has no type stubs
    """Whether the second factor of a matrix product was such groups; it is bytes now."""
    from openvino import opset13 as ops

    scaled = _behind(product.input_value(1).get_node(), {"Convert", "Reshape"})
    if scaled.get_type_name() != "Multiply":
        return False
    shifted = scaled.input_value(0).get_node()
    if shifted.get_type_name() != "Subtract":
        return False
    weights, offsets, scales = (
        _behind(node, {"Convert"})
        for node in (
            shifted.input_value(0).get_node(),
            shifted.input_value(1).get_node(),
            scaled.input_value(1).get_node(),
        )
    )
    if any(node.get_type_name() != "Constant" for node in (weights, offsets, scales)):
        return False
    rows, scale = _rows(_integers(weights), _integers(offsets), scales.data)
    bytes_of = ops.convert(ops.constant(rows), "f16")
    product.input(1).replace_source_output(ops.convert(ops.multiply(bytes_of, ops.constant(scale)), "f32").output(0))
    return True


def _rows(
    weights: NDArray[Any], offsets: NDArray[Any], scales: NDArray[Any]
) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """The rows of (rows, groups, size) weights, some at a time."""
    found = []
    for start in range(0, len(weights), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        values = (weights[part].astype(np.float32) - offsets[part]) * scales[part].astype(np.float32)
        found.append(rows_of_bytes(values.reshape(len(values), -1)))
    return np.concatenate([rows for rows, _ in found]), np.concatenate([scale for _, scale in found])


def _behind(node: Any, kinds: set[str]) -> Any:  # noqa: ANN401
    while node.get_type_name() in kinds:
        node = node.input_value(0).get_node()
    return node


def _integers(node: Any) -> NDArray[Any]:  # noqa: ANN401
    """The values of a constant; those of four bits lie two in a byte, the first in the low half."""
    from openvino import Type

    shape = tuple(node.get_output_shape(0))
    data = np.ascontiguousarray(node.data)
    if node.get_element_type() != Type.u4 or data.size == np.prod(shape):
        return data.reshape(shape)
    pairs = data.view(np.uint8).reshape(-1)
    values = np.empty(2 * pairs.size, np.uint8)
    values[0::2], values[1::2] = pairs & 15, pairs >> 4
    return values[: int(np.prod(shape))].reshape(shape)
