"""The question encoder learns alone: low-rank changes of the model for questions, against passages that stay as they are.

Learning both sides takes a GPU: a passage has 250 tokens, a question 25. With the vectors of all passages made once, each
question is set against the whole corpus at the price of one matrix product, and an index that exists stays valid. Loss: the
cross-entropy of the right passages among all (InfoNCE); the same among BM25's best with BM25's own score added, so that
meaning learns what words leave wrong (after CLEAR, Gao et al., arXiv:2004.13969); and a pull towards the vector that the base
model has of the question. Half of the questions are asked without diacritics too, with vectors of their own for bare syllables
(``search.syllables``): of all passages, and pulled towards what the model makes of the question as written. All that is learnt
is rounded to 4 bits in every step (straight-through), so that what was learnt is what ships.
"""

from __future__ import annotations

import math
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from search import adapter
from search.encode import SHIPPED, Reader, ShippedEncoder, revision
from search.q4 import Weights, expand, read_weights
from search.syllables import Syllables
from search.training.lessons import Corpus, Lesson, lessons
from search.training.negatives import Words
from search.training.noise import bare, slipped
from search.training.pairs import Material
from search.training.rounding import rounded
from search.training.syllables import first_vectors, forms

RECIPE = Path(__file__).with_name("recipe_question.toml")
MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
TOLD = ("answers", "fused", "away", "answers bare", "away bare")
CHUNK = 8
"""Questions that go through the model together: more would be padded to the longest."""


class LowRank(nn.Module):  # type: ignore[misc]  # torch is not read by mypy
    """A dense layer with its change: W + B A, both rounded as they ship."""

    def __init__(self, dense: nn.Linear, rank: int) -> None:
        super().__init__()
        self.dense = dense
        self.down = nn.Parameter(torch.randn(rank, dense.in_features) / math.sqrt(dense.in_features))
        self.up = nn.Parameter(torch.zeros(rank, dense.out_features))

    def round(self) -> None:
        """What ships of the change as it now is; once for all questions of a step."""
        self.shipped_down, self.shipped_up = _as_shipped(self.down), _as_shipped(self.up)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        change: torch.Tensor = (x @ self.shipped_down.T) @ self.shipped_up
        return self.dense(x) + change


def _as_shipped(weight: torch.Tensor) -> torch.Tensor:
    return weight + (rounded(weight.detach()) - weight.detach())


class QuestionEncoder:
    """The shipped model in torch with a low-rank change of each matrix."""

    def __init__(self, rank: int, syllables: Weights) -> None:
        from transformers import AutoModel

        with tempfile.TemporaryDirectory() as folder:
            expand(SHIPPED, Path(folder) / "model", read_weights(SHIPPED))
            self._bert = AutoModel.from_pretrained(Path(folder) / "model", attn_implementation="sdpa").eval().requires_grad_(False)
        self._names, self._reader = list(syllables), Reader(Syllables(list(syllables)))
        self.syllables = nn.Parameter(torch.tensor(np.stack([*syllables.values()])))
        self.changes: dict[str, LowRank] = {}
        for number, layer in enumerate(self._bert.encoder.layer):
            for name in MATRICES:
                parent, _, last = name.rpartition(".")
                owner = layer.get_submodule(parent)
                change = self.changes[f"encoder.layer.{number}.{name}.weight"] = LowRank(getattr(owner, last), rank)
                setattr(owner, last, change)
        self.round()

    def parameters(self) -> list[nn.Parameter]:
        """All that is learnt."""
        return [self.syllables, *(p for c in self.changes.values() for p in (c.down, c.up))]

    def round(self) -> None:
        """Go on with what ships of all that was learnt: before each step."""
        self._bare = _as_shipped(self.syllables)
        for change in self.changes.values():
            change.round()

    def __call__(self, texts: Sequence[str], longest: int) -> torch.Tensor:
        """Unit vectors, with gradients."""
        own, parts = self._bert.get_input_embeddings().weight, []
        for at in range(0, len(texts), CHUNK):
            ids, mask = (torch.tensor(x) for x in self._reader([f"query: {t}" for t in texts[at : at + CHUNK]], longest))
            words = torch.where((ids < len(own))[..., None], own[ids.clamp(max=len(own) - 1)], self._bare[(ids - len(own)).clamp(min=0)])
            states = self._bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
            shown = mask[..., None].float()
            parts.append(functional.normalize((states * shown).sum(1) / shown.sum(1), dim=-1))
        return torch.cat(parts)

    def save(self, folder: Path, share: float) -> None:
        """Pack ``share`` of each change (Wortsman et al., "Robust fine-tuning", arXiv:2109.01903)."""
        pairs = {name: (c.down.detach().numpy(), share * c.up.detach().numpy()) for name, c in self.changes.items()}
        rows = dict(zip(self._names, self.syllables.detach().numpy(), strict=True))
        adapter.write(folder, revision(SHIPPED), pairs, rows)


def learn(m: Material, vectors: npt.NDArray[np.float16], target: Path, recipe: dict[str, Any]) -> None:
    """One run: the adapter of ``recipe`` in ``target``. Prints the losses; every hundred steps what there is is kept."""
    torch.manual_seed(recipe["seed"])
    chance, settings, longest = random.Random(recipe["seed"]), recipe["training"], recipe["longest"]
    corpus = Corpus.read(m)
    made = lessons(m, corpus, {source: lesson["most"] for source, lesson in recipe["lessons"].items()})
    print({source: len(found) for source, found in made.items()}, flush=True)
    every = [x for found in made.values() for x in found]
    model = QuestionEncoder(recipe["rank"], first_vectors(forms(a.passage() for a in corpus.articles)))
    base, said = _base_vectors([x.question for x in every]), _said(every, corpus, settings["depth"])
    passages = torch.tensor(vectors.astype(np.float32))
    parameters = model.parameters()
    optimiser = torch.optim.AdamW(parameters, lr=settings["learning_rate"], weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, settings["warmup"], settings["steps"]))
    sources, odds = list(recipe["lessons"]), [lesson["often"] for lesson in recipe["lessons"].values()]
    began, told = time.monotonic(), np.zeros(len(TOLD))
    for step in range(1, settings["until"] + 1):
        drawn = [chance.choice(made[chance.choices(sources, odds)[0]]) for _ in range(settings["batch"])]
        drawn.sort(key=lambda x: len(x.question))
        shown = [_shown(x.question, recipe["shown"], chance) for x in drawn]
        also = sorted(chance.sample(range(len(drawn)), round(recipe["shown"]["bare"] * len(drawn))))
        model.round()
        asked, asked_bare = model(shown, longest), model([bare(shown[i]) for i in also], longest)
        answered = _answers(asked, passages, drawn, settings["temperature"])
        answered_bare = _answers(asked_bare, passages, [drawn[i] for i in also], settings["temperature"])
        fused = torch.stack([_fused(said[x.question], vector, passages, settings) for x, vector in zip(drawn, asked, strict=True)])
        weights = torch.tensor([recipe["lessons"][x.source]["weight"] for x in drawn])
        away = 1 - (asked * torch.stack([base[x.question] for x in drawn])).sum(1)
        away_bare = 1 - (asked_bare * asked[also].detach()).sum(1)
        loss = (weights * (answered + settings["fused"] * fused) + settings["keep"] * away).sum()
        loss = (loss + (weights[also] * answered_bare + settings["keep_bare"] * away_bare).sum()) / len(drawn)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        told += tuple(float(part.detach().mean()) for part in (answered, fused, away, answered_bare, away_bare))
        if step % 20 == 0:
            means = ", ".join(f"{name} {total / 20:.3f}" for name, total in zip(TOLD, told, strict=True))
            print(f"{step} steps, {time.monotonic() - began:.0f} s, {means}", flush=True)
            told[:] = 0
        if step % 100 == 0 or step == settings["until"]:
            model.save(target, settings["share"])


def _answers(asked: torch.Tensor, passages: torch.Tensor, drawn: Sequence[Lesson], temperature: float) -> torch.Tensor:
    """Cross-entropy of the right passages of each question among all passages of its corpus."""
    similar = asked @ passages.T / temperature
    right = [torch.logsumexp(similar[i, list(x.right)], 0) for i, x in enumerate(drawn)]
    return torch.stack([torch.logsumexp(similar[i, x.corpus], 0) - right[i] for i, x in enumerate(drawn)])


@dataclass(frozen=True, slots=True)
class Said:
    """What BM25 finds for a question: rows, standard scores, and which of them are right (those it missed come last)."""

    rows: torch.Tensor
    scores: torch.Tensor
    right: torch.Tensor


def _said(every: Sequence[Lesson], corpus: Corpus, depth: int) -> dict[str, Said]:
    indexes: dict[int, Words] = {}
    for place in corpus.places.values():
        own = corpus.articles[place]
        indexes[place.start] = Words([a.id for a in own], [a.passage() for a in own])
    found = {}
    for x in every:
        rows, scores = indexes[x.corpus.start].best(x.question, depth)
        rows = [row + x.corpus.start for row in rows]
        missed = [row for row in x.right if row not in rows]
        z = torch.tensor(scores + [min(scores, default=0.0)] * len(missed))
        right = torch.tensor([row in x.right for row in rows + missed])
        found[x.question] = Said(torch.tensor(rows + missed), (z - z.mean()) / (z.std(correction=0) + 1e-6), right)
    return found


def _fused(said: Said, vector: torch.Tensor, passages: torch.Tensor, settings: dict[str, Any]) -> torch.Tensor:
    """Cross-entropy of the right passages among BM25's best, by both scores."""
    scores = passages[said.rows] @ vector / settings["temperature"] + settings["said"] * said.scores
    return torch.logsumexp(scores, 0) - torch.logsumexp(scores[said.right], 0)


def _shown(question: str, shares: dict[str, float], chance: random.Random) -> str:
    """The question as somebody types it."""
    drawn = chance.random()
    if drawn < shares["careless"]:
        return question.lower().rstrip("?. ")
    return (slipped(question, chance) or question) if drawn < shares["careless"] + shares["slipped"] else question


def _base_vectors(texts: Sequence[str]) -> dict[str, torch.Tensor]:
    """What the shipped model makes of each question."""
    with tempfile.TemporaryDirectory() as folder:
        vectors = ShippedEncoder(Path(folder), learnt=None).queries(texts)
    return dict(zip(texts, torch.tensor(vectors), strict=True))


def _rate(step: int, warmup: int, steps: int) -> float:
    return min(1.0, (step + 1) / warmup) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
