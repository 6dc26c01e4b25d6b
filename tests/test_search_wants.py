"""What kind of answer a question wants, and which passages have it."""

from __future__ import annotations

import pytest

from search.marks import mark
from search.passages import Passage
from search.tokens import forms
from search.wants import Wants, wants


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("in bao nhiêu cuốn tài liệu", Wants(quantity=True)),
        ("mức phạt khi vượt đèn đỏ", Wants(quantity=True)),
        ("giám sát trong thời gian nào", Wants(time=True)),
        ("phải làm xong trước ngày 5", Wants(time=True)),
        ("mở cửa từ mấy giờ", Wants(quantity=True, time=True)),
        ("mức độ hài lòng của người dân", Wants()),
        ("ai chịu trách nhiệm", Wants()),
    ],
)
def test_what_a_question_wants(asked: str, wanted: Wants) -> None:
    assert wants(forms(asked)) == wanted


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Số lượng: 5.000 cuốn.", True),
        ("Chuyển đổi sang trạm 5G: 125 trạm.", True),
        ("Mức phạt là 10.000.000 đồng.", True),
        ("Thực hiện theo khoản 2 Điều 10 Nghị định số 105/2020/NĐ-CP.", False),
        ("Theo Quyết định số 373/QĐ-TTg.", False),
    ],
)
def test_which_passages_have_a_quantity(text: str, quantity: bool) -> None:
    passage = Passage(document="d", section=None, start=0, end=len(text), text=text, title="Kế hoạch")
    _, has_quantity, _, _ = mark(passage, forms(text), text)
    assert has_quantity is quantity
