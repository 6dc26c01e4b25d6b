"""What is read in documents against annotations made by reading: python -m benchmarks.extraction [--errors] [--record] [--shared FOLDER]

Sets: the five plans (gold), and the development sets of benchmarks/gold. Scored by the gold annotations' own script. Every figure is
compared with the last recorded one (benchmarks/results/extraction.json): gains and losses are listed, and a loss ends with exit code 1.
``--record`` writes the figures of this run; ``--errors`` lists what was missed and what was invented.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.material import GOLD, ROOT, development, plans, shared_folder
from corpus.extract import extract
from corpus.model import Document, Facts, Source
from corpus.structure import parse

RESULTS = ROOT / "benchmarks" / "results" / "extraction.json"
KINDS = ("citations", "targets", "assignments", "deadlines")
# The bars of the issues. Figures of the five plans, and of the development documents for what unseen documents must reach.
BARS = {
    "plans": {
        "header": 1.0, "citations:numbered": 1.0, "citations:named": 0.98, "citations:programme": 0.93,
        "role": 0.95, "date": 0.97, "issuer": 0.97,
    },
    "citations_dev": {"citations:numbered": 0.97, "citations:named": 0.93, "role": 0.90},
}  # fmt: skip
TOLERANCE = 1e-9


def scorer(shared: Path) -> ModuleType:
    """The gold annotations' own scoring script."""
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{shared}/gold/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name: str, text: str) -> tuple[Document, Facts]:
    """Header, structure and facts of one text."""
    document = parse(Source(name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest()))
    return document, extract(document)


def predicted(document: Document, facts: Facts) -> dict[str, Any]:
    """Facts in the schema of the gold annotations."""
    record: dict[str, Any] = {kind: [dataclasses.asdict(f) for f in getattr(facts, kind)] for kind in KINDS}
    for deadline in record["deadlines"]:
        deadline["from"] = deadline.pop("from_")
    return {**record, "header": dataclasses.asdict(document.header)}


def figures(score: ModuleType, documents: Iterable[tuple[str, str, dict[str, Any]]], *, show: bool) -> dict[str, float]:
    """F1 per kind and accuracy of each attribute of the citations, over one set."""
    with tempfile.TemporaryDirectory() as folder:
        gold_folder, out = Path(folder, "gold"), Path(folder, "out")
        gold_folder.mkdir()
        out.mkdir()
        for name, text, gold in documents:
            facts = predicted(*read(name, text))
            gold = dict.fromkeys(KINDS) | gold
            (gold_folder / f"{name}.json").write_text(json.dumps(gold), "utf-8")
            (out / f"{name}.json").write_text(json.dumps(facts), "utf-8")
        return _scores(score, out, gold_folder, show=show)


def _scores(score: ModuleType, out: Path, gold_folder: Path, *, show: bool) -> dict[str, float]:
    attributes = {name: [0, 0] for name in ("role", "date", "issuer", "type", "pinpoint")}
    totals = {k: [0, 0, 0] for k in (*KINDS, *(f"citations:{k}" for k in score.KINDS))}
    header = [0, 0]
    for file in sorted(gold_folder.glob("*.json")):
        gold, got = (json.loads((folder / file.name).read_text("utf-8")) for folder in (gold_folder, out))
        until = gold.get("annotated_until") or float("inf")
        for field in score.HEADER if gold.get("header") else ():
            norm = score.number_key if field == "number" else score.fold
            right = norm(gold["header"].get(field)) == norm(got["header"].get(field))
            header = [header[0] + right, header[1] + 1]
            if show and not right:
                print(f"  {file.stem} header.{field}: want {gold['header'].get(field)!r}, read {got['header'].get(field)!r}")
        for kind in KINDS:
            if gold.get(kind) is None:
                continue
            found = [p for p in got[kind] if p["start"] < until]
            pairs, missed, invented = score.match(found, gold[kind], score.TESTS[kind])
            _count(totals, kind, pairs, found, gold[kind], score.KINDS)
            for name, seen in attributes.items() if kind == "citations" else ():
                same = score.ATTRIBUTES["citations"][name]
                seen[0] += sum(same(p.get(name)) == same(g.get(name)) for p, g in pairs)
                seen[1] += len(pairs)
            for what, records in (("missed", missed), ("invented", invented)) if show else ():
                for r in records:
                    print(f"  {file.stem} {kind} {what}: {r['start']} {' '.join(r['surface'].split())[:110]!r}")
    result = {"header": header[0] / header[1]} if header[1] else {}
    result |= {k: score.rates(*n)[2] for k, n in totals.items() if n[2]}
    return result | {k: right / seen for k, (right, seen) in attributes.items() if seen}


def _count(totals: dict[str, list[int]], kind: str, pairs: list[Any], found: list[Any], gold: list[Any], kinds: tuple[str, ...]) -> None:
    for i, n in enumerate((len(pairs), len(found), len(gold))):
        totals[kind][i] += n
    for k in kinds if kind == "citations" else ():
        of_kind = (sum(g["kind"] == k for _, g in pairs), sum(p["kind"] == k for p in found), sum(g["kind"] == k for g in gold))
        for i, n in enumerate(of_kind):
            totals[f"citations:{k}"][i] += n


def compare(now: dict[str, dict[str, float]], before: dict[str, dict[str, float]]) -> list[str]:
    """Print each figure beside its bar and the recorded one; the names of those that fell."""
    lost = []
    print(f"{'set':14s} {'figure':22s} {'now':>7s} {'before':>7s} {'bar':>5s}")
    for part, values in now.items():
        for name, value in values.items():
            old, bar = before.get(part, {}).get(name), BARS.get(part, {}).get(name)
            change = "" if old is None or abs(value - old) < TOLERANCE else "gain" if value > old else "LOSS"
            below = "below the bar" if bar is not None and value + TOLERANCE < bar else ""
            was, want = ("" if x is None else f"{x:.{d}f}" for x, d in ((old, 4), (bar, 2)))
            print(f"{part:14s} {name:22s} {value:7.4f} {was:>7s} {want:>5s} {change} {below}".rstrip())
            lost += [f"{part} {name}"] if change == "LOSS" else []
    return lost


def main(arguments: list[str]) -> int:
    shared, show = shared_folder(arguments), "--errors" in arguments
    score = scorer(shared)
    now = {"plans": figures(score, plans(shared), show=show)}
    for part in ("citations_dev", "plans_dev", *sorted(p.name for p in GOLD.glob("plans_opened*"))):
        now[part] = figures(score, development(shared, part), show=show)
    before = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    lost = compare(now, before)
    if "--record" in arguments:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
    if lost:
        print(f"lost: {', '.join(lost)}")
    return 1 if lost and "--record" not in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
