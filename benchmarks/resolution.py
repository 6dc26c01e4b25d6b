"""Of what is said to be resolved, how much is right? Judged by reading: ``benchmarks/gold/resolution.jsonl``.

Two samples of 200 mentions, drawn by chance from 300 documents of provinces and central bodies among those that the resolver
gave a work by number, name or programme. The first was read to find faults (194 of 200 right at the time), the second, drawn after
they were mended, was read once (198 of 200). ``work`` is what the mention means; null where no work can be named from the text.

    python -m benchmarks.resolution [--documents N]
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpus.extract import extract
from corpus.read import read_bytes
from corpus.structure import parse
from graph.evidence import NoEvidence
from graph.reading import read
from graph.resolve import Resolution, resolve

HERE = Path(__file__).resolve().parent
SHARED = next((p / "shared" for p in HERE.parents if (p / "shared" / "data").is_dir()), None)
OPEN = ("programme/name", "name/unknown", "number/year-unknown", "number/issuer-unknown")
"""Rules that name a work by what is printed only: not said to be resolved."""
FILES = ("tvpl_local_2025/docs.jsonl.gz", "vbpl_central/vbpl_vi.jsonl.gz")


def texts(wanted: set[str], shared: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of the documents that were judged."""
    for name in FILES:
        with gzip.open(shared / "data" / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["id"] in wanted:
                    yield record["id"], record["text"]


def resolved(text: str, name: str) -> dict[int, Resolution]:
    """Offset of each citation -> its resolution, from the document alone."""
    document = parse(read_bytes(text.encode(), name))
    facts = extract(document)
    found = resolve(read(document, facts), NoEvidence())
    return {c.start: r for c, r in zip(facts.citations, found, strict=True)}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--documents", type=int, default=40, help="how many documents to read (the extractors take about a second each)")
    limit = options.parse_args().documents
    if SHARED is None:
        print("the corpora that were judged are absent: nothing to measure")
        return
    judged: dict[str, dict[int, str | None]] = defaultdict(dict)
    for line in (HERE / "gold" / "resolution.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        judged[row["document"]][row["start"]] = row["work"]
    chosen = set(sorted(judged, key=lambda d: (-len(judged[d]), d))[:limit])
    tally: Counter[str] = Counter()
    for document, text in texts(chosen, SHARED):
        found = resolved(text, f"{document}.txt")
        for start, work in judged[document].items():
            r = found.get(start)
            is_open = r is not None and (r.work is None or r.rule in OPEN)
            verdict = "not read" if r is None else "left open" if is_open else "right" if r.work == work else "wrong"
            tally[verdict] += 1
            if verdict == "wrong" and r:
                print(f"{document} {start}: {r.work} ({r.rule}), judged {work}")
    said = tally["right"] + tally["wrong"]
    print(f"{dict(tally)}; right of what is said to be resolved: {tally['right'] / said if said else 0:.4f} of {said}")


if __name__ == "__main__":
    main()
