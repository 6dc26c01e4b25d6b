"""IRIs: one pure function per kind of thing, as paths under the configured base.

A *work* is keyed by the body in whose series it is numbered, its year and its số hiệu, never by the số hiệu alone: every
province has its own 120/KH-UBND every year. Paths are stored and compared; ``settings.base + path`` is the IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from corpus.identity import span as span
from corpus.identity import text as text
from corpus.symbol import LOOK_ALIKES
from corpus.text import fold, slug

UNKNOWN = "khong-ro"
"""Stands for an issuer or year that nothing tells."""

_YEAR_IN_NUMBER = re.compile(r"^\s*[\d.]+[A-Za-z]?\s*[/-]\s*((?:19|20)\d\d)\s*[/-]")
_LEADING = re.compile(r"^0*(\d+)")
_SERIES = (
    # The head of a body signs within the series of the body.
    (re.compile(r"^(?:pho-)?chu-tich-(?=(?:ubnd|hdnd|hoi-dong|uy-ban)-)"), ""),
    (re.compile(r"^(?:pho-)?thu-tuong(?:-chinh-phu)?$"), "thu-tuong-chinh-phu"),
    (re.compile(r"^(?:thu-truong|bo-truong)-(?=bo-)"), ""),
    (re.compile(r"^(?:pho-)?(?:giam-doc|cuc-truong|tong-cuc-truong|vu-truong|truong-ban)-(?=(?:so|cuc|tong-cuc|vu|ban)-)"), ""),
    (re.compile(r"^(?:pho-)?thong-doc-(?=ngan-hang)"), ""),
    (re.compile(r"^thuong-truc-(?=(?:hdnd|tinh-uy|thanh-uy|huyen-uy|quan-uy|thi-uy|dang-uy))"), ""),
    (re.compile(r"^ban-(?:thuong-vu|chap-hanh(?:-dang-bo)?)-(?=(?:tinh-uy|thanh-uy|huyen-uy|quan-uy|thi-uy|dang-uy))"), ""),
    # The Party's centre numbers the acts of its three organs in one series (21-CT/TW).
    (re.compile(r"^(?:ban-bi-thu|bo-chinh-tri|ban-chap-hanh-trung-uong|trung-uong-dang)(?:-.*)?$"), "trung-uong-dang"),
    (re.compile(r"^(ubnd|hdnd)-tp-"), r"\1-thanh-pho-"),
    (re.compile(r"^ngan-hang-nha-nuoc$"), "ngan-hang-nha-nuoc-viet-nam"),
)


@lru_cache(maxsize=1 << 12)
def number_key(number: str) -> str:
    """A số hiệu as a path segment: spaces, hyphen styles and look-alike letters out, two digits at least.

    >>> number_key("1790/QĐ-TTg"), number_key("6/NQ - CP"), number_key("196-TB/TW")
    ('1790-qd-ttg', '06-nq-cp', '196-tb-tw')
    """
    plain = unicodedata.normalize("NFC", number).translate(LOOK_ALIKES)
    plain = _LEADING.sub(lambda m: m[1].zfill(2), plain.strip())
    return slug(plain)


def year_in_number(number: str) -> str | None:
    """The year that stands inside a số hiệu: ``13/2022/QH15`` -> ``2022``."""
    m = _YEAR_IN_NUMBER.match(number)
    return m[1] if m else None


@lru_cache(maxsize=1 << 12)
def series(issuer: str) -> str:
    """The body in whose series a document of ``issuer`` is numbered, as a path segment.

    >>> series("Ủy ban nhân dân tỉnh Lạng Sơn"), series("Chủ tịch UBND tỉnh Lạng Sơn"), series("Ban Bí thư")
    ('ubnd-tinh-lang-son', 'ubnd-tinh-lang-son', 'trung-uong-dang')
    """
    key = slug(issuer, 120)
    key = key.replace("uy-ban-nhan-dan", "ubnd").replace("hoi-dong-nhan-dan", "hdnd")
    for pattern, by in _SERIES:
        key = pattern.sub(by, key)
    return key


def work(issuer: str | None, year: str | None, number: str) -> str:
    """Path of a numbered work; ``issuer`` and ``number`` are keys already."""
    return f"vb/{issuer or UNKNOWN}/{year or UNKNOWN}/{number}"


def scoped_work(issuer: str | None, year: str | None, number: str, document: str) -> str:
    """Path of a work whose issuer or year nothing tells: it is kept apart per citing document, so that two never meet by chance."""
    return f"{work(issuer, year, number)}-{document[:8]}"


def untitled_work(issuer: str | None, year: str | None, title: str, document: str) -> str:
    """Path of a held work without số hiệu: by its title and the first digits of its text's SHA-256."""
    return f"vb/{issuer or UNKNOWN}/{year or UNKNOWN}/{slug(title) or UNKNOWN}-{document[:8]}"


def named_work(issuer: str | None, year: str | None, name: str) -> str:
    """Path of a law known by its name only."""
    return f"vb/{issuer or UNKNOWN}/{year or UNKNOWN}/{slug(name)}-{short_hash(fold(name))}"


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def file(sha256: str) -> str:
    return f"tep/{sha256}"


def fact(document: str, kind: str, start: int, end: int, repeat: int = 0) -> str:
    """A mention or commitment: ``kind`` is ``trich``, ``co-quan``, ``chi-tieu``, ``giao`` ...; ``repeat`` tells those of one span apart."""
    return f"ban/{document}/{kind}/{start}-{end}" + (f"-{repeat}" if repeat else "")


def fact_place(iri: str) -> tuple[str, str, int, int]:
    """(the text, the kind, start, end) that the IRI or path of a mention or commitment names.

    >>> fact_place(fact("0f3a", "giao", 7, 19, 1))
    ('ban/0f3a', 'giao', 7, 19)
    """
    text, kind, span = iri.rsplit("/", 2)
    start, end, *_ = span.split("-")
    return text, kind, int(start), int(end)


def section(document: str, section_id: str) -> str:
    return f"ban/{document}/muc/{section_id}"


@lru_cache(maxsize=1 << 12)
def agency(name: str) -> str:
    key = slug(name, 120).replace("uy-ban-nhan-dan", "ubnd").replace("hoi-dong-nhan-dan", "hdnd")
    return f"co-quan/{key or UNKNOWN}"


def signer(issuer: str | None, name: str) -> str:
    """A signer is told apart within the issuing body only: two people of one name in two bodies stay two."""
    return f"nguoi-ky/{issuer or UNKNOWN}/{slug(name)}"


def change(name: str, day: str) -> str:
    """What became of the body ``name`` on ``day`` (org:ChangeEvent)."""
    return f"thay-doi/{slug(name, 120) or UNKNOWN}/{day}"


def place(name: str) -> str:
    return f"dia-ban/{slug(name)}"


def programme(key: str) -> str:
    return f"chuong-trinh/{key}"


@lru_cache(maxsize=1 << 12)
def indicator(name: str) -> str:
    return f"chi-so/{slug(name, 60)}-{short_hash(fold(name))}"


def run(document: str) -> str:
    """The run (prov:Activity) that read a document."""
    return f"luot-doc/{document}"


def graph(document: str) -> str:
    """The named graph of a document."""
    return f"g/{document}"


SHARED_GRAPH = "g/chung"
"""What documents say together of works that they cite, agencies and programmes."""
ONTOLOGY_GRAPH = "g/tu-vung"
RUNS_GRAPH = "g/luot-doc"
"""Times of the runs; left out where two stores are compared."""
STATE_GRAPH = "g/trang-thai"
CORRECTIONS_GRAPH = "g/dinh-chinh"
"""What people confirmed, corrected or rejected; written by curation, never by sync."""
