"""4-bit rounding inside training: each forward pass sees exactly the weights that will ship, gradients pass straight through."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.utils import parametrize

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


class Rounded(torch.nn.Module):  # type: ignore[misc]  # torch is not read by mypy
    """Parametrization of a weight: its value is rounded, its gradient is that of the unrounded one."""

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        return weight + (rounded(weight.detach()) - weight.detach())


def round_in_the_loop(model: Any, packed: set[str], freeze_words: bool) -> int:
    """Put the rounding on every matrix of a BertModel whose name is in ``packed``; returns on how many."""
    count = 0
    for name, module in list(model.named_modules()):
        if f"{name}.weight" not in packed:
            continue
        if "word_embeddings" in name and freeze_words:
            module.weight.requires_grad_(False)
            continue
        parametrize.register_parametrization(module, "weight", Rounded())
        count += 1
    return count


def weights_of(model: Any) -> Weights:
    """The weights by their Hugging Face names, rounded where they are rounded, as float32."""
    for _, module in list(model.named_modules()):
        if parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=True)
    return {name: value.detach().float().cpu().contiguous().numpy() for name, value in model.state_dict().items()}
