"""The same text as .txt, .docx and .pdf (one and two columns) gives the same facts: F1 between the formats, without offsets.

``python -m benchmarks.formats``: the five plans that ship, and where ``../shared`` lies the text of Nghị định 30/2020/NĐ-CP (its .docx).
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from corpus.extract import extract
from corpus.model import Facts, Header
from corpus.read import read_bytes
from corpus.structure import parse

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import making  # noqa: E402  # the makers of files live with the tests

Fact = tuple[object, ...]


def facts(content: bytes, name: str) -> Counter[Fact]:
    """Every fact with what identifies it, in words that do not depend on line breaks."""
    document = parse(read_bytes(content, name))
    found = extract(document)
    return Counter([*_header(document.header), *_body(found)])


def _header(h: Header) -> list[Fact]:
    fields = ("type", "number", "date", "place", "issuer", "title", "signer")
    return [("header", f, _words(getattr(h, f))) for f in fields if getattr(h, f)]


def _body(f: Facts) -> list[Fact]:
    out: list[Fact] = [("citation", c.kind, c.type, c.number, c.date, c.issuer, c.role, _words(c.surface)) for c in f.citations]
    out += [("target", t.value, t.unit, t.year, t.comparator, _words(t.surface)) for t in f.targets]
    out += [("assignment", a.agency, a.role, _words(a.task)) for a in f.assignments]
    out += [("deadline", d.kind, d.date, d.from_, d.to, d.recurrence) for d in f.deadlines]
    return out


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def f1(a: Counter[Fact], b: Counter[Fact]) -> float:
    both = sum((a & b).values())
    return 2 * both / max(sum(a.values()) + sum(b.values()), 1)


def variants(lines: list[str]) -> dict[str, bytes]:
    return {
        "docx": making.word(lines),
        "pdf, one column": making.pdf(lines),
        "pdf, two columns": making.pdf(lines, columns=2),
    }


def documents() -> dict[str, list[str]]:
    """Name -> lines of the text."""
    out = {
        p.name: [_words(x) for x in p.read_text("utf-8").splitlines() if x.strip()]
        for p in sorted((ROOT / "corpus/documents").glob("*.txt"))
    }
    for shared in (ROOT.parent / "shared", ROOT.parent.parent / "shared"):
        decree = shared / "data" / "nd30_van_thu" / "30_2020_ND_CP.docx"
        if decree.is_file():
            out[decree.name] = read_bytes(decree.read_bytes(), decree.name).text.splitlines()
    return out


def main() -> None:
    totals: dict[str, tuple[Counter[Fact], Counter[Fact]]] = {}
    for name, lines in documents().items():
        text = facts("\n".join(lines).encode(), name)
        for kind, content in variants(lines).items():
            other = facts(content, f"a.{kind[:4]}")
            a, b = totals.get(kind, (Counter(), Counter()))
            totals[kind] = (
                a + Counter({(name, *k): v for k, v in text.items()}),
                b + Counter({(name, *k): v for k, v in other.items()}),
            )
            print(f"{name:32} {kind:17} facts {sum(text.values()):4} / {sum(other.values()):4}  F1 {f1(text, other):.4f}")
            for fact in [*list((text - other).keys())[:3], *list((other - text).keys())[:3]]:
                print("      ", "-" if fact in text else "+", str(fact)[:150])
    for kind, (a, b) in totals.items():
        print(f"all: txt against {kind:17} F1 {f1(a, b):.4f}")
    sys.exit(min(f1(a, b) for a, b in totals.values()) < 0.98)


if __name__ == "__main__":
    main()
