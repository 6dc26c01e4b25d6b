"""What is counted, filtered and shown of passages: the same whether it was written at once or joined from many small parts."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from search.columns import Columns, ColumnsWriter
from search.entry import Entry
from search.parts import Parts, PartWriter, join_small
from search.passages import Passage
from search.tokens import forms

WORDS = ("kế", "hoạch", "bình", "đẳng", "giới", "trồng", "rừng", "ven", "biển", "thuế", "đất", "đai")
COUNT = 400


def entry(number: int) -> Entry:
    rolls = random.Random(number)
    text = " ".join(rolls.choice(WORDS[: 3 + number % 10]) for _ in range(rolls.randint(3, 12)))
    title = f"Về {WORDS[number // 40 % len(WORDS)]} ở nơi {number // 40}"
    facets = {
        "type": ("Kế hoạch", "Quyết định")[number // 40 % 2 : number // 40 % 2 + 1],
        "year": (str(2018 + number // 40),),
        "cites": ("28/NQ-CP", "1790/QĐ-TTg")[: number // 40 % 3],
        "targets": ("true" if number % 3 == 0 else "false",),
    }
    passage = Passage(document=f"{number // 40:016x}", section=None, start=0, end=len(text), text=text, title=title)
    return Entry(
        id=number,
        passage=passage,
        file=f"{number}.txt",
        number=f"{number // 40 + 1}/KH",
        date=f"{2018 + number // 40}-01-02",
        facets=facets,
    )


ENTRIES = [entry(n) for n in range(COUNT)]
GONE = set(range(80, 120)) | {399}


def written(folder: Path, sizes: list[int]) -> tuple[Parts, Columns, list[str]]:
    """All entries, in parts of ``sizes``, joined as they come; those of GONE are deleted before the last."""
    folder.mkdir()
    living, names, at = np.ones(COUNT, bool), list[str](), 0
    for size in sizes:
        part, columns = PartWriter(), ColumnsWriter(folder)
        for e in ENTRIES[at : at + size]:
            part.add(e, forms(e.passage.text), frozenset(forms(e.passage.title)))
        columns.add(ENTRIES[at : at + size])
        columns.save()
        at += size
        if at == COUNT:
            living[[*GONE]] = False
        names = join_small(folder, [*names, part.write(folder)], living)
    return Parts(folder, names), Columns.load(folder), names


@pytest.fixture(params=[[COUNT], [40] * 10, [300, 60, 20, 10, 9, 1], [1] * 50 + [50] * 7])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Parts, Columns, list[str]]:
    return written(tmp_path / "index", request.param)


def having(word: str) -> set[int]:
    return {e.id for e in ENTRIES if word in forms(e.passage.text)}


def test_every_word_leads_to_its_passages(made: tuple[Parts, Columns, list[str]]) -> None:
    parts, _, _ = made
    for word in (*WORDS, "không có"):
        count = np.zeros(COUNT, np.uint8)
        parts.count([word], count)
        assert set(np.flatnonzero(count).tolist()) - GONE == having(word) - GONE
        assert len(having(word) - GONE) <= parts.frequency(word) <= len(having(word))
        weights = np.zeros(COUNT, np.float32)
        parts.weigh([(word, 0.5), (word, 0.25)], weights)
        assert set(weights[np.flatnonzero(count)].tolist()) <= {0.75}


def test_words_of_text_title_and_breadcrumb_are_found_for_given_passages(made: tuple[Parts, Columns, list[str]]) -> None:
    parts, _, _ = made
    ids = np.array([395, 3, 41, 250, 130])
    for asked in ({"trồng"}, {"kế", "ven", "chưa"}, {*WORDS, "về", "nơi"}):
        counts = parts.has(ids, asked).sum(axis=1).tolist()
        assert counts == [len(asked & {*forms(ENTRIES[i].passage.text), *forms(ENTRIES[i].passage.title)}) for i in ids]


def test_entries_come_back_as_they_were(made: tuple[Parts, Columns, list[str]]) -> None:
    parts, _, _ = made
    ids = [i for i in range(COUNT) if i not in GONE]
    assert list(parts.entries(ids).values()) == [ENTRIES[i] for i in ids]


def test_small_parts_are_joined(tmp_path: Path) -> None:
    _, _, names = written(tmp_path / "index", [1] * COUNT)
    assert len(names) < 8
    assert len(list((tmp_path / "index").glob("p-*.json"))) == len(names)


def test_facets_filters_and_orders(made: tuple[Parts, Columns, list[str]]) -> None:
    _, columns, _ = made
    found = np.isin(np.arange(COUNT), random.Random(3).sample(range(COUNT), 170))
    chosen = [e for e in ENTRIES if found[e.id]]
    for name, counts in columns.counts(found).items():
        assert counts == Counter(value for e in chosen for value in e.facets.get(name, ()))
        assert list(counts.values()) == sorted(counts.values(), reverse=True)
    assert set(np.flatnonzero(columns.having("year", ["2019-2021", "2024"])).tolist()) == {*range(40, 160), *range(240, 280)}
    cited = {e.id for e in ENTRIES if "28/NQ-CP" in e.facets["cites"]}
    assert set(np.flatnonzero(columns.having("cites", ["28/nq - cp"])).tolist()) == cited
    assert not columns.having("type", ["Luật"]).any()
    assert columns.in_order(found, "id", 5, 9) == [e.id for e in chosen][5:9]
    newest = sorted(chosen, key=lambda e: (-int((e.date or "")[:4]), e.id))
    assert columns.in_order(found, "newest", 0, 60) == [e.id for e in newest][:60]
    assert columns.in_order(found, "by_number", 0, 60) == [e.id for e in chosen][:60]
    assert columns.values_of("year", np.arange(COUNT) < 80) == ["2018", "2019"]
