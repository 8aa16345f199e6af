"""Worksheets and the sheets of paper that they print on."""

import io
import re

import pytest
from openpyxl import load_workbook

from hyzs.model.answer import Answer
from hyzs.model.blocks import Chart, ChartSeries, Column, Heading, Table, Text
from hyzs.render import render
from hyzs.render.xlsx_sections import SheetSize, worksheets
from support.office import convert, needs_office

SIZE = SheetSize(131, 550.0)
SHORT = [Column("name", "项目"), Column("text", "进展", wide=True)]


def table(name, rows, columns=SHORT):
    return [Heading(name, 2), Table(columns, [{"name": f"{name}{n}", "text": "好" * 20} for n in range(rows)])]


def report(*blocks, prose=True):
    return Answer("weekly", blocks=[block for part in blocks for block in part], title="周报", prose=prose)


def names(answer):
    return [sheet.name for sheet in worksheets(answer, SIZE)]


def book(answer):
    data = render(answer, "xlsx", store={})
    assert isinstance(data, bytes)
    return load_workbook(io.BytesIO(data))


def test_short_tables_of_a_text_to_be_read_share_a_worksheet():
    assert names(report(table("一", 3), table("二", 4), table("三", 5))) == ["一—三"]
    assert names(report(table("一", 3), table("二", 4), prose=False)) == ["一", "二"]


def test_a_table_longer_than_a_sheet_has_a_worksheet_whose_head_is_repeated():
    answer = report(table("一", 3), table("二", 90), table("三", 5))

    assert names(answer) == ["一", "二", "三"]
    assert [bool(sheet.print_title_rows) for sheet in book(answer)] == [True] * 3


def test_many_columns_do_not_share_with_few():
    many = [Column("name", f"很长的列名{n}") for n in range(14)]

    assert names(report(table("一", 3, many), table("二", 3), table("三", 3))) == ["一", "二—三"]


def test_what_is_said_after_the_last_table_stays_below_it():
    answer = report(table("一", 3), [Heading("二", 2), Text("没有")])

    assert names(answer) == ["一"]
    assert [row[0].value for row in book(answer).active.iter_rows()][-2:] == ["二", "没有"]


def test_a_shared_worksheet_breaks_between_tables():
    answer = report(*(table(f"表{n}", 9) for n in range(4)))
    [sheet] = book(answer).worksheets

    # A break stands behind a row: the next is the blank one over a heading.
    assert [sheet.cell(mark.id + 2, 1).value for mark in sheet.row_breaks.brk] == ["表2"]


def test_a_long_text_is_wrapped_over_the_columns_and_high_enough():
    [sheet] = book(report(table("一", 2), [Text("很长的话，" * 80)])).worksheets
    [merged] = sheet.merged_cells.ranges

    assert merged.size == {"columns": 2, "rows": 1}
    assert sheet.row_dimensions[merged.min_row].height > 100


def test_cells_are_printed_in_nine_points_or_more():
    columns = [Column(f"c{n}", f"列{n}", wide=True, get=lambda row: "文字" * 40) for n in range(9)]
    for sheet in book(report(table("一", 3), table("二", 90), [Table(columns, [{}])])):
        sizes = {cell.font.size for row in sheet.iter_rows() for cell in row}
        assert min(sizes) * sheet.page_setup.scale / 100 >= 9 and not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_columns_are_narrowed_where_it_makes_fewest_lines():
    columns = [Column("group", "组"), Column("text", "正文", wide=True), Column("more", "余", wide=True)]
    rows = [{"group": "短名" * 16, "text": "文" * 300, "more": "字" * 70}]
    [sheet] = worksheets(Answer("x", blocks=[Table(columns, rows)], title="题"), SheetSize(100, 550.0))

    group, text, more = sheet.widths
    assert group < more < text == 48


def test_a_chart_that_is_drawn_is_not_told_in_words_too():
    drawn, text = (Chart(kind, f"图{kind}", ["甲"], [ChartSeries("个", [1])]) for kind in ("bar", "spark"))
    texts = [str(cell.value) for row in book(report(table("一", 1), [drawn, text])).worksheets[0] for cell in row]

    assert "图bar：甲 个 1" not in texts and "图spark：甲 个 1" in texts


@pytest.mark.slow
@needs_office
def test_the_weekly_report_prints_on_few_sheets_and_parts_no_short_table(sample_weekly):
    from pypdf import PdfReader

    pdf = convert(bytes(render(sample_weekly, "xlsx", store={})), "xlsx", "pdf")
    texts = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]

    assert len(texts) <= 6
    [last] = [text for text in texts if "六、静默项目" in text]
    assert "连续未报" in last and "七、欠报单位" in last


@pytest.fixture
def sample_weekly():
    from hyzs.reports.weekly import weekly
    from hyzs.session import Session
    from support.stores import repo_store

    session = Session(str(repo_store()), "2026-11-23", quiet=True)
    yield weekly(session.index, None, session.now)
    session.close()
