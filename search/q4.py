"""The shipped model's weights: 4-bit blocks in ``model.q4.safetensors``, expanded without loss.

A matrix of N rows is kept as ``<name>.q4`` (uint8, N x blocks x 16) and ``<name>.q4s`` (float16, N x blocks): 32 weights a
block, weight = (nibble - 8) * scale; the low nibbles are the block's first half, the high nibbles its second.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

PACKED = "model.q4.safetensors"
QUANTS, SCALES = ".q4", ".q4s"
WORDS = "embeddings.word_embeddings.weight"
Weights = dict[str, npt.NDArray[np.float32]]
Packed = tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]
"""Nibbles and scales of a matrix."""
Matrices = dict[str, Packed]


def dequantise(quants: npt.NDArray[np.uint8], scales: npt.NDArray[np.float16]) -> npt.NDArray[np.float32]:
    """Blocks of nibbles and their scales to a float32 matrix."""
    low = (quants & 0x0F).astype(np.float32) - 8
    high = (quants >> 4).astype(np.float32) - 8
    blocks: npt.NDArray[np.float32] = np.concatenate([low, high], axis=-1) * scales.astype(np.float32)[..., None]
    return blocks.reshape(quants.shape[0], -1)


def quantise(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
    """A float32 matrix to blocks of nibbles and scales (Q4_0: the weight of largest magnitude becomes -8)."""
    blocks = weights.reshape(weights.shape[0], -1, 32)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)[..., 0]
    scales = (extreme / -8).astype(np.float16)
    step = scales.astype(np.float32)[..., None]
    codes = np.clip(np.rint(np.divide(blocks, step, out=np.zeros_like(blocks), where=step != 0)) + 8, 0, 15).astype(np.uint8)
    return codes[..., :16] | (codes[..., 16:] << 4), scales


def read_packed(file: Path) -> tuple[Matrices, Weights]:
    """The tensors of a shipped file as they are: those in 4 bits, and the others."""
    stored = load_file(file)
    names = [name.removesuffix(QUANTS) for name in stored if name.endswith(QUANTS)]
    matrices = {name: (stored.pop(name + QUANTS), stored.pop(name + SCALES)) for name in names}
    return matrices, {name: value.astype(np.float32) for name, value in stored.items()}


def read_weights(folder: Path) -> Weights:
    """All weights of a shipped folder, by their Hugging Face names, as float32."""
    stored = load_file(folder / PACKED)
    weights: Weights = {}
    for name, value in stored.items():
        if name.endswith(QUANTS):
            plain = name.removesuffix(QUANTS)
            weights[plain] = dequantise(value, stored[plain + SCALES])
        elif not name.endswith(SCALES):
            weights[name] = value.astype(np.float32)
    return weights


def expand(source: Path, target: Path, weights: Weights) -> None:
    """Make an ordinary sentence-transformers folder of a shipped one; whole or not at all, also when two processes do it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        shutil.copytree(source, made, dirs_exist_ok=True, ignore=shutil.ignore_patterns(PACKED))
        made.chmod(0o755)
        save_file(weights, made / "model.safetensors", metadata={"format": "pt"})
        os.rename(made, target)  # noqa: PTH104 -- fails where another process was first
    except OSError:
        if not (target / "model.safetensors").exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def pack(weights: Weights, like: Path, target: Path) -> None:
    """Write ``weights`` as a shipped folder at ``target``: the same tensors in 4 bits as in the folder ``like``, the rest as float32."""
    names = load_file(like / PACKED).keys()
    stored: dict[str, npt.NDArray[np.generic]] = {}
    for name in names:
        if name.endswith(QUANTS):
            plain = name.removesuffix(QUANTS)
            stored[name], stored[plain + SCALES] = quantise(weights[plain])
        elif not name.endswith(SCALES):
            stored[name] = weights[name].astype(np.float32)
    shutil.copytree(like, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(PACKED))
    save_file(stored, target / PACKED, metadata={"format": "q4_0-block32"})
