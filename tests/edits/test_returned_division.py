"""Printed divisions of tasks that an office wrote in and handed back: each change a change, or a sentence."""

import json
import re
import shutil

import docx
import openpyxl
import openpyxl.comments
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from support import program
from support.division_stories import MEASURE
from support.office import convert, needs_office
from support.stores import make_store

TASKS_OF_MEASURE = """tasks:
  - {id: m02-1, text: 建立工作专班, due: 2026-12, deliverable: 专班名单}
  - {id: m02-2, text: 举办对接活动, due: 长期, cadence: 每年,
     target: {at_least: 20, unit: 场, per: 年, as_written: 20余场}}
"""
#: The places of the cells of 办好对接活动: columns of the workbook, cells of the document.
NAME, TASKS, LEAD, UNITS, GROUPS, DUE, RESULT = range(3, 10)
ROW = 6
ADDED = "市发改委、市工信局、市城发集团等市直相关单位"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store whose division was printed both ways; tests only ask it."""
    root = make_store(tmp_path_factory.mktemp("division") / "store", MEASURE + TASKS_OF_MEASURE)
    for ending in ("xlsx", "docx"):
        printed = program.run(["report", "division", "--leaders", "-o", f"../d.{ending}"], root, encoding="utf-8")
        assert printed.returncode == 0, printed.stderr
    program.run(["report", "division", "-o", "../plain.xlsx"], root, encoding="utf-8")
    return root


def workbook(store, change):
    """The printed workbook, written in."""
    book = openpyxl.load_workbook(store.parent / "plain.xlsx")
    change(book.worksheets[0])
    book.save(store.parent / "returned.xlsx")
    return store.parent / "returned.xlsx"


def document(store, change):
    """The printed document, written in."""
    paper = docx.Document(str(store.parent / "d.docx"))
    change(paper, next(row for row in paper.tables[0].rows if row.cells[0].text == "2"))
    paper.save(str(store.parent / "returned.docx"))
    return store.parent / "returned.docx"


def collected(store, file, *options):
    """Its changes and whatever else is said: (state, column, what came back), and the messages without a cell."""
    run = program.run(["collect", str(file), "--dry-run", "-f", "json", *options], store, encoding="utf-8")
    rows = json.loads(run.stdout)["rows"]
    cells = [(row["state"], row["field"], row["returned"]) for row in rows if row["cell"]]
    return cells, [row["message"] for row in rows if not row["cell"]], run.returncode


def put(column, text):
    """Write a text into that cell of the measure."""

    def change(page):
        page.cell(ROW, column).value = text

    return change


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plain.xlsx", "d.xlsx", "d.docx"])
def test_a_print_that_nobody_wrote_in_changes_nothing(store, name):
    assert collected(store, store.parent / name) == ([], [], 0)


#: Cells that were written in: column, text, the heading of the change and what it says.
CELL_EDITS = [
    (NAME, "办好产业对接活动", ("重点任务", "办好产业对接活动")),
    (LEAD, "市商务局\n市城发集团", ("牵头单位", "市商务局\n市城发集团")),
    (
        UNITS,
        "市发改委、市工信局、市城发集团等市直相关单位",
        ("责任单位", "市发改委、市工信局、市城发集团等市直相关单位"),
    ),
    (UNITS, "市工信局等市直相关单位", ("责任单位", "市工信局等市直相关单位")),
    (GROUPS, "园区", ("县市区", "园区")),
    (TASKS, "（1）建立工作专班并定人\n（2）举办对接活动（每年20余场）", ("具体举措", "建立工作专班并定人")),
    (TASKS, "（1）建立工作专班\n（2）举办对接活动（每年20余场）\n（3）另做一件", ("具体举措", "另做一件")),
    (DUE, "（1）2026年10月底前\n（2）长期，每年", ("完成时限", "2026年10月底前")),
    (RESULT, "（1）专班名单\n（2）活动总结", ("成果形式", "活动总结")),
]


def test_a_cell_that_was_written_in_is_one_change(store):
    for number, (column, text, _) in enumerate(CELL_EDITS):
        shutil.move(workbook(store, put(column, text)), store.parent / f"cell-{number}.xlsx")
    files = [str(store.parent / f"cell-{number}.xlsx") for number in range(len(CELL_EDITS))]

    run = program.run(["collect", *files, "--dry-run", "-f", "json"], store, encoding="utf-8")

    rows = [(row["file"], row["state"], row["field"], row["returned"]) for row in json.loads(run.stdout)["rows"]]
    assert rows == [(f"cell-{number}.xlsx", "changed", *change) for number, (*_, change) in enumerate(CELL_EDITS)]
    assert run.returncode == 0


@pytest.mark.parametrize(
    ("column", "text", "why"),
    [
        (LEAD, "市商物局", "是不是 市商务局"),
        (LEAD, "", "没有牵头单位"),
        (TASKS, "（1）建立工作专班\n（2）举办对接活动（每年30场）", "目标"),
        (DUE, "（1）尽快\n（2）长期，每年", "不是日期"),
        (TASKS, "（1）建立工作专班，找13800138000\n（2）举办对接活动（每年20余场）", "手机号"),
    ],
)
def test_what_no_field_can_take_is_refused_where_it_stands(store, column, text, why):
    run = program.run(["collect", str(workbook(store, put(column, text))), "--dry-run"], store, encoding="utf-8")

    assert run.returncode == 1
    assert why in run.stdout
    assert "13800138000" not in run.stdout


def test_rows_tasks_and_columns_that_are_gone_are_told_and_stay(store):
    def change(page):
        page.cell(ROW, TASKS).value = "（1）建立工作专班"
        page.cell(ROW, DUE).value, page.cell(ROW, RESULT).value = "（1）2026年12月", "（1）专班名单"
        page.delete_rows(ROW - 1)

    cells, messages, code = collected(store, workbook(store, change))

    assert [state for state, *_ in cells] == ["remark"]
    assert "第1条 构建招商体系(m01)在交回的表里没有了，没有删" in messages
    assert code == 0


def test_a_row_that_was_added_is_a_draft_and_a_row_that_was_moved_is_the_same(store):
    def change(page):
        page.insert_rows(ROW)
        for column, text in enumerate(["", "2", "新的一条", "先做一件", "市商务局", "市工信局", "", "2027年6月"], 1):
            page.cell(ROW, column).value = text
        page.cell(ROW + 1, 2).value = "3"

    cells, _, code = collected(store, workbook(store, change))

    assert cells == [("changed", "新的一行", None), ("remark", "序号", "3")]
    assert code == 0


def test_an_inserted_column_of_remarks_is_feedback_and_any_other_is_told(store):
    def change(page):
        for column, (heading, text) in enumerate([("修改意见", "建议加一家单位"), ("颜色", "红")], 10):
            page.cell(ROW - 2, column).value, page.cell(ROW, column).value = heading, text

    assert collected(store, workbook(store, change)) == (
        [("changed", "反馈意见", "建议加一家单位")],
        ["“颜色”不是印出去的，1 格没有收"],
        0,
    )


def test_a_remark_on_a_cell_of_a_workbook_is_feedback(store):
    def change(page):
        page.cell(ROW, UNITS).comment = openpyxl.comments.Comment("某某:\n请加一家单位", "某某")

    assert collected(store, workbook(store, change)) == ([("changed", "反馈意见", "请加一家单位")], [], 0)


def test_tracked_changes_are_accepted_and_comments_are_feedback(store):
    def change(paper, row):
        cell = row.cells[4].paragraphs[0]
        added, run, text = OxmlElement("w:ins"), OxmlElement("w:r"), OxmlElement("w:t")
        added.set(qn("w:id"), "9")
        text.text = "、市城发集团"
        run.append(text)
        added.append(run)
        cell._p.append(added)
        paper.add_comment(row.cells[1].paragraphs[0].runs, text="请写明场次", author="某某")
        paper.add_paragraph("以上意见请研究。")

    cells, messages, code = collected(store, document(store, change))

    assert cells == [
        ("changed", "牵头单位", "市商务局、市城发集团"),
        ("changed", "反馈意见", "请写明场次"),
    ]
    assert messages == ["表外的话，没有归到哪一条，没有收：以上意见请研究。", "文件有修订痕迹：按接受全部修订来读"]
    assert code == 0


def test_a_change_on_both_sides_is_two_values_and_nothing_is_written(store, tmp_path):
    root = shutil.copytree(store, tmp_path / "store")
    program.run(["set", "m02", "lead=市工信局", "responsible:=[[市发改委]]"], root, encoding="utf-8")
    before = (root / "data/measures/m02.yaml").read_text()

    run = program.run(["collect", str(workbook(store, put(LEAD, "市发改委")))], root, encoding="utf-8")

    assert run.returncode == 1
    assert "两边都改了" in run.stdout
    assert "发表时“市商务局”，交来“市发改委”，现在“市工信局”" in run.stdout
    assert (root / "data/measures/m02.yaml").read_text() == before


def test_changes_are_written_once_and_the_same_file_again_changes_nothing(store, tmp_path):
    root = shutil.copytree(store, tmp_path / "store")

    def change(page):
        page.cell(ROW, UNITS).value = ADDED
        page.cell(ROW, TASKS).value = "（1）建立工作专班\n（2）举办对接活动（每年20余场）\n（3）另做一件"
        page.cell(ROW, DUE).value = "（1）2026年12月\n（2）长期，每年\n（3）2027年第二季度"

    file = workbook(store, change)
    assert program.run(["collect", str(file)], root, encoding="utf-8").returncode == 0
    text = (root / "data/measures/m02.yaml").read_text()
    assert "{named: [市发改委, 市工信局, 市城发集团], of: 市直相关单位, open: true}" in text
    assert "{id: m02-3, text: 另做一件, due: 2027-Q2}" in text

    output = program.run(["collect", str(file)], root, encoding="utf-8")

    assert (output.returncode, (root / "data/measures/m02.yaml").read_text()) == (0, text)
    assert "没有要收的" in output.stdout


@pytest.mark.slow
def test_a_document_that_nobody_printed_and_one_of_another_store_are_refused(store, tmp_path):
    paper = docx.Document()
    paper.add_paragraph("一封信")
    paper.save(str(tmp_path / "letter.docx"))
    settings = shutil.copytree(store, tmp_path / "other") / "data/settings.yaml"
    settings.write_text(re.sub("^id: .*", "id: other", settings.read_text(), flags=re.MULTILINE))

    letter = program.run(["collect", str(tmp_path / "letter.docx")], store, encoding="utf-8")
    other = program.run(["collect", str(store.parent / "d.docx")], settings.parent.parent, encoding="utf-8")

    assert (letter.returncode, other.returncode) == (1, 1)
    assert "没有读" in letter.stdout
    assert "别的仓库" in other.stdout


@pytest.mark.slow
@needs_office
def test_both_prints_come_back_through_libreoffice(store):
    put_lead = workbook(store, put(LEAD, "市城发集团"))
    text = document(store, lambda paper, row: setattr(row.cells[4].paragraphs[0].runs[0], "text", "市城发集团"))

    for name, file in (("lo.xlsx", put_lead), ("lo.docx", text)):
        ending = file.suffix[1:]
        (store.parent / name).write_bytes(convert(file.read_bytes(), ending, ending))
        assert collected(store, store.parent / name) == ([("changed", "牵头单位", "市城发集团")], [], 0), name
