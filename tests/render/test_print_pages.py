"""Sheets, tables and sums on paper."""

import io
import re
import zipfile
from dataclasses import replace

import pytest

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Table
from hyzs.model.errors import BadUsage
from hyzs.model.print_options import PrintOptions
from hyzs.query.task_rows import task_rows
from hyzs.reports.overview import overview_of
from hyzs.reports.track import track
from hyzs.session import Session
from support.office import convert_all, needs_office
from support.print_samples import ANSWER, COLUMNS, ROWS, TODAY, rendered, sample_answer, text_of
from support.stores import repo_store


@pytest.fixture(scope="module")
def session():
    session = Session(str(repo_store()), TODAY, quiet=True)
    yield session
    session.close()


def test_every_page_of_a_word_document_has_the_watermark_in_its_header():
    from docx import Document

    section = Document(io.BytesIO(rendered(replace(ANSWER, watermark="示例"), "docx"))).sections[0]
    headers = (section.header, section.even_page_header)
    shapes = [header._element.xpath(".//*[local-name()='textpath']/@string") for header in headers]

    assert shapes == [["示例"], ["示例"]]
    plain = Document(io.BytesIO(rendered(ANSWER, "docx"))).sections[0]
    assert plain.header.is_linked_to_previous


def test_every_sheet_of_a_pdf_repeats_the_head_and_none_ends_with_a_section(session):
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(rendered(sample_answer(session, "division"), "pdf"))).pages
    sheets = [[line.strip() for line in page.extract_text().splitlines() if line.strip()] for page in pages]

    assert len(sheets) > 3
    assert all("牵头单位" in "".join(lines) for lines in sheets)
    assert all(not re.match("[一二三四五六七]、", lines[-3]) for lines in sheets)
    assert all(len(lines) > 8 for lines in sheets), "no blank page"


@pytest.mark.parametrize("times", [1, 27])
def test_the_leaders_page_is_one_page_at_thirty_eight_and_at_a_thousand_projects(session, times):
    from pypdf import PdfReader

    listed = track(session.index, None, session.now)
    answer = overview_of(
        session.index, replace(listed, rows=[*listed.rows] * times), task_rows(session.index, session.now), session.now
    )

    assert answer.summary["projects"] == 38 * times
    assert answer.rows[0]["light"]["name"] == "红灯"
    assert len(PdfReader(io.BytesIO(rendered(answer, "pdf"))).pages) == 1


def test_a_wide_table_lies_across_and_a_narrow_one_stands():
    from pypdf import PdfReader

    narrow = PdfReader(io.BytesIO(rendered(Answer("x", blocks=[Table(COLUMNS[:2], ROWS)], title="窄"), "pdf"))).pages[0]
    many = [Column(f"c{n}", f"很长的列名{n}", get=lambda row: "示例内容不短的文字") for n in range(12)]
    wide = PdfReader(io.BytesIO(rendered(Answer("x", blocks=[Table(many, ROWS)], title="宽"), "pdf"))).pages[0]

    assert narrow.mediabox.width < narrow.mediabox.height
    assert wide.mediabox.width > wide.mediabox.height


def test_more_columns_than_a_sheet_holds_are_folded():
    texts = [
        Column(f"t{n}", f"正文{n}", wide=True, get=lambda row, n=n: f"第{n}段" + "示例文字" * 20) for n in range(14)
    ]

    text = text_of(rendered(Answer("x", blocks=[Table([COLUMNS[0], *texts], ROWS)], title="折"), "pdf"), "pdf")

    assert "情况" in text and "正文13：第13段" in re.sub(r"\s", "", text)


def test_a_workbook_keeps_numbers_and_days_and_runs_nothing():
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(rendered(ANSWER, "xlsx"))).active
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}

    assert cells["=1+1"].data_type == "s"
    assert cells["12000"].data_type == "n"
    assert cells["2026-11-20 00:00:00"].is_date
    assert cells["2026-11"].data_type == "s"
    assert cells["总投资(万元)"] and sheet.freeze_panes and sheet.print_title_rows and sheet.auto_filter.ref
    assert not sheet.merged_cells.ranges


def test_a_document_names_a_chinese_face_on_every_run_and_repeats_its_head():
    with zipfile.ZipFile(io.BytesIO(rendered(ANSWER, "docx"))) as file:
        body, styles = file.read("word/document.xml").decode(), file.read("word/styles.xml").decode()

    assert body.count("<w:t") and body.count("w:eastAsia=") >= len(re.findall(r"<w:r>", body))
    assert "Theme=" not in styles
    assert "w:tblHeader" in body
    assert body.index("<w:tblCellMar>") < body.index("<w:tblLook") and body.index("<w:shd ") < body.index("<w:vAlign")


@pytest.mark.slow
@needs_office
def test_another_office_opens_the_document_and_the_workbook():
    for pdf in convert_all(tuple((format, rendered(ANSWER, format)) for format in ("docx", "xlsx")), "pdf"):
        text = re.sub(r"\s", "", text_of(pdf, "pdf"))
        assert "示例清单" in text and "土地平整完成七成" in text


def test_amounts_in_another_unit_say_so_and_sum_to_the_same():
    text = rendered(ANSWER, "md", PrintOptions(money="亿元")).decode()

    assert "总投资(亿元)" in text and "| 1.2 |" in text
    with pytest.raises(BadUsage, match="单位"):
        rendered(ANSWER, "md", PrintOptions(money="元"))


def test_the_sum_that_is_printed_is_the_sum_of_what_the_list_gives(session):
    from hyzs.reports.list_ import list_

    register = sample_answer(session, "register")
    listed = list_(session.index, "project", session.now, None, None, "investment.total")
    table = next(block for block in register.blocks if isinstance(block, Table))

    assert table.total["investment.total"] == sum(row["investment.total"] or 0 for row in listed.rows)


def test_the_tracking_list_sums_its_classes(session):
    answer = sample_answer(session, "track")
    table = next(block for block in answer.blocks if isinstance(block, Table))

    assert [c.heading for c in table.columns][:5] == ["序号", "项目名称", "投资方", "建设内容及规模", "总投资(亿元)"]
    assert table.total["total"] == sum(row["total"] or 0 for row in answer.rows)
    assert sum(group.size for group in table.groups) == len(answer.rows)
