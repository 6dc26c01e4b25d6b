"""The model card: what a folder is, what it learnt from, how to make it again. The figures are added by whoever judged it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from search.training.recipe import Recipe

CARD = "README.md"
_LICENCES = {
    "titles": "Bộ Pháp điển, articles of law (texts of law; collection under MIT)",
    "links": "Bộ Pháp điển, its own cross-references (texts of law; collection under MIT)",
    "questions": "Zalo AI Challenge 2021, legal questions (terms of the challenge unknown: not republished)",
    "alqac": "ALQAC 2022-2025, questions (shared task, no licence: not republished)",
    "headings": "plans of provinces, November-December 2025 (official documents)",
    "citations": "Bộ Pháp điển, sentences that cite an article (texts of law; collection under MIT)",
}


def card(recipe: Recipe, sources: Iterable[str], steps: int, left_out: str) -> str:
    """The card in Markdown. ``sources``: the source of each pair that was learnt from; ``steps``: how many were taken."""
    counts = Counter(sources)
    kinds = {name: {s: n for s, n in counts.items() if s.split("/")[0] == name} for name in _LICENCES}
    rows = [f"| {_LICENCES[name]} | {sum(kind.values())} | {_copies(kind)} |" for name, kind in kinds.items() if kind]
    return "\n".join(
        [
            "# A Vietnamese legal encoder in 4 bits",
            "",
            "Trained from `multilingual-e5-small` (MIT) in 4 bits; 384 dimensions, the first 256 or 128 usable alone. See `NOTICE.txt`.",
            "",
            f"Recipe {recipe.digest}: multiple negatives ranking with Matryoshka dimensions; batches of {recipe.training['batch']},",
            f"{steps} steps, seed {recipe.seed};",
            "the weights are rounded to 4 bits before each step, so that what was measured is what ships.",
            f"Left out of the lesson: {left_out}.",
            "",
            "| learnt from | pairs | of them as people type (without diacritics, short forms, slips) |",
            "|---|---|---|",
            *rows,
            "",
            "Limits: wording of law and of plans in Vietnamese; English only as far as the base model had it.",
            "No text that was learnt from is in the folder.",
            "",
        ]
    )


def write_card(folder: Path, text: str) -> None:
    (folder / CARD).write_text(text, "utf-8")


def _copies(kind: dict[str, int]) -> int:
    return sum(count for source, count in kind.items() if "/" in source)
