"""Each mention ends as exactly one of resolved, ambiguous, not held or self, and never by a silent guess."""

from __future__ import annotations

import hashlib

import pytest

from corpus.model import Citation, Document, Facts, Header, Source
from graph.evidence import Known, NoEvidence, facts_for_others, known
from graph.reading import read
from graph.resolve import Resolution, resolve

LANG_SON = "Ủy ban nhân dân tỉnh Lạng Sơn"


class Library(NoEvidence):
    """Evidence of a few documents, or of none."""

    def __init__(self, *documents: tuple[Document, Facts]) -> None:
        self.rows = {row for d, f in documents for row in facts_for_others(read(d, f), ())}

    def held(self, work: str) -> bool:
        return ("held", work, "") in self.rows

    def numbered(self, number: str) -> list[Known]:
        return sorted(known(v) for k, key, v in self.rows if (k, key) == ("number", number))

    def programmes(self, name: str) -> list[tuple[str, str]]:
        return sorted((v.split("|")[0], v.split("|")[1]) for k, key, v in self.rows if (k, key) == ("programme", name))


def document(text: str, *citations: tuple[str, dict[str, str]], **header: str | None) -> tuple[Document, Facts]:
    """A text in which each surface is found in turn."""
    found, at = [], 0
    for surface, fields in citations:
        start = text.index(surface, at)
        at = start + len(surface)
        kind = fields.get("kind", "numbered")
        found.append(Citation(start=start, end=at, surface=surface, **{**fields, "kind": kind}))
    source = Source(name="x.txt", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    return Document(source=source, header=Header(**header)), Facts(citations=tuple(found))  # type: ignore[arg-type]


def resolved(pair: tuple[Document, Facts], evidence: Library | None = None) -> list[Resolution]:
    return list(resolve(read(*pair), evidence or Library()))


def one(surface: str, *, evidence: Library | None = None, header: dict[str, str | None] | None = None, **fields: str) -> Resolution:
    return resolved(document(f"Theo {surface}.", (surface, fields), **(header or {})), evidence)[0]


@pytest.mark.parametrize(
    ("number", "date", "issuer", "work"),
    [
        ("28/NQ-CP", "2021-03-03", "Chính phủ", "vb/chinh-phu/2021/28-nq-cp"),
        ("28/NQ-CP", "2021-03-03", None, "vb/chinh-phu/2021/28-nq-cp"),
        ("13/2022/QH15", None, None, "vb/quoc-hoi/2022/13-2022-qh15"),
        ("191/2009/TT-BTC", "2009-10-01", "Bộ Tài chính", "vb/bo-tai-chinh/2009/191-2009-tt-btc"),
        ("120/KH-UBND", "2021-05-26", LANG_SON, "vb/ubnd-tinh-lang-son/2021/120-kh-ubnd"),
        ("21-CT/TW", "2018-01-20", "Ban Bí thư", "vb/trung-uong-dang/2018/21-ct-tw"),
        ("21-CT/TW", "2018-01-20", None, "vb/trung-uong-dang/2018/21-ct-tw"),
        ("418/LĐTBXH-BĐG", "2022-02-23", None, "vb/bo-lao-dong-thuong-binh-va-xa-hoi/2022/418-ldtbxh-bdg"),
    ],
)
def test_a_full_mention_is_one_work(number: str, date: str | None, issuer: str | None, work: str) -> None:
    fields = {k: v for k, v in (("number", number), ("date", date), ("issuer", issuer)) if v}
    result = one(number, **fields)
    assert (result.status, result.work) == ("not-held", work)


def test_a_local_number_is_of_the_province_that_speaks_and_of_none_where_a_ward_speaks() -> None:
    province = one("48/KH-UBND", number="48/KH-UBND", date="2021-03-01", header={"issuer": LANG_SON, "date": "2022-03-23"})
    assert (province.work, province.rule) == ("vb/ubnd-tinh-lang-son/2021/48-kh-ubnd", "number/context-place")
    ward = one("48/KH-UBND", number="48/KH-UBND", date="2021-03-01", header={"issuer": "Ủy ban nhân dân phường Mỹ Thạnh"})
    assert ward.rule == "number/issuer-unknown"
    assert ward.work is not None and ward.work.startswith("vb/khong-ro/2021/48-kh-ubnd-")


def test_a_short_mention_takes_what_it_lacks_from_a_fuller_one_and_two_halves_complete_each_other() -> None:
    full, bare = "số 120/KH-UBND ngày 26/5/2021 của UBND tỉnh", "số 120/KH-UBND"
    dated, signed = "số 47/KH-UBND ngày 02/3/2022", "số 47/KH-UBND của UBND tỉnh"
    pair = document(
        f"Các Kế hoạch: {full}; {dated}. Tiếp tục {bare}, {signed}.",
        (full, {"number": "120/KH-UBND", "date": "2021-05-26", "issuer": LANG_SON}),
        (dated, {"number": "47/KH-UBND", "date": "2022-03-02"}),
        (bare, {"number": "120/KH-UBND"}),
        (signed, {"number": "47/KH-UBND", "issuer": LANG_SON}),
    )
    works = [r.work for r in resolved(pair)]
    assert works == ["vb/ubnd-tinh-lang-son/2021/120-kh-ubnd", "vb/ubnd-tinh-lang-son/2022/47-kh-ubnd"] * 2


def test_a_short_mention_between_two_fuller_ones_is_ambiguous_the_nearest_before_first() -> None:
    a, b, c = "28/NQ-CP ngày 1/1/2014", "28/NQ-CP ngày 3/3/2021", "Nghị quyết 28/NQ-CP"
    pair = document(
        f"{a}, {b}, {c}",
        (a, {"number": "28/NQ-CP", "date": "2014-01-01"}),
        (b, {"number": "28/NQ-CP", "date": "2021-03-03"}),
        (c, {"number": "28/NQ-CP"}),
    )
    result = resolved(pair)[2]
    assert result.status == "ambiguous" and result.work is None
    assert [x.work for x in result.candidates] == ["vb/chinh-phu/2021/28-nq-cp", "vb/chinh-phu/2014/28-nq-cp"]


def test_an_undated_mention_meets_the_only_candidate_of_the_library_unless_it_is_younger() -> None:
    other = document("28/NQ-CP ngày 3/3/2021", ("28/NQ-CP ngày 3/3/2021", {"number": "28/NQ-CP", "date": "2021-03-03"}))
    library = Library(other)
    assert one("28/NQ-CP", number="28/NQ-CP", evidence=library).work == "vb/chinh-phu/2021/28-nq-cp"
    early = one("28/NQ-CP", number="28/NQ-CP", evidence=library, header={"date": "2015-01-01", "issuer": LANG_SON})
    assert early.rule == "number/year-unknown"


def test_the_same_number_in_another_province_is_no_candidate() -> None:
    surface = "48/KH-UBND ngày 1/3/2021 của UBND tỉnh An Giang"
    library = Library(
        document(surface, (surface, {"number": "48/KH-UBND", "date": "2021-03-01", "issuer": "Ủy ban nhân dân tỉnh An Giang"}))
    )
    district = {"issuer": "Ủy ban nhân dân huyện Chi Lăng", "place": "Lạng Sơn", "date": "2022-01-01"}
    assert one("48/KH-UBND", number="48/KH-UBND", evidence=library, header=district).rule == "number/issuer-unknown"


def test_its_own_number_is_the_document_itself() -> None:
    own = {"type": "Kế hoạch", "number": "62/KH-UBND", "date": "2022-03-23", "issuer": LANG_SON}
    assert one("62/KH-UBND", number="62/KH-UBND", header=own).status == "self"


@pytest.mark.parametrize(
    ("name", "date", "work"),
    [
        ("Luật Phòng, chống bạo lực gia đình", "2015-05-05", "vb/quoc-hoi/2007/02-2007-qh12"),
        ("Luật Phòng, chống bạo lực gia đình", "2024-03-07", "vb/quoc-hoi/2022/13-2022-qh15"),
        ("Luật phòng chống bạo lực gia đình", "2024-03", "vb/quoc-hoi/2022/13-2022-qh15"),
        ("Luật Bình đẳng giới", "2016-04-05", "vb/quoc-hoi/2006/73-2006-qh11"),
        ("Bộ luật Lao động 2019", None, "vb/quoc-hoi/2019/45-2019-qh14"),
        ("Bộ luật Lao động (sửa đổi) năm 2019", "2024-03-07", "vb/quoc-hoi/2019/45-2019-qh14"),
    ],
)
def test_a_law_by_name_is_the_one_in_force_when_it_was_cited(name: str, date: str | None, work: str) -> None:
    assert one(name, kind="named", header={"date": date}).work == work


@pytest.mark.parametrize("date", [None, "2023-02-01", "2022-11"])
def test_a_law_between_passing_and_force_or_without_date_is_ambiguous(date: str | None) -> None:
    result = one("Luật Phòng, chống bạo lực gia đình", kind="named", header={"date": date})
    assert result.status == "ambiguous"
    assert {c.work for c in result.candidates} == {"vb/quoc-hoi/2007/02-2007-qh12", "vb/quoc-hoi/2022/13-2022-qh15"}


def test_a_law_by_name_is_the_one_that_the_document_numbers() -> None:
    full, name = "Luật Dữ liệu số 60/2024/QH15", "Luật Dữ liệu"
    pair = document(f"{full}. {name}", (full, {"number": "60/2024/QH15", "type": "Luật", "title": "Dữ liệu"}), (name, {"kind": "named"}))
    assert resolved(pair)[1].rule == "name/same-document"


def test_a_programme_is_the_decision_that_approved_it() -> None:
    decision, name = "Quyết định số 999/QĐ-TTg ngày 1/2/2021", "Chương trình Trồng một nghìn cây xanh giai đoạn 2021-2025"
    pair = document(
        f"{decision} của Thủ tướng Chính phủ phê duyệt {name}. Thực hiện {name}",
        (decision, {"number": "999/QĐ-TTg", "date": "2021-02-01", "type": "Quyết định"}),
        (name, {"kind": "programme"}),
        (name, {"kind": "programme"}),
    )
    assert [r.work for r in resolved(pair)] == ["vb/thu-tuong-chinh-phu/2021/999-qd-ttg"] * 3
    elsewhere = one(name, kind="programme", evidence=Library(pair))
    assert (elsewhere.work, elsewhere.rule) == ("vb/thu-tuong-chinh-phu/2021/999-qd-ttg", "programme/name-approved")
    short = one("Chương trình Trồng một nghìn cây xanh", kind="programme", evidence=Library(pair))
    assert short.work == "vb/thu-tuong-chinh-phu/2021/999-qd-ttg"


def test_a_plan_that_carries_a_programme_out_did_not_approve_it() -> None:
    plan, name = "Kế hoạch số 9/KH-UBND ngày 1/2/2021 của UBND tỉnh", "Chương trình Trồng một nghìn cây xanh giai đoạn 2021-2025"
    pair = document(
        f"{plan} thực hiện {name}",
        (plan, {"number": "9/KH-UBND", "date": "2021-02-01", "issuer": LANG_SON, "type": "Kế hoạch"}),
        (name, {"kind": "programme"}),
    )
    result = resolved(pair)[1]
    assert result.work == result.programme and result.work is not None and result.work.startswith("chuong-trinh/")


def test_a_programme_with_a_period_that_it_never_had_is_ambiguous() -> None:
    result = one("Chiến lược quốc gia về bình đẳng giới giai đoạn 2021-2025", kind="programme")
    assert result.status == "ambiguous"
    assert "vb/chinh-phu/2021/28-nq-cp" in [c.work for c in result.candidates]


@pytest.mark.parametrize(
    ("issuer", "key"),
    [
        ("Ủy ban nhân dân tỉnh", "ubnd-tinh-ha-tinh"),
        ("Ủy ban nhân dân tỉnh Hà Tĩnh", "ubnd-tinh-ha-tinh"),
        ("Ủy ban nhân dân tỉnh Bình Phước Thành", "ubnd-tinh-binh-phuoc"),
        ("Ủy ban nhân dân", "ubnd-tinh-ha-tinh"),
    ],
)
def test_an_issuer_without_its_place_takes_the_context_and_one_with_words_too_many_loses_them(issuer: str, key: str) -> None:
    header: dict[str, str | None] = {"issuer": "Ủy ban nhân dân tỉnh Hà Tĩnh", "date": "2025-12-02"}
    assert one("14/2022/QĐ-UBND", number="14/2022/QĐ-UBND", issuer=issuer, header=header).work == f"vb/{key}/2022/14-2022-qd-ubnd"


def test_a_law_in_preparation_and_a_generic_programme_are_not_taken_for_the_known_one() -> None:
    draft = one("Luật Bưu chính (sửa đổi)", kind="named", header={"date": "2025-09-26"})
    assert draft.status == "ambiguous" and draft.candidates[0].reason == "law-draft"
    name = "Chương trình mục tiêu quốc gia giai đoạn 2026-2035"
    library = Library(document(name, (name, {"kind": "programme"})))
    assert one("Chương trình mục tiêu quốc gia", kind="programme", evidence=library).work == "chuong-trinh/chuong-trinh-muc-tieu-quoc-gia"
