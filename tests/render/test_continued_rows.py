"""A row that goes over a page says on each sheet which row it is."""

import io
import re

import pytest

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Table
from hyzs.render import render
from support.office import convert, needs_office

COLUMNS = [
    Column("number", "序号", "number"),
    Column("name", "重点任务"),
    Column("tasks", "具体举措", "list", wide=True),
    Column("note", "说明", wide=True),
]


def rows(sizes):
    """A row a size: so many tasks, each with its row's number in it, and a note of as many sentences."""
    return [
        {
            "number": n,
            "name": f"任务甲{n}",
            "tasks": [f"第{n}项（{k}）分区域跟进重点企业，按时报送线索，成批承接产业转移" for k in range(size)],
            "note": "".join(f"第{n}项的第{k}句话，说明进展。" for k in range(size)),
        }
        for n, size in enumerate(sizes, 1)
    ]


def printed(table_rows, format) -> bytes:
    answer = Answer("division", rows=table_rows, blocks=[Table(COLUMNS, table_rows)], title="分工表")
    data = render(answer, format, store={})
    assert isinstance(data, bytes)
    return data


def sheets(pdf: bytes) -> list[str]:
    from pypdf import PdfReader

    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def unnamed(texts) -> list[tuple[int, str]]:
    """The rows that a sheet shows a part of without their names."""
    return [
        (number, row)
        for number, text in enumerate(texts, 1)
        for row in sorted(set(re.findall("第([0-9]+)项（", text)))
        if f"任务甲{row}" not in text
    ]


@pytest.mark.parametrize("sizes", [[30] * 6, [3, 80, 2, 14, 14, 14, 14], [1, 200]])
def test_each_sheet_of_a_pdf_names_the_row_that_goes_on_there(sizes):
    texts = sheets(printed(rows(sizes), "pdf"))

    assert len(texts) > 2 and any("（续）" in text for text in texts)
    assert unnamed(texts) == []


def test_a_row_that_goes_on_in_a_pdf_begins_with_a_whole_task():
    texts = sheets(printed(rows([30] * 6), "pdf"))

    assert all(re.search("第[0-9]+项（[0-9]+）分区域跟进重点企业，按时报送线索，成批承接产业转移", t) for t in texts)
    assert sum(len(re.findall("承接产业转移", text)) for text in texts) == 180


def word_rows(data: bytes) -> list[list[str]]:
    from docx import Document

    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(data)).tables[0].rows][1:]


def test_in_a_document_a_row_too_high_for_a_sheet_goes_on_in_rows_of_its_own():
    numbers_and_names = [row[:2] for row in word_rows(printed(rows([3, 60, 2]), "docx"))]

    assert numbers_and_names[:2] == [["1", "任务甲1"], ["2", "任务甲2"]]
    assert set(map(tuple, numbers_and_names[2:-1])) == {("2", "任务甲2（续）")}
    assert numbers_and_names[-1] == ["3", "任务甲3"]


def test_in_a_document_no_task_and_no_sentence_of_a_parted_row_is_lost():
    [row] = rows([60])
    parted = word_rows(printed([row], "docx"))

    assert [task for cells in parted for task in cells[2].split("\n") if task] == row["tasks"]
    assert "".join(cells[3] for cells in parted) == row["note"]


def test_in_a_document_a_text_without_sentences_is_parted_too():
    row = {"number": 1, "name": "甲", "tasks": [], "note": "长" * 9000}
    parted = word_rows(printed([row], "docx"))

    assert len(parted) > 3 and "".join(cells[3] for cells in parted) == row["note"]


@pytest.mark.slow
@needs_office
def test_each_sheet_of_a_document_names_its_rows_in_another_office():
    texts = sheets(convert(printed(rows([14, 80, 14, 14, 14, 14]), "docx"), "docx", "pdf"))

    assert len(texts) > 4 and unnamed(texts) == []
