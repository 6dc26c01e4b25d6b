"""The recipe's parts that need no corpus: copies as people type, rounding, packing, scoring."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.read import read_bytes
from corpus.structure import parse
from corpus.text import fold
from search.encode import SHIPPED, ShippedEncoder
from search.passages import passages
from search.q4 import PACKED, dequantise, pack, quantise, read_weights
from search.training import articles, lessons
from search.training.articles import LONGEST, Article, lines, windows
from search.training.card import card
from search.training.noise import abbreviated, bare, slipped
from search.training.pairs import Material, drawn
from search.training.recipe import FILE, Recipe
from search.training.syllables import first_vectors, forms
from search.training.train import spellings


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

    from search.training.rounding import RoundInTheLoop, rounded

    weights = np.random.default_rng(1).normal(0, 0.05, (8, 96)).astype(np.float32)
    weights[3] = 0
    assert np.array_equal(rounded(torch.from_numpy(weights)).numpy(), dequantise(*quantise(weights)))
    value = torch.nn.Parameter(torch.from_numpy(weights.copy()))
    loop = RoundInTheLoop([value])
    loop.on_step_begin()
    assert np.array_equal(value.detach().numpy(), dequantise(*quantise(weights))), "computed with what ships"
    loop.on_pre_optimizer_step()
    assert np.array_equal(value.detach().numpy(), weights), "and the fine weights take the gradient"


def test_both_recipes_say_the_same_things_in_other_sizes() -> None:
    gpu, cores = Recipe.read(), Recipe.read(FILE.with_name("recipe_cpu.toml"))
    assert gpu.training.keys() == cores.training.keys()
    assert gpu.pairs.keys() == cores.pairs.keys()
    assert gpu.digest != cores.digest


def test_a_question_without_diacritics_is_learnt_beside_itself() -> None:
    asked = [
        {"query": "Bình đẳng giới", "source": "titles"},
        {"query": "Binh dang gioi", "source": "titles/bare"},
        {"query": "abc", "source": "titles"},
    ]
    assert spellings(asked) == {"bare": ["binh dang gioi"], "query": ["Bình đẳng giới"]}


def test_the_card_says_what_was_learnt_and_what_was_left_out() -> None:
    text = card(Recipe.read(), ["titles", "titles/bare", "alqac"], 12, "the questions of the benchmark")
    assert "Pháp điển" in text and "| 2 | 1 |" in text and "ALQAC" in text
    assert "12 steps" in text and "the questions of the benchmark" in text
    assert "Zalo" not in text, "nothing was learnt from it"


def test_a_sample_keeps_every_right_article() -> None:
    pytest.importorskip("bm25s")
    from search.training.judge import Bench

    articles = [Article(str(i), "", "", "", "", "x") for i in range(50)]
    bench = Bench("trial", articles, {"q": "?"}, {"q": frozenset({"7", "31"})})
    few = bench.sampled(10, seed=1)
    assert len(few.articles) == 12 and {"7", "31"} <= {a.id for a in few.articles}
    assert few.articles == bench.sampled(10, seed=1).articles


def test_scores_and_their_interval() -> None:
    pytest.importorskip("bm25s")
    from search.training.judge import interval, scored

    right = {"a": frozenset({"x"}), "b": frozenset({"y", "z"})}
    scores = scored({"a": ["x", "q"], "b": ["q", "y", "z"]}, right)
    assert scores.ndcg["a"] == scores.mrr["a"] == 1
    assert scores.mrr["b"] == 0.5
    assert 0 < scores.ndcg["b"] < 1
    better = {q: v + 0.1 for q, v in scores.ndcg.items()}
    change, low, high = interval(better, scores.ndcg, seed=1)
    assert low == pytest.approx(high) == pytest.approx(change) == pytest.approx(0.1)


def test_ranking_alone_and_with_fewer_dimensions() -> None:
    pytest.importorskip("bm25s")
    from search.training.judge import Bench, cut, rank_alone

    articles = [Article(i, "", "", "", "", i) for i in "xyz"]
    bench = Bench("trial", articles, {"q": "Giới"}, {"q": frozenset("x")})
    passages = np.eye(3, 4, dtype=np.float32)
    question = np.array([[0.1, 0.9, 0.2, 0]], np.float32)
    assert rank_alone(bench, question, passages)["q"] == ["y", "z", "x"]
    assert np.allclose(np.linalg.norm(cut(question, 2), axis=1), 1)
    assert bench.bare().questions["q"] == fold("Giới")


def test_a_long_article_is_cut_into_passages_that_the_model_reads_whole() -> None:
    title, sentences = (
        "Thời hạn giải quyết",
        [f"Cơ quan thứ {i} trả lời trong {i} ngày làm việc, kể từ ngày nhận đủ hồ sơ." for i in range(60)],
    )
    parts = windows(title, "\n".join(sentences))
    assert len(parts) > 3 and all(len(title) + 1 + len(part) <= LONGEST for part in parts)
    assert all(any(sentence in part for part in parts) for sentence in sentences), "no sentence is seen in halves only"
    assert windows(title, sentences[0]) == [sentences[0]]
    endless = windows("", "x" * 20_000)
    assert len(endless) == articles.MOST and all(part == "x" * (LONGEST - 1) for part in endless)
    article = Article("1", "Luật", "", "1", title, " ".join(sentences))
    assert [a.text for a in article.windows()] == parts and {a.id for a in article.windows()} == {"1"}


def test_an_article_counts_by_its_best_window() -> None:
    pytest.importorskip("bm25s")
    from search.training.judge import Bench, rank_alone

    bench = Bench("trial", [Article(i, "", "", "", "", i) for i in "xyxz"], {"q": "?"}, {"q": frozenset("x")})
    near = np.array([[0.1], [0.5], [0.9], [0.2]], np.float32)
    assert rank_alone(bench, np.ones((1, 1), np.float32), near)["q"] == ["x", "y", "z"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small copy of the form of the public data: two acts, a question of each kind, one plan."""
    acts = [
        {
            "id": f"1.1.{number}",
            "title": title,
            "source": f"(Điều {number} Nghị định số 10/2020/NĐ-CP về hoạt động xét duyệt ngày 01/02/2020 của Chính phủ)",
            "related": ["2.1.1"] if number == 1 else [],
            "text": f"{title}: cơ quan quản lý tiếp nhận hồ sơ số {number}, thẩm định và trả lời trong thời hạn mười lăm ngày làm việc.",
            "src_num": "10/2020/NĐ-CP",
            "src_type": "Nghị định",
            "src_article": str(number),
        }
        for number, title in enumerate(
            ["Hồ sơ đăng ký", "Trình tự thẩm định", "Lệ phí", "Thu hồi giấy phép", "Xử lý vi phạm", "Báo cáo"], 1
        )
    ]
    acts.append(
        {
            **acts[0],
            "id": "2.1.1",
            "title": "Mẫu đơn",
            "src_num": "11/2020/TT-BTC",
            "text": "Mẫu đơn được lập theo quy định tại Điều 4 Nghị định số 10/2020/NĐ-CP ngày 01 tháng 02 năm 2020 của Chính phủ.",
        }
    )
    zalo = [
        {
            "id": f"q{i}",
            "text": f"Câu hỏi số {i} về hồ sơ và thẩm định?",
            "relevant_articles": [{"law_id": "10/2020/nđ-cp", "article_id": str(i)}],
        }
        for i in (1, 2, 3)
    ]
    plan = (
        "KẾ HOẠCH\nThực hiện bình đẳng giới\n\nI. MỤC TIÊU\n1. Nâng cao nhận thức\n- "
        + "Tổ chức truyền thông cho toàn thể cán bộ và nhân dân trên địa bàn tỉnh trong năm nay.\n" * 2
    )
    _write(tmp_path / "phapdien/phapdien_articles.jsonl.gz", acts)
    _write(tmp_path / "tvpl_local_2025/docs.jsonl.gz", [{"id": "p1", "text": plan}])
    _write(
        tmp_path / "bench_zalo2021_on_phapdien/queries.jsonl",
        [{"qid": "q1", "text": zalo[0]["text"]}, {"qid": "q2", "text": zalo[1]["text"]}],
    )
    (tmp_path / "bench_zalo2021_on_phapdien/qrels.tsv").write_text("q1 0 1.1.1 1\nq2 0 1.1.2 1\n")
    (tmp_path / "bench_zalo2021_on_phapdien/zalo2021_questions_for_training.json").write_text(json.dumps(zalo))
    for name in ("2022", "2023_2025"):
        _write(
            tmp_path / f"bench_alqac/corpus_{name}.jsonl",
            [{"id": "L#1", "law_id": "L", "article_id": "1", "text": "Phạm vi\n\nLuật này quy định việc bảo vệ trẻ em."}],
        )
        _write(
            tmp_path / f"bench_alqac/questions_{name}.jsonl",
            [{"qid": "a1", "text": "Luật bảo vệ trẻ em quy định việc gì?", "relevant": ["L#1"]}],
        )
    return tmp_path


def _write(path: Path, records: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") if path.suffix == ".gz" else path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def test_pairs_come_from_every_source_and_know_their_answers(data: Path) -> None:
    m = Material.read(data, Recipe.read())
    pairs = drawn(m)
    plain = [p for p in pairs if "/" not in p.source]
    assert {p.source for p in plain} == {"titles", "links", "questions", "alqac", "headings", "citations"}
    title = next(p for p in plain if p.source == "titles" and p.answers == ("1.1.1",))
    assert title.query == "Hồ sơ đăng ký Nghị định về hoạt động xét duyệt"
    [link] = [p for p in plain if p.source == "links"]
    assert link.passage.startswith("Mẫu đơn")
    cited = next(p for p in plain if p.source == "citations")
    assert cited.answers == ("1.1.4",)
    assert cited.passage.startswith("Thu hồi giấy phép")
    folds = {p.query: p.fold for p in plain if p.source == "questions"}
    assert folds["Câu hỏi số 3 về hồ sơ và thẩm định?"] == -1, "not a question of the benchmark"
    assert all(f >= 0 for q, f in folds.items() if "số 3" not in q)
    assert pairs == drawn(m), "the same seed draws the same pairs"


def test_hard_negatives_are_never_known_answers(data: Path) -> None:
    pytest.importorskip("bm25s")
    from search.training.negatives import with_negatives

    m = Material.read(data, replace(Recipe.read(), negatives={"each": 2, "skip": 0, "depth": 10}))
    made = with_negatives(m, [p for p in drawn(m) if p.source == "questions"])
    assert all(negatives for _, negatives in made)
    for pair, negatives in made:
        assert pair.passage not in negatives
        assert not {m.passage(m.by_id[i]) for i in pair.answers} & set(negatives)


@pytest.mark.slow
def test_a_trial_run_ships_a_folder_that_is_exactly_4_bits(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    pytest.importorskip("bm25s")
    from search.training.negatives import with_negatives
    from search.training.train import read_pairs, train, write_pairs

    recipe = Recipe.read()
    recipe = replace(
        recipe, negatives={"each": 1, "skip": 0, "depth": 10}, longest=32, training={**recipe.training, "batch": 4, "chunk": 2}
    )
    m = Material.read(data, recipe)
    write_pairs(tmp_path / "pairs.jsonl.gz", with_negatives(m, drawn(m)))
    kept = read_pairs(tmp_path / "pairs.jsonl.gz", None, benchmark=False)
    assert kept and not any(r["source"].startswith("questions") and r["fold"] >= 0 for r in kept)
    assert {r["fold"] for r in kept if r["source"] == "alqac"} != {-1}, "only the benchmark's questions are left out"
    assert train(kept, recipe, tmp_path / "model", limit=2) == 2
    before, after = read_weights(SHIPPED), read_weights(tmp_path / "model")
    pack(after, tmp_path / "model", tmp_path / "again")
    assert (tmp_path / "again" / PACKED).read_bytes() == (tmp_path / "model" / PACKED).read_bytes()
    assert np.array_equal(before["embeddings.word_embeddings.weight"], after["embeddings.word_embeddings.weight"]), "frozen"
    assert any(not np.array_equal(before[name], after[name]) for name in before)
    assert sum(p.stat().st_size for p in (tmp_path / "model").rglob("*") if p.is_file()) < 32_000_000


@pytest.fixture
def corpus(data: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Material, lessons.Corpus]:
    """The small data with three written questions, those of the first article kept apart, one of a paper and one that was judged."""
    m = Material.read(data, Recipe.read())
    (paper,) = lines(data / "tvpl_local_2025/docs.jsonl.gz")
    start = passages(parse(read_bytes(paper["text"].encode(), "p1.txt")))[0].start
    told = {
        "WRITTEN": "1.1.1\tNộp giấy tờ gì?\n1.1.2\tAi thẩm định hồ sơ?\n1.1.4\tKhi nào bị thu hồi giấy phép?\n",
        "WRITTEN_PLANS": f"tvpl_local_2025/p1#{start}\tTỉnh có nói cho dân biết không?\ntvpl_local_2025/p1#99999\tNơi nào?\n",
        "JUDGED": "q3\t1.1.3,1.1.5\n",
    }
    for name, text in told.items():
        monkeypatch.setattr(lessons, name, data / f"{name}.tsv.gz")
        (data / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode()))
    return m, lessons.Corpus.read(m)


MOST = {"written": 9, "plans": 9, "judged": 9, "questions": 9, "alqac": 9, "titles": 2}


def test_lessons_hold_no_question_that_is_judged(corpus: tuple[Material, lessons.Corpus]) -> None:
    made = lessons.lessons(*corpus, MOST)
    assert {x.question for x in made["written"]} == {"Ai thẩm định hồ sơ?", "Khi nào bị thu hồi giấy phép?"}
    assert [x.question for x in made["questions"]] == ["Câu hỏi số 3 về hồ sơ và thẩm định?"]
    assert len(made["titles"]) == 2
    m, known = corpus
    for x in [*made["written"], *made["questions"], *made["judged"]]:
        assert all(known.articles[row] is m.articles[row] for row in x.right)
    assert known.articles[known.places["2023_2025"]][0].number == "l"


def test_lessons_of_papers_and_of_judged_answers_know_their_passages(corpus: tuple[Material, lessons.Corpus]) -> None:
    made = lessons.lessons(*corpus, MOST)
    _, known = corpus
    (asked,) = made["plans"]
    assert asked.question == "Tỉnh có nói cho dân biết không?", "a place that no passage begins at is left out"
    right = known.articles[asked.right[0]]
    assert "Tổ chức truyền thông" in right.text and "MỤC TIÊU" in right.title
    (judged,) = made["judged"]
    assert [known.articles[row].id for row in judged.right] == ["1.1.3", "1.1.5"]


def test_what_is_kept_apart_is_always_the_same_one_in_so_many() -> None:
    names = [f"paper {i}" for i in range(2000)]
    assert 50 < sum(lessons.apart(name) for name in names) < 150
    assert [name for name in names if lessons.apart(name)] == [name for name in names if lessons.apart(name)]


def test_a_bare_syllable_begins_as_the_mean_of_what_it_may_stand_for() -> None:
    found = forms(["thời hạn thời hạn thỏi han", "Xe xe"] * 10)
    assert found == {"han": {"hạn": 20, "han": 10}, "thoi": {"thời": 20, "thỏi": 10}}, "xe is written as it looks"
    own = first_vectors({"a": Counter({"thời": 3}), "b": Counter({"thỏi": 1}), "c": Counter({"thời": 3, "thỏi": 1})})
    assert np.allclose(own["c"], 0.75 * own["a"] + 0.25 * own["b"], atol=1e-6)


@pytest.mark.slow
def test_questions_learn_and_what_ships_says_what_was_learnt(
    corpus: tuple[Material, lessons.Corpus], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tomllib

    from search.training.question import RECIPE, learn

    monkeypatch.setattr("search.training.syllables.OFTEN", 2)
    m, known = corpus
    vectors = tmp_path / "vectors.npy"
    lessons.encode_passages(known, vectors)
    made = np.load(vectors)
    lessons.encode_passages(known, vectors)
    assert (np.load(vectors) == made).all(), "what is there is not made again"
    recipe = tomllib.loads(RECIPE.read_text("utf-8"))
    recipe["training"] |= {"batch": 4, "steps": 12, "until": 12, "warmup": 1}
    learn(m, made, tmp_path / "learnt", recipe)
    asked = {x.question: x.right[0] for x in lessons.lessons(m, known, MOST)["written"]}
    base, learnt = (ShippedEncoder(tmp_path, learnt=folder) for folder in (None, tmp_path / "learnt"))
    right = list(asked.values())
    assert _share(learnt.queries(list(asked)), made, right) > _share(base.queries(list(asked)), made, right)
    assert sum(p.stat().st_size for p in (tmp_path / "learnt").iterdir()) < 1_000_000
    near = [(e.queries(["thẩm định hồ sơ"]) @ e.queries(["tham dinh ho so"]).T).item() for e in (base, learnt)]
    assert near[1] > near[0]


def _share(questions: np.ndarray, known: np.ndarray, right: list[int]) -> float:
    """The mean probability of the right passage among all, as the lesson counts it."""
    weights = np.exp(questions @ known.T.astype(np.float32) / 0.02)
    return float(np.mean([row[r] / row.sum() for row, r in zip(weights, right, strict=True)]))
