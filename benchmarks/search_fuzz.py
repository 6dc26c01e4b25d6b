"""Five thousand hostile questions: none may raise, none may take over a second.

    python -m benchmarks.search_fuzz [--count 5000]

Strings of every kind a box can receive: control characters, lone surrogates, 100 kB of one letter or of words, unbalanced
quotes, field names without values, patterns that blow up bad regular expressions, half a số hiệu, mixed scripts.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus.extract import extract
from corpus.library import Library
from corpus.read import read_source
from corpus.settings import Settings
from corpus.structure import parse
from search.engine import SearchEngine
from search.results import Query

ROOT = Path(__file__).resolve().parent.parent
WORDS = """
" “ - -" loại: cơ\u00a0quan: năm: năm:99999 trích\u00a0dẫn: nơi: cấp: 28/NQ-CP 1790/ /QĐ quyết đ Ð BĐG & ( (((( )* [ \\ { }} ^2 ~ * ?
AND OR NOT TO : đẵng bifnh the of 年 🏳️‍🌈 ﬁ .,; <script> '\u00a0OR\u00a01=1\u00a0-- %00 ${x}
"""
PIECES = (*WORDS.split(" "), "a" * 50, "0" * 40, "1/" * 30, "1-" * 30, "\x00", "\u200b", "\ud800", "\u0301", "\n", "\t", " ")


def strings(generator: random.Random) -> list[Callable[[], str]]:
    def mixed() -> str:
        return "".join(generator.choice(PIECES) for _ in range(generator.randrange(1, 30)))

    def any_character() -> str:
        ranges = (range(0x250), range(0x1E00, 0x1F00), range(0x110000))
        return "".join(chr(generator.choice(generator.choice(ranges))) for _ in range(60))

    def long() -> str:
        return (generator.choice(PIECES) + generator.choice(("", " "))) * (100_000 // 20)

    return [mixed] * 12 + [any_character] * 6 + [long]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    generator = random.Random(7)
    kinds = strings(generator)
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(home=options.home or Path(temporary))
        library = Library.open(settings.library_path)
        for path in sorted((ROOT / "corpus" / "documents").glob("*.txt")):
            document = parse(read_source(path)[0])
            library.add(document, extract(document))
        engine = SearchEngine(settings)
        engine.sync(library)
        engine.search(Query(text="làm nóng"))
        slowest, hardest, taken, raised = ("", 0.0), ("", 0.0), list[float](), 0
        for _ in range(options.count):
            text = generator.choice(kinds)()
            started, at_work = time.perf_counter(), time.process_time()
            try:
                engine.search(Query(text=text, limit=generator.choice((0, 1, 10, 200)), offset=generator.choice((0, 0, 50, 10**9))))
            except Exception as error:
                raised += 1
                print(f"RAISED {error!r} for {text[:80]!r}")
            taken.append(time.perf_counter() - started)
            slowest = max(slowest, (text[:80], taken[-1]), key=lambda x: x[1])
            hardest = max(hardest, (text[:80], time.process_time() - at_work), key=lambda x: x[1])
    taken.sort()
    middle, high = (taken[len(taken) * n // 100] * 1000 for n in (50, 99))
    print(f"{options.count} questions: {raised} raised; median {middle:.1f} ms, p99 {high:.0f} ms")
    print(f"most of the processor {hardest[1] * 1000:.0f} ms: {hardest[0]!r}")
    print(f"slowest {slowest[1] * 1000:.0f} ms: {slowest[0]!r}")
    sys.exit(bool(raised) or slowest[1] > 1)


if __name__ == "__main__":
    main()
