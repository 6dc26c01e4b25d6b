"""A synthetic library of legal documents in the vocabulary of the product, for timing its ready questions.

Works stand on levels as they do in life: laws, resolutions of the Government, decisions of the Prime Minister, circulars, plans of
provinces, of districts and of communes. Each speaks of one subject; it cites works of its subject on the levels above it, a few of
any subject, and a plan cites its issuer's plan of the year before and those of the district and the province it belongs to. So a
chain from a commune runs through district, province, ministry, Prime Minister and Government to the laws, about ten steps deep.
Each plan has a graph of its own with citations, tasks and targets; what is said of works by themselves lies in the common graph.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

BASE = "http://127.0.0.1:8000/"
_SCHEME = "https://w3id.org/luocdo/scheme/"
_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "cito": "http://purl.org/spar/cito/",
    "vnp": "https://w3id.org/luocdo/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ROLES = ("based-on", "implements", "cites", "guides")
RULES = ("citation/number", "citation/named", "citation/table", "target/percent", "assignment/clause")
UNITS = ("percent", "people", "document")
_SENTENCE = "Thực hiện {0} về triển khai Chiến lược quốc gia về bình đẳng giới giai đoạn 2021 - 2030 trên địa bàn"
_TASK = "Chủ trì, phối hợp với các đơn vị liên quan triển khai nhiệm vụ {0} về bình đẳng giới và báo cáo kết quả trước ngày 15/11"


@dataclass(frozen=True, slots=True)
class Level:
    """A kind of document: its share of the library, how its number ends, how many bodies issue it, how many works it cites of which level.

    ``above`` is the level of plans whose issuers these issuers belong to, and whose plan of the subject they cite.
    """

    share: float
    suffix: str
    kind: str
    issuers: int
    cites: tuple[tuple[int, int], ...]
    above: tuple[int, ...] = ()
    held: bool = False


SUBJECTS = 12
LEVELS = (
    Level(0.02, "QH15", "Luật", 1, ((0, 1),)),
    Level(0.03, "NQ-CP", "Nghị quyết", 1, ((0, 2), (1, 1))),
    Level(0.08, "QĐ-TTg", "Quyết định", 1, ((0, 1), (1, 1), (2, 1))),
    Level(0.12, "TT-BNV", "Thông tư", 20, ((0, 1), (1, 1), (2, 2))),
    Level(0.25, "KH-UBND", "Kế hoạch", 63, ((0, 1), (1, 1), (2, 3)), (), True),
    Level(0.25, "KH-UBND", "Kế hoạch", 315, ((2, 1), (3, 1)), (4,), True),
    Level(0.25, "KH-UBND", "Kế hoạch", 1260, ((1, 1), (2, 1)), (4, 5), True),
)


@dataclass(frozen=True, slots=True)
class Library:
    """What was made: N-Quads lines come from :meth:`lines`; numbers and text ids are there to be asked about."""

    documents: int

    def number(self, level: int, i: int) -> str:
        return f"{i}/{LEVELS[level].suffix}" if level < 5 else f"{level}{i}/{LEVELS[level].suffix}"

    def text_id(self, level: int, i: int) -> str:
        return f"{level}{i:015x}"

    def size(self, level: int) -> int:
        return max(2, round(self.documents * LEVELS[level].share))

    def lines(self) -> Iterator[str]:
        r = random.Random(7)
        common = f"<{BASE}g/chung>"
        yield from self._names(common)
        for level, kind in enumerate(LEVELS):
            for i in range(self.size(level)):
                yield from self._work(level, i, kind, common)
                yield from self._text(level, i, self._sources(r, level, i), r)

    def _names(self, graph: str) -> Iterator[str]:
        for role in ROLES:
            yield _quad(f"<{_SCHEME}role/{role}>", "skos:inScheme", f"<{_SCHEME}role>", graph)
            yield _quad(f"<{_SCHEME}role/{role}>", "skos:prefLabel", _vi(f"vai trò {role}"), graph)
            yield _quad(f"<{_SCHEME}role/{role}>", "skos:prefLabel", f'"role {role}"@en', graph)
        for level, kind in enumerate(LEVELS):
            for a in range(kind.issuers):
                yield from _named(_agency(level, a), "vnp:Agency", f"Cơ quan {level}.{a}", graph)
        for i in range(500):
            yield from _named(_indicator(i), "vnp:Indicator", f"Tỷ lệ cơ quan có lãnh đạo chủ chốt là nữ, nhóm {i}", graph)

    def _work(self, level: int, i: int, kind: Level, graph: str) -> Iterator[str]:
        work, number = _work(level, i), self.number(level, i)
        yield _quad(work, "rdf:type", _term("vnp:Document"), graph)
        yield _quad(work, "rdfs:label", _vi(f"{kind.kind} {number}"), graph)
        yield _quad(work, "dct:title", _vi(f"Về việc triển khai công tác bình đẳng giới, đợt {i}"), graph)
        yield _quad(work, "eli:id_local", f'"{number}"', graph)
        yield _quad(
            work, "eli:date_document", f'"{2015 + i // 250 % 10}-{1 + i // 21 % 12:02}-{1 + i % 28:02}"^^{_term("xsd:date")}', graph
        )
        yield _quad(work, "vnp:issuedBy", _agency(level, i % kind.issuers), graph)

    def _sources(self, r: random.Random, level: int, i: int) -> list[tuple[int, int]]:
        """What the ``i``-th work of a level cites: see the module. Few works are cited by many, as in life."""
        found = [(of, j) for of, n in LEVELS[level].cites for _ in range(n) if (j := self._some(r, of, i, of == level)) is not None]
        issuers = LEVELS[level].issuers
        if issuers > 20:
            found += [(of, j) for of in LEVELS[level].above if (j := self._plan_of(of, i % LEVELS[of].issuers, i // issuers)) is not None]
            found += [(level, i - issuers)] if i >= issuers else []
        return list(dict.fromkeys(found))

    def _some(self, r: random.Random, level: int, i: int, earlier: bool) -> int | None:
        """A work of a level, of the subject of work ``i`` in four cases of five; before ``i`` itself where ``earlier``."""
        most = i if earlier else self.size(level)
        if most <= SUBJECTS:
            return r.randrange(most) if most else None
        j = int(most * r.random() ** 2)
        return (j - j % SUBJECTS + i % SUBJECTS) % most if r.random() < 0.8 else j

    def _plan_of(self, level: int, issuer: int, turn: int) -> int | None:
        """The plan that an issuer made in a turn, or the last one before."""
        n = LEVELS[level].issuers
        turns = -(-(self.size(level) - issuer) // n)
        return issuer + n * min(turn, turns - 1) if turns > 0 else None

    def _text(self, level: int, i: int, sources: list[tuple[int, int]], r: random.Random) -> Iterator[str]:
        """What the text of a work says; of a work that counts as not held, its citations only, so that chains reach the laws."""
        key = self.text_id(level, i)
        work, text, graph = _work(level, i), f"<{BASE}ban/{key}>", f"<{BASE}g/{key}>"
        for source in sources:
            yield _quad(work, "eli:cites", _work(*source), graph)
        for source in sources[:2]:
            yield _quad(work, "eli:based_on", _work(*source), graph)
        for k, source in enumerate(sources):
            yield from self._mention(f"<{BASE}ban/{key}/trich/{k}>", k, text, work, source, graph)
        if not LEVELS[level].held:
            return
        yield _quad(text, "dct:identifier", f'"{key}"', graph)
        yield _quad(text, "eli:realizes", work, graph)
        yield _quad(work, "eli:is_realized_by", text, graph)
        yield _quad(text, "rdfs:label", _vi(f"{key}.txt"), graph)
        for k in range(4):
            yield from self._task(f"{BASE}ban/{key}/giao/{k}", text, int(378 * r.random() ** 2), k, graph)
        for k in range(2):
            yield from self._target(f"<{BASE}ban/{key}/chi-tieu/{k}>", text, int(500 * r.random() ** 2), r, graph)

    def _mention(self, iri: str, k: int, text: str, work: str, source: tuple[int, int], graph: str) -> Iterator[str]:
        status = "held" if LEVELS[source[0]].held else "not-held"
        yield _quad(iri, "cito:hasCitingEntity", work, graph)
        yield _quad(iri, "cito:hasCitedEntity", _work(*source), graph)
        yield _quad(iri, "vnp:role", f"<{_SCHEME}role/{ROLES[k % len(ROLES)]}>", graph)
        yield _quad(iri, "vnp:resolutionStatus", f"<{_SCHEME}resolution-status/{status}>", graph)
        yield _quad(iri, "vnp:rule", f'"{RULES[k % 3]}"', graph)
        yield _quad(iri, "vnp:inText", text, graph)
        yield _quad(iri, "vnp:citingSentence", _vi(_SENTENCE.format(self.number(*source))), graph)

    def _task(self, iri: str, text: str, agency: int, k: int, graph: str) -> Iterator[str]:
        role = "lead" if k % 2 == 0 else "support"
        yield _quad(f"<{iri}>", "vnp:task", f"<{iri}/viec>", graph)
        yield _quad(f"<{iri}>", "vnp:agency", _agency(4, agency) if agency < 63 else _agency(5, (agency - 63) % 315), graph)
        yield _quad(f"<{iri}>", "vnp:role", f"<{_SCHEME}agency-role/{role}>", graph)
        yield _quad(f"<{iri}>", "vnp:rule", f'"{RULES[4]}"', graph)
        yield _quad(f"<{iri}>", "vnp:inText", text, graph)
        yield _quad(f"<{iri}/viec>", "vnp:taskText", _vi(_TASK.format(k)), graph)

    def _target(self, iri: str, text: str, indicator: int, r: random.Random, graph: str) -> Iterator[str]:
        yield _quad(iri, "vnp:indicator", _indicator(indicator), graph)
        yield _quad(iri, "vnp:inText", text, graph)
        yield _quad(iri, "vnp:rule", f'"{RULES[3]}"', graph)
        yield _quad(iri, "vnp:value", f'"{r.randrange(10, 100)}"^^{_term("xsd:decimal")}', graph)
        yield _quad(iri, "vnp:dueYear", f'"{r.choice((2025, 2030))}"^^{_term("xsd:gYear")}', graph)


def _term(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{_PREFIXES[prefix]}{local}>"


def _quad(subject: str, predicate: str, value: str, graph: str) -> str:
    return f"{subject} {_term(predicate)} {value} {graph} .\n"


def _vi(text: str) -> str:
    return f'"{text}"@vi'


def _named(iri: str, kind: str, name: str, graph: str) -> Iterator[str]:
    yield _quad(iri, "rdf:type", _term(kind), graph)
    yield _quad(iri, "skos:prefLabel", _vi(name), graph)
    yield _quad(iri, "rdfs:label", _vi(name), graph)


def _work(level: int, i: int) -> str:
    return f"<{BASE}vb/{level}/{i}>"


def _agency(level: int, a: int) -> str:
    return f"<{BASE}co-quan/{level}-{a}>"


def _indicator(i: int) -> str:
    return f"<{BASE}chi-so/{i}>"
