"""What people type is understood, said how, or refused; never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.typed_input import Parsed, parse_number, parse_partial_date, parse_quantity


def parse_amount(text: str) -> Parsed:
    return parse_quantity(text, "万元")


@pytest.mark.parametrize(
    "text,value",
    [
        ("5300", "5300"),
        ("3,200", "3200"),
        ("３，２００", "3200"),
        ("１２.５亿元", "125000"),
        ("1.2亿", "12000"),
        ("约1.25亿元", "12500"),
        ("12500万元", "12500"),
        ("3000万", "3000"),
        ("5 300", "5300"),
        ("50000000元", "5000"),
        ("2千万元", "2000"),
        ("0", "0"),
        ("0.50", "0.5"),
    ],
)
def test_amounts_are_in_ten_thousands(text, value):
    assert parse_amount(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["—", "/", "无", "", "  ", "——", "N/A", "暂无"])
def test_nothing_is_nothing(text):
    assert (parse_amount(text).value, parse_number(text).value, parse_partial_date(text).value) == (None, None, None)


@pytest.mark.parametrize("text", ["一些", "12美元", "1,2,3", "12,34", "5300吨", "1e9", "=1+1", "10%", "五千万"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match=text[:1].replace("=", "=")):
        parse_amount(text)


@pytest.mark.parametrize(
    "text,value",
    [
        ("2026-03-15", "2026-03-15"),
        ("2026/3/5", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("2025年3月", "2025-03"),
        ("2025年12月底", "2025-12"),
        ("二〇二五年十二月底", "2025-12"),
        ("二〇二六年三月二十一日", "2026-03-21"),
        ("2026年", "2026"),
        ("2026年底", "2026-12"),
        ("2026年2季度", "2026-Q2"),
        ("2026年第三季度", "2026-Q3"),
        ("2026Q3", "2026-Q3"),
        ("2026年上半年", "2026-06"),
        ("2026下半年", "2026-12"),
        ("2026-5-11 00:00:00", "2026-05-11"),
        ("20260511", "2026-05-11"),
        ("202610", "2026-10"),
        ("26年3月", "2026-03"),
        ("45717", "2025-03-01"),
        ("２０２６年３月", "2026-03"),
    ],
)
def test_dates_are_as_precise_as_they_were_typed(text, value):
    assert parse_partial_date(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "明年",
        "2026-13",
        "2026-02-30",
        "3月5日",
        "12345678",
        "2026年13月",
        "尽快",
        "20261",
        "2026-5-11 09:30",
        "2026Q5",
        "上半年",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        parse_partial_date(text)


def test_it_is_said_how_it_was_understood():
    assert (parse_amount("１２.５亿元").explanation, parse_amount("5300").explanation) == (
        "１２.５亿元 → 125000 万元",
        "",
    )


@given(st.text(max_size=20))
def test_any_text_is_understood_or_refused_with_a_sentence(text):
    for read in (parse_amount, parse_number, parse_partial_date):
        try:
            read(text)
        except ValueError as refusal:
            assert any("\u4e00" <= sign <= "\u9fff" for sign in str(refusal))


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_as_we_write_it_is_read_as_it_is(value):
    assert parse_amount(str(value)).value == value
    assert parse_amount(f"{value:,}").value == value
