"""Why a work is a candidate, in words: reason code -> (Vietnamese, English)."""

from __future__ import annotations

REASONS = {
    "same-document": (
        "Văn bản này dẫn đầy đủ nhiều văn bản cùng số hiệu hoặc cùng tên; đây là một trong số đó.",
        "The document cites in full several works of this number or name; this is one of them.",
    ),
    "same-number-held": (
        "Cùng số hiệu và có trong thư viện; lần dẫn không nêu đủ năm hoặc cơ quan ban hành.",
        "Same number, and held by the library; the citation leaves out year or issuer.",
    ),
    "same-number-cited": (
        "Cùng số hiệu, được văn bản khác dẫn đầy đủ; lần dẫn không nêu đủ năm hoặc cơ quan ban hành.",
        "Same number, cited in full by another document; the citation leaves out year or issuer.",
    ),
    "same-name": ("Cùng tên, không rõ lần nào.", "Same name; which one is not said."),
    "same-name-other-period": (
        "Cùng tên nhưng khác giai đoạn, hoặc lần dẫn không nêu giai đoạn.",
        "Same name of another period, or the citation gives no period.",
    ),
    "approved-by": ("Có văn bản nói rằng văn bản này phê duyệt chương trình.", "A document says that this work approved the programme."),
    "law-version-undated": (
        "Luật này có nhiều lần ban hành và văn bản dẫn không rõ ngày.",
        "There are several laws of this name and the citing document has no date.",
    ),
    "law-draft": (
        "«(sửa đổi)» không kèm năm: có thể là luật đang soạn thảo hoặc mới ban hành; đây là các luật cùng tên đã biết.",
        "“(sửa đổi)” without a year: a law in preparation or just passed may be meant; these are the known laws of the name.",
    ),
    "law-version-between": (
        "Ngày của văn bản dẫn ở giữa lúc luật mới được thông qua và lúc có hiệu lực, hoặc ngoài mọi khoảng hiệu lực.",
        "The citing document's date lies between the passing and the entry into force of the newer law, or outside every period.",
    ),
}


def explain(reason: str) -> tuple[str, str]:
    """The sentence for a reason code; raises ``KeyError`` for an unknown one."""
    return REASONS[reason]
