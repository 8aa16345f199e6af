"""Numbers are exact: single ones, sums in any order, in every format."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hyzs.model.answer import Answer
from hyzs.model.blocks import Chart, ChartSeries, Column, Table
from hyzs.model.decimals import convert_unit, decimal_of, is_double, number_text, precision_problem, total_of, wan_to_yi
from hyzs.render.context import RenderContext
from hyzs.render.formats import csv, xlsx
from hyzs.render.formats import json as as_json
from hyzs.render.layout.chart import layout_chart

#: What a record may hold: 15 digits, 6 of them decimals.
stored_decimals = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6)
)


def column_value(number):
    """The number as a column of the index holds it."""
    return int(number) if number == int(number) else float(number)


@given(st.lists(stored_decimals, max_size=40), st.randoms(use_true_random=False))
def test_a_sum_is_exact_in_any_order(numbers, random):
    mixed = [*map(column_value, numbers), None]
    random.shuffle(mixed)

    assert total_of(mixed) == sum(numbers)


def test_many_tenths_come_to_what_they_are():
    assert total_of([0.1] * 1200) == 120


@given(stored_decimals)
def test_a_double_stands_for_every_number_that_is_kept(number):
    assert precision_problem(f"{number:f}") == ""
    assert decimal_of(float(number)) == number
    assert is_double(number)


@given(st.decimals(-(10**22), 10**22, places=6))
def test_a_number_is_written_without_exponent_and_reads_as_itself(number):
    assert "E" not in number_text(number).upper()
    assert Decimal(number_text(number)) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0.1234567", "有 7 位小数，最多保留 6 位；先四舍五入再写"),
        ("123456789.123450", ""),
        ("00012.5", ""),
        ("999999999999999", ""),
        ("1000000000000000", "有 16 位数字，最多能准确记下 15 位"),
        ("999999999.999999", ""),
        ("9999999999.999999", "有 16 位数字，最多能准确记下 15 位"),
        ("1" * 5000, "有 5000 位数字，最多能准确记下 15 位"),
    ],
)
def test_a_number_that_cannot_be_kept_says_how_much_of_it_can(text, reason):
    assert precision_problem(text) == reason


@given(stored_decimals)
def test_ten_thousands_become_hundred_millions_exactly(number):
    assert wan_to_yi(column_value(number)) * 10000 == number


@pytest.mark.parametrize(("mu", "hectares"), [(15, "1"), (1, "0.066667"), (0.0015, "0.0001")])
def test_a_unit_without_an_exact_decimal_is_rounded(mu, hectares):
    assert convert_unit(mu, Decimal(15)) == Decimal(hectares)


def answer_of(numbers):
    rows = [{"total": number} for number in numbers]
    table = Table([Column("total", "总投资", "number", "万元")], rows, total={"total": total_of(numbers)})
    return Answer("report", rows=rows, summary={"total": total_of(numbers)}, blocks=[table])


@given(st.lists(stored_decimals.map(column_value), min_size=1, max_size=8))
def test_every_format_for_machines_writes_the_very_numbers(numbers):
    answer, look = answer_of(numbers), RenderContext()
    exact = [decimal_of(number) for number in numbers]

    document = json.loads(as_json.render(answer, look), parse_float=Decimal)
    lines = csv.render(answer, look).splitlines()[1:]
    assert [Decimal(row["total"]) for row in document["rows"]] == exact
    assert Decimal(document["summary"]["total"]) == sum(exact)
    assert [Decimal(line) for line in lines] == exact


@pytest.mark.parametrize("numbers", [[0.1] * 1200, [999999999.999999] * 30, [123456789.123456, 0.000001, 7]])
def test_a_workbook_holds_the_very_numbers_and_their_sum(numbers):
    [sheet] = load_workbook(BytesIO(xlsx.render(answer_of(numbers), RenderContext())))
    cells = {Decimal(str(cell.value)) for row in sheet.rows for cell in row if str(cell.value)[:1].isdecimal()}

    assert cells == {*map(decimal_of, numbers), total_of(numbers)}


def test_bars_of_a_chart_are_labelled_with_exact_sums():
    chart = Chart("stacked", "投资", ["甲"], [ChartSeries(str(n), [0.1]) for n in range(30)], "亿元")

    assert "3.00" in [shape.text for shape in layout_chart(chart, {}).shapes]
