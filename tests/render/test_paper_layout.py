"""Columns on paper: what cannot be broken stands on one line, as it is printed."""

import io

import pytest
from pypdf import PdfReader

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Table
from hyzs.model.text_width import cell_width
from hyzs.render.page_model import page_of, table_part
from hyzs.render.paper_layout import _cells_per_line, choose_layout
from support.print_samples import rendered

TEXTS = ("a", "b", "c", "d", "e", "f")
COLUMNS = [
    Column("id", "编号", "code"),
    Column("on", "开始日期", "date"),
    Column("until", "结束日期", "date"),
    *(Column(name, "说明") for name in TEXTS),
]
ROWS = [
    {
        "id": "p26-m7m3",
        "on": "2026-11-15",
        "until": "2027-12-31",
        **{f"text{n}": "建设厂房和仓库" * 3 for n in range(6)},
    }
] * 3
ANSWER = Answer("list", rows=ROWS, blocks=[Table(COLUMNS, ROWS)], title="日期")


def test_dates_and_ids_have_room_for_what_is_printed():
    sheet = choose_layout(page_of(ANSWER, {}, paper=True))
    [layout] = sheet.tables.values()
    id, on, until, *_ = _cells_per_line(layout.widths, sheet.size)

    assert min(on, until) > cell_width("2026年11月15日")
    assert id > cell_width("p26-m7m3") + 1


def test_a_date_is_one_line_of_the_pdf():
    lines = PdfReader(io.BytesIO(rendered(ANSWER, "pdf"))).pages[0].extract_text().splitlines()

    assert not [line for line in lines if line.strip() in ("日", "5日", "1日", "月15日")]
    assert any("2026年11月15日" in line for line in lines)


def test_word_puts_no_blanks_between_a_date_and_its_signs():
    from docx import Document

    style = Document(io.BytesIO(rendered(ANSWER, "docx"))).styles["Table Grid"].element

    assert [tag for tag in ("autoSpaceDE", "autoSpaceDN") if style.xpath(f".//w:{tag}[@w:val='0']")] == [
        "autoSpaceDE",
        "autoSpaceDN",
    ]


@pytest.mark.parametrize(
    ("column", "label", "unit"),
    [
        (Column("a", "一年合计(万元)"), "一年合计", "万元"),
        (Column("a", "合同额", "number", "万元"), "合同额", "万元"),
        (Column("a", "转化率(签约÷入库)"), "转化率", "签约÷入库"),
        (Column("a", "没成的原因"), "没成的原因", ""),
    ],
)
def test_a_unit_goes_below_its_label_wherever_it_is_written(column, label, unit):
    [head] = table_part(Table([column], [])).heads

    assert (head.label, head.unit) == (label, unit)


def test_a_label_of_five_characters_is_never_broken():
    columns = [Column(f"c{n}", "没成的原因") for n in range(9)]
    rows = [{f"c{n}": "一二三四五六七八九十" for n in range(9)}]
    sheet = choose_layout(page_of(Answer("list", rows=rows, blocks=[Table(columns, rows)]), {}, paper=True))

    assert min(_cells_per_line(next(iter(sheet.tables.values())).widths, sheet.size)) > cell_width("没成的原因")
