"""Units in headings and cells: known, refused, or no unit at all; never taken for 万元."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.column_heading import heading_readings, unit_in
from hyzs.model.measurement_units import parse_unit, trailing_unit, without_trailing_zeros
from hyzs.model.typed_input import parse_quantity


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("亿", "10000"),
        ("万", "1"),
        ("百万元", "100"),
        ("千万元", "1000"),
        ("十亿元", "100000"),
        ("千元", "0.1"),
        ("元", "0.0001"),
        ("亿元人民币", "10000"),
        ("人民币亿元", "10000"),
        ("亿元（人民币）", "10000"),
        ("RMB万元", "1"),
        ("单位：亿元", "10000"),
        ("单位:万元", "1"),
        ("亿元/年", "10000"),
        ("亿元、亩", "10000"),
    ],
)
def test_a_unit_of_money_is_worth_so_many_wan(text, worth):
    assert str(without_trailing_zeros(parse_unit(text, "万元").factor)) == worth


@pytest.mark.parametrize(
    "text", ["万美元", "USD", "港币万元", "€", "亿元、万美元", "万W", "亿镑", "块", "k", "单位：个"]
)
def test_other_currencies_and_unknown_units_are_refused(text):
    with pytest.raises(ValueError, match=r"单位|外币"):
        parse_unit(text, "万元")


def test_two_units_are_none():
    with pytest.raises(ValueError, match="几个单位"):
        parse_unit("亿元、万元", "万元")


@pytest.mark.parametrize("text", ["含设备购置", "不含土地出让金", "含流动资金", "估算", "必填", "以合同为准"])
def test_notes_are_no_units(text):
    assert parse_unit(text, "万元") is None


@pytest.mark.parametrize(
    ("text", "own", "worth"),
    [
        ("亩", "亩", "1"),
        ("公顷", "亩", "15"),
        ("㎡", "亩", "0.0015"),
        ("平方米", "亩", "0.0015"),
        ("万人", "人", "10000"),
    ],
)
def test_other_quantities_have_units_too(text, own, worth):
    assert str(without_trailing_zeros(parse_unit(text, own).factor)) == worth


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("总投资(亿)", "亿元"),
        ("总投资/亿元", "亿元"),
        ("总投资：亿元", "亿元"),
        ("总投资 亿元", "亿元"),
        ("总投资亿元", "亿元"),
        ("总投资\n（单位：亿元）", "亿元"),
        ("总投资（含税）（万元）", "万元"),
        ("*总投资，百万元", "百万元"),
        ("签约 金额（亿元）", "亿元"),
    ],
)
def test_a_heading_names_its_unit_in_brackets_or_behind_a_sign(heading, unit):
    assert unit_in(heading, "万元").text == unit


@pytest.mark.parametrize("heading", ["总投资", "签约 金额", "项目 总投资", "总投资（含设备）", "达产 年产值"])
def test_a_heading_may_name_none(heading):
    assert unit_in(heading, "万元") is None


@pytest.mark.parametrize("heading", ["总投资（万美元）", "总投资/万美元", "总投资 万美元", "总投资（W）"])
def test_a_heading_in_another_currency_is_refused(heading):
    with pytest.raises(ValueError):
        unit_in(heading, "万元")


def test_the_unit_behind_words_is_found_without_a_sign():
    assert (trailing_unit("百万元", "万元").text, trailing_unit("单元", "万元")) == ("百万元", None)


def test_a_bare_number_is_in_the_unit_of_its_heading_and_one_with_a_unit_in_its_own():
    yi = parse_unit("亿元", "万元")

    assert [str(parse_quantity(text, "万元", yi).value) for text in ("1.2", "3000万元", "1.2亿元人民币")] == [
        "12000",
        "3000",
        "12000",
    ]


def test_a_heading_is_read_from_the_most_literal_on():
    assert [reading.label for reading in heading_readings("1.属地/园区（必填）")] == [
        "属地/园区(必填)",
        "属地/园区",
        "属地",
    ]


@given(st.text(max_size=12))
def test_any_heading_has_a_unit_or_none_or_is_refused_with_a_sentence(text):
    try:
        unit_in(text, "万元")
    except ValueError as refusal:
        assert "单位" in str(refusal) or "外币" in str(refusal)
