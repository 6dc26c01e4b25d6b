"""The codification's own notes name 3,620 source documents: how many are read to the right type, number, date and issuer.

``python -m benchmarks.source_references [--sample N] [--write]``; ``--write`` lists every difference with its reason in
``benchmarks/results/source_references.tsv``. Labels are the fields that came with the notes (``src_*``), an outside
parse: where they disagree with what was read, the note is shown. A source is asked by a note that prints its date, where one does.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from corpus.extract import extract
from corpus.model import Citation, Document, Header, Source
from corpus.text import fold, nfc

SHARED = next(p for p in (Path("../shared"), Path("../../shared")) if p.is_dir())


def references() -> list[tuple[str, dict[str, str]]]:
    """One note for each source document, with its labels."""
    seen: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}
    with gzip.open(SHARED / "data" / "phapdien" / "phapdien_articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            r = json.loads(line)
            if r.get("src_num") and r.get("src_date"):
                key = (r["src_num"], r["src_date"])
                if key not in seen or (r["src_date"] not in seen[key][0] and r["src_date"] in r["source"]):
                    seen[key] = (nfc(r["source"]), r)
    return list(seen.values())


def read(note: str) -> list[Citation]:
    return list(extract(Document(source=Source(name="note", text=note, sha256=""), header=Header())).citations)


def right(c: Citation, label: dict[str, str]) -> dict[str, bool]:
    day, month, year = label["src_date"].split("/")
    return {
        "number": _joined(c.number) == _joined(nfc(label["src_num"])),
        "type": fold(c.type or "") == fold(nfc(label["src_type"] or "")),
        "date": c.date == f"{year}-{month:0>2}-{day:0>2}",
        "issuer": _issuer(c.issuer) == _issuer(nfc(label.get("src_issuer") or "")),
    }


def printed(c: Citation, note: str) -> bool:
    """Whether the note's own words are those that were read: its number at the start, its date and body at the end.

    Then a label that says otherwise is wrong (it took the first date of the title, or cut the number at a blank).
    """
    year, month, day = (*(c.date or "").split("-"), "", "")[:3]
    ending = {f"ngày {d}/{m}/{year} của {c.issuer}, có hiệu lực" for d in (day, day.lstrip("0")) for m in (month, month.lstrip("0"))}
    start = _joined(note[:120])
    return any(e in note for e in ending) and _joined(f"{c.type} số {c.number}") in start


def _joined(number: str | None) -> str:
    """Without the blanks that some notes print inside a number, and without case."""
    return fold("".join((number or "").split()))


def _issuer(name: str | None) -> str:
    return " ".join(fold(name or "").split()).strip(" .,;")


def difference(note: str, label: dict[str, str], cited: list[Citation]) -> str:
    """A line of the list: the label, what was read instead, and why one of them is wrong."""
    best = max(cited, key=lambda c: sum(right(c, label).values()), default=None)
    if best is None:
        return "\t".join((label["src_num"], label["src_date"], "all", "", "", "MISSED: nothing was read"))
    said = {"number": label["src_num"], "type": label["src_type"], "date": label["src_date"], "issuer": label.get("src_issuer") or ""}
    got = {"number": best.number, "type": best.type, "date": best.date, "issuer": best.issuer}
    fields = [k for k, good in right(best, label).items() if not good]
    why = "; ".join(_why(k, note) for k in fields) if any(printed(c, note) for c in cited) else "MISSED"
    shown = ("; ".join(str(values[k])[:80] for k in fields) for values in (said, got))
    return "\t".join((label["src_num"], label["src_date"], ", ".join(fields), *shown, why))


def _why(field: str, note: str) -> str:
    if field == "date":
        return "the label is another date of the title" if note.count("ngày") > 1 else "the note prints the date that was read"
    if field == "number":
        return "the label cuts the number that the note prints"
    return f"the note prints the {field} that was read"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found = references()
    silent = [note for note, label in found if label["src_date"] not in note]
    print(f"{len(found)} sources with number and date; {len(silent)} notes print no date of signing and are not asked")
    found = [(note, label) for note, label in found if label["src_date"] in note]
    step = max(1, len(found) // arguments.sample) if arguments.sample else 1
    score: Counter[str] = Counter()
    shown, listed = 0, ["number\tdate\tfields\tlabel\tread\treason"]
    for note, label in found[::step]:
        score["notes"] += 1
        cited = read(note)
        best = max((right(c, label) for c in cited), key=lambda r: sum(r.values()), default={})
        score.update(k for k, good in best.items() if good)
        agreed = len(best) == 4 and all(best.values())
        wrong_label = not agreed and any(printed(c, note) for c in cited)
        score.update({"all": agreed, "label wrong": wrong_label, "all, wrong labels set right": agreed or wrong_label})
        if not agreed:
            listed.append(difference(note, label, cited))
        if not agreed and shown < 40:
            shown += 1
            print(
                "  ",
                "label wrong" if wrong_label else "MISSED",
                [k for k in ("number", "type", "date", "issuer") if not best.get(k)],
                note[:420],
            )
    if arguments.write:
        (Path(__file__).parent / "results" / "source_references.tsv").write_text("\n".join(listed) + "\n", "utf-8")
    for key in ("number", "type", "date", "issuer", "all", "label wrong", "all, wrong labels set right"):
        print(f"{key:27} {score[key]:5} of {score['notes']}  {score[key] / score['notes']:.4f}")


if __name__ == "__main__":
    main()
