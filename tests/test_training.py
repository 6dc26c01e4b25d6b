"""The recipe's parts that need no corpus: copies as people type, rounding, packing, scoring."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from corpus.text import fold
from search.encode import SHIPPED
from search.q4 import PACKED, dequantise, pack, quantise, read_weights
from search.training.articles import Article
from search.training.judge import Bench, cut, interval, rank_alone, scored
from search.training.noise import abbreviated, bare, slipped
from search.training.recipe import Recipe


def test_the_recipe_is_read_and_named_by_its_content(tmp_path: Path) -> None:
    recipe = Recipe.read()
    assert recipe.folds["count"] >= 2
    other = tmp_path / "recipe.toml"
    other.write_text((Path(__file__).parent.parent / "search/training/recipe.toml").read_text("utf-8").replace("epochs = ", "epochs = 1"))
    assert Recipe.read(other).digest != recipe.digest


def test_a_question_as_people_type_it() -> None:
    question = "Ủy ban nhân dân tỉnh Lạng Sơn báo cáo về bình đẳng giới khi nào?"
    assert bare(question) == "uy ban nhan dan tinh lang son bao cao ve binh dang gioi khi nao?"
    assert abbreviated(question) == "UBND tỉnh Lạng Sơn báo cáo về bình đẳng giới khi nào?"
    assert abbreviated("bình đẳng") is None
    for seed in range(40):
        typed = slipped(question, random.Random(seed))
        assert typed is not None
        changed = [(a, b) for a, b in zip(question.split(), typed.split(), strict=True) if a != b]
        assert len(changed) <= 1
        assert all(abs(len(a) - len(b)) <= 1 for a, b in changed)
    assert slipped("ai ở xã", random.Random(1)) is None


def test_packing_what_was_read_changes_nothing(tmp_path: Path) -> None:
    pack(read_weights(SHIPPED), SHIPPED, tmp_path / "again")
    assert (tmp_path / "again" / PACKED).read_bytes() == (SHIPPED / PACKED).read_bytes()
    assert {p.name for p in (tmp_path / "again").iterdir()} == {p.name for p in SHIPPED.iterdir()}


@pytest.mark.slow
def test_rounding_in_training_is_the_rounding_that_ships() -> None:
    import torch

    from search.training.rounding import Rounded, rounded

    weights = np.random.default_rng(1).normal(0, 0.05, (8, 96)).astype(np.float32)
    weights[3] = 0
    assert np.array_equal(rounded(torch.from_numpy(weights)).numpy(), dequantise(*quantise(weights)))
    value = torch.from_numpy(weights).requires_grad_()
    Rounded()(value).square().sum().backward()
    assert value.grad is not None
    assert torch.allclose(value.grad, 2 * rounded(value.detach()))


def test_scores_and_their_interval() -> None:
    right = {"a": frozenset({"x"}), "b": frozenset({"y", "z"})}
    scores = scored({"a": ["x", "q"], "b": ["q", "y", "z"]}, right)
    assert scores.ndcg["a"] == scores.mrr["a"] == 1
    assert scores.mrr["b"] == 0.5
    assert 0 < scores.ndcg["b"] < 1
    better = {q: v + 0.1 for q, v in scores.ndcg.items()}
    change, low, high = interval(better, scores.ndcg, seed=1)
    assert low == pytest.approx(high) == pytest.approx(change) == pytest.approx(0.1)


def test_ranking_alone_and_with_fewer_dimensions() -> None:
    articles = [Article(i, "", "", "", "", i) for i in "xyz"]
    bench = Bench("trial", articles, {"q": "Giới"}, {"q": frozenset("x")})
    passages = np.eye(3, 4, dtype=np.float32)
    question = np.array([[0.1, 0.9, 0.2, 0]], np.float32)
    assert rank_alone(bench, question, passages)["q"] == ["y", "z", "x"]
    assert np.allclose(np.linalg.norm(cut(question, 2), axis=1), 1)
    assert bench.bare().questions["q"] == fold("Giới")
