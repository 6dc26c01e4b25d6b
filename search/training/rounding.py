"""4-bit rounding inside training: every step is computed with exactly the weights that would ship, and moves the fine ones.

The straight-through estimator without a graph of its own: before a step the rounded weights are put in place, after it the
fine ones come back and take the gradient. Once a step, whatever the number of chunks and dimensions in the loss.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from transformers import TrainerCallback

from search.q4 import Weights

BLOCK = 32


def rounded(weight: torch.Tensor) -> torch.Tensor:
    """``search.q4.quantise`` then ``dequantise``, in torch: blocks of 32 along a row, Q4_0."""
    blocks = weight.float().reshape(weight.shape[0], -1, BLOCK)
    extreme = blocks.gather(-1, blocks.abs().argmax(-1, keepdim=True))
    step = (extreme / -8).to(torch.float16).to(torch.float32)
    safe = torch.where(step == 0, torch.ones_like(step), step)
    codes = torch.clamp(torch.round(blocks / safe), -8, 7)
    return (codes * step).reshape(weight.shape).to(weight.dtype)


class RoundInTheLoop(TrainerCallback):  # type: ignore[misc]  # transformers is not read by mypy
    """Puts rounded weights in place for the forward and backward passes, and the fine ones for the optimiser."""

    def __init__(self, weights: Iterable[torch.Tensor]) -> None:
        self._weights = [w for w in weights if w.requires_grad]
        self._fine: list[torch.Tensor] = []

    def on_step_begin(self, *_: Any, **__: Any) -> None:
        self._fine = [w.detach().clone() for w in self._weights]
        for w in self._weights:
            w.data.copy_(rounded(w.detach()))

    def on_pre_optimizer_step(self, *_: Any, **__: Any) -> None:
        for w, fine in zip(self._weights, self._fine, strict=True):
            w.data.copy_(fine)


def weights_of(model: Any) -> Weights:
    """The weights by their Hugging Face names, as float32."""
    return {name: value.detach().float().cpu().contiguous().numpy() for name, value in model.state_dict().items()}
