"""A library of many short plans, made without reading: documents and their facts are built together, so that ten thousand
take a minute and not an hour. Words, numbers and bodies vary as in real plans; the same seed makes the same library."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from itertools import islice
from multiprocessing import Process
from pathlib import Path
from typing import Any

import numpy as np

from corpus.model import (
    AgencyMention,
    Assignment,
    Citation,
    Deadline,
    Document,
    Facts,
    Header,
    Responsibility,
    Section,
    Source,
    Target,
)
from corpus.record import pack
from corpus.settings import Settings
from search.encode import Vectors
from web.house import House

_PLACES = """An Giang|Bắc Giang|Bắc Kạn|Bến Tre|Bình Định|Cà Mau|Cao Bằng|Đắk Lắk|Điện Biên|Đồng Nai|Gia Lai|Hà Giang|Hà Nam|Hà Tĩnh
Hải Dương|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Long An|Nam Định|Nghệ An|Ninh Bình|Phú Thọ
Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thanh Hóa|Tiền Giang|Trà Vinh|Tuyên Quang
Vĩnh Long|Yên Bái"""
PLACES = tuple(_PLACES.replace("\n", "|").split("|"))
BODIES = ("Sở Y tế", "Sở Tài chính", "Sở Nội vụ", "Sở Tư pháp", "Sở Giáo dục và Đào tạo", "Sở Xây dựng", "Công an", "Hội Liên hiệp Phụ nữ")
TOPICS = (
    "bình đẳng giới", "phòng, chống bạo lực gia đình", "giảm nghèo bền vững", "chuyển đổi số", "an toàn thực phẩm", "cải cách hành chính",
    "bảo vệ môi trường", "phát triển kinh tế tập thể", "xây dựng nông thôn mới", "chăm sóc người cao tuổi", "phòng, chống thiên tai",
)  # fmt: skip
_WORDS = """cơ sở|dịch vụ|người dân|hỗ trợ|đào tạo|nguồn lực|đầu tư|kiểm tra|giám sát|tuyên truyền|tổ chức|phối hợp|quy định|hồ sơ
chất lượng|cộng đồng|trẻ em|phụ nữ|hộ nghèo|công chức|doanh nghiệp|thủ tục|kinh phí|mạng lưới|tư vấn|khám bệnh|học nghề|an sinh|vùng cao"""
WORDS = _WORDS.replace("\n", "|").split("|")
LAWS = 400
"""Central documents that plans rest on; none of them is held."""
BATCH = 1000


class Writing:
    """A text that grows, and the places written in it."""

    def __init__(self) -> None:
        self.text = ""

    def put(self, words: str) -> dict[str, Any]:
        """Append; returns the place, as facts want it."""
        start = len(self.text)
        self.text += words
        return {"start": start, "end": len(self.text), "surface": words}


def plans(count: int) -> Iterator[tuple[Document, Facts]]:
    """The same ``count`` plans each time."""
    for i in range(count):
        yield _plan(i, random.Random(i))


def _plan(i: int, r: random.Random) -> tuple[Document, Facts]:
    place, topic, year = PLACES[i % len(PLACES)], r.choice(TOPICS), 2008 + i % 17
    number, issuer = f"{i + 1}/KH-UBND", f"Ủy ban nhân dân tỉnh {place}"
    title = f"Triển khai công tác {topic} tỉnh {place} năm {year}"
    w, sections = Writing(), []
    w.put(f"{issuer.upper()}\nSố: {number}\nKẾ HOẠCH\n{title}\n")
    cited = _citations(w, i, r)
    facts: dict[str, list[Any]] = {"agencies": [], "assignments": [], "targets": [], "responsibilities": [], "deadlines": []}
    for n, heading in enumerate(("MỤC TIÊU", "NHIỆM VỤ", "TỔ CHỨC THỰC HIỆN"), 1):
        start = len(w.text)
        label = ("I", "II", "III")[n - 1]
        w.put(f"{label}. {heading}\n")
        inside = len(w.text)
        (_targets, _tasks, _deadlines)[n - 1](w, r, place, year, facts, label)
        sections.append(
            Section(id=label.lower(), kind="roman", label=f"{label}.", number=str(n), heading=heading, start=start, end=len(w.text),
                    text_start=inside, level=1, parent=None)
        )  # fmt: skip
    source = Source(name=f"{i:05d}.txt", text=w.text, sha256=hashlib.sha256(w.text.encode()).hexdigest())
    header = Header(type="Kế hoạch", number=number, date=_date(i), place=place, issuer=issuer, title=title)
    return Document(source=source, header=header, sections=tuple(sections)), Facts(
        citations=tuple(cited), **{k: tuple(v) for k, v in facts.items()}
    )


def _citations(w: Writing, i: int, r: random.Random) -> list[Citation]:
    """A few central documents, oftener cited the smaller their number, and one earlier plan of the same province."""
    out = []
    for _ in range(2):
        k = int(LAWS * r.random() ** 3)
        number, date = f"{k + 1}/QĐ-TTg", f"{2005 + k % 15}-0{1 + k % 9}-{10 + k % 18}"
        w.put("Căn cứ ")
        spot = w.put(f"Quyết định số {number} ngày {date[8:]}/{date[5:7]}/{date[:4]} của Thủ tướng Chính phủ")
        out.append(
            Citation(**spot, kind="numbered", type="Quyết định", number=number, date=date, issuer="Thủ tướng Chính phủ", role="basis")
        )
        w.put(";\n")
    if i >= len(PLACES):
        earlier = i - len(PLACES) * r.randrange(1, 1 + min(20, i // len(PLACES)))
        issuer, number, date = f"Ủy ban nhân dân tỉnh {PLACES[i % len(PLACES)]}", f"{earlier + 1}/KH-UBND", _date(earlier)
        w.put("Thực hiện ")
        spot = w.put(f"Kế hoạch số {number} của {issuer}")
        out.append(Citation(**spot, kind="numbered", type="Kế hoạch", number=number, date=date, issuer=issuer, role="implements"))
        w.put(".\n")
    return out


def _date(i: int) -> str:
    return f"{2008 + i % 17}-{1 + i % 12:02d}-{1 + i % 28:02d}"


def _some(r: random.Random, n: int) -> str:
    return " ".join(r.choices(WORDS, k=n))


def _body(w: Writing, r: random.Random, place: str, facts: dict[str, list[Any]]) -> str:
    body = r.choice(BODIES)
    facts["agencies"].append(AgencyMention(**w.put(body), agency=f"{body} tỉnh {place}", place=place, kind="so", level="province"))
    return f"{body} tỉnh {place}"


def _targets(w: Writing, r: random.Random, place: str, year: int, facts: dict[str, list[Any]], section: str) -> None:
    indicator, value = f"Tỷ lệ {_some(r, 3)}", float(r.randrange(10, 100))
    spot = w.put(f"Chỉ tiêu 1: {indicator} đạt {value:.0f}% vào năm {year}")
    facts["targets"].append(
        Target(**spot, indicator=indicator, comparator=">=", value=value, unit="%", year=year, label="Chỉ tiêu 1", section=section.lower())
    )
    w.put(".\n")


def _tasks(w: Writing, r: random.Random, place: str, year: int, facts: dict[str, list[Any]], section: str) -> None:
    for n in range(2):
        start = len(w.text)
        body = _body(w, r, place, facts)
        task = _some(r, 12)
        w.put(f" {task}")
        said = w.text[start:]
        role = "support" if n else "lead"
        facts["assignments"].append(
            Assignment(start=start, end=len(w.text), surface=said, agency=body, body=body, role=role, task=task, section=section.lower())
        )
        w.put(".\n")


def _deadlines(w: Writing, r: random.Random, place: str, year: int, facts: dict[str, list[Any]], section: str) -> None:
    body, month = _body(w, r, place, facts), r.randrange(1, 13)
    spot = w.put(" chịu trách nhiệm chỉ tiêu 1")
    facts["responsibilities"].append(Responsibility(**spot, agency=body, role="lead", targets=(0,)))
    w.put("; báo cáo ")
    once, yearly = w.put(f"trước ngày 15/{month}/{year}"), w.put(", hằng năm trước ngày 30/11")
    facts["deadlines"] += [
        Deadline(**once, kind="by", date=f"{year}-{month:02d}-15", what="báo cáo", agency=body, section=section.lower()),
        Deadline(**yearly, kind="recurring", date="--11-30", what="báo cáo", agency=body, section=section.lower()),
    ]
    w.put(".\n")


class NoEncoder:
    """Vectors without a model: pages cost what they cost beside the model, whose own time is added from its benchmark."""

    identity, dimension = "none", 32

    def queries(self, texts: list[str]) -> Vectors:
        return self.passages(texts)

    def passages(self, texts: list[str]) -> Vectors:
        seeds = [int.from_bytes(hashlib.sha256(t.encode()).digest()[:4], "big") for t in texts]
        numbers = np.array([[(s * (2 * k + 1)) % 65_521 for k in range(self.dimension)] for s in seeds], np.float32) - 32_760
        vectors: Vectors = numbers / np.linalg.norm(numbers, axis=1, keepdims=True)
        return vectors

    def warm(self) -> None:
        pass


def house_of(home: Path) -> House:
    """The house over such a library, with a search that needs no model."""
    from search.engine import SearchEngine

    house = House(Settings(home=home))
    house.search = SearchEngine(house.settings, NoEncoder())  # type: ignore[arg-type]
    return house


def furnish(home: Path, count: int) -> None:
    """Fill the library up to ``count`` documents and bring graph and index up to it; goes on where it was cut off."""
    from search import sync as searching

    searching.BATCH = 40_000  # the model is what small batches are for
    house = house_of(home)
    made = islice(plans(count), len(house.library), None)
    while records := [(pack(d, f, None), d.source.name) for d, f in islice(made, BATCH)]:
        house.library.write(records, "synthetic")
    graph = Process(target=_sync_graph, args=(home,))
    graph.start()
    house.search.sync(house.library)
    graph.join()
    if graph.exitcode:
        raise SystemExit("the graph was not made")


def _sync_graph(home: Path) -> None:
    house = house_of(home)
    house.graph.sync(house.library)
