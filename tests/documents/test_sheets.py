"""A spreadsheet of duties is a plan: a row a measure, merged cells said in each row, what is hidden is remarked."""

import json

from hyzs.documents.outline import read_outline
from hyzs.documents.sheet_reader import sheet_document
from hyzs.model.spreadsheet import Spreadsheet, SpreadsheetSheet
from support import program
from support.stores import make_store

ROWS = [
    ["示例市招商工作任务分工表", "", "", "", ""],
    ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
    ["一、建好队伍", "", "", "", ""],
    ["1", "组建专班。组建三支专班。", "市商务局", "市发改委、市工信局，各县区", "2026年12月底前"],
    ["2", "办好活动。", "市商务局", "市财政局等市直相关单位", ""],
]
MERGED = [((0, 0), (0, 4)), ((2, 0), (2, 4)), ((3, 2), (4, 2))]


def outline(rows=ROWS, **more):
    sheet = SpreadsheetSheet.of_texts(rows, MERGED)
    hidden = SpreadsheetSheet([[]], hidden=True)
    document = sheet_document(Spreadsheet("分工表.xlsx", sheets={"分工": sheet, "底稿": hidden}, **more))
    return document, read_outline(document.paragraphs)


def test_a_row_is_a_measure_with_its_units():
    _, read = outline()

    assert [(item.number, item.name, item.ownership.lead, item.ownership.responsible) for item in read.items] == [
        (1, "组建专班", ("市商务局",), ("市发改委", "市工信局")),
        (2, "办好活动", ("市商务局",), ("市财政局",)),
    ]
    assert read.items[0].ownership.groups == ("各县区",) and read.items[0].remarks == ["完成时限：2026年12月底前"]
    assert [section.title for section in read.sections] == ["建好队伍"] and read.title == ROWS[0][0]


def test_a_hidden_sheet_is_remarked():
    assert outline()[0].remarks == ["隐藏的工作表没有收：底稿"]


def test_a_file_that_is_no_spreadsheet_keeps_its_problem():
    document, _ = outline(problem="打不开", hint="另存为 xlsx 再交")

    assert (document.problem, document.paragraphs) == ("打不开", [])


def test_a_column_of_sections_begins_sections_and_counties_are_responsible():
    head = ["分组", "序号", "重点任务", "牵头单位", "责任单位", "县市区(园区)"]
    rows = [
        head,
        ["一、建好队伍", "1", "组建专班", "市委督查室\n市政府督查室", "市委组织部", "各县市区\n园区"],
        ["二、盯紧项目", "2", "跟踪项目", "市商务局", "—", "—"],
    ]
    document = sheet_document(Spreadsheet("分工表.xlsx", sheets={"分工": SpreadsheetSheet.of_texts(rows)}))
    first, second = (read := read_outline(document.paragraphs)).items

    assert first.ownership[:3] == (("市委督查室", "市政府督查室"), ("市委组织部",), ("各县市区", "园区"))
    assert not first.ownership.residue and not second.ownership.responsible
    assert [(section.number, section.title) for section in read.sections] == [("一", "建好队伍"), ("二", "盯紧项目")]


def test_a_plan_of_a_table_is_covered_whole_and_the_same_table_again_changes_nothing(tmp_path):
    store, file = make_store(tmp_path / "store"), tmp_path / "分工表.csv"
    rows = [",".join(f'"{cell}"' for cell in row) for row in ROWS[1:]]
    file.write_text("\n".join(["示例市招商工作任务分工方案,,,,", *rows]), "utf-8")
    facts = ("name=示例分工", "number=示政办发〔2026〕7号", "issuer=示例市", "issued=2026-01-05")
    command = ["import", "plan", str(file), *(word for fact in facts for word in ("--set", fact))]

    first = program.run(command, store, encoding="utf-8")
    covered = json.loads(program.run(["report", "coverage", "示例分工", "-f", "json"], store, encoding="utf-8").stdout)
    second = json.loads(program.run([*command, "--plan", "示例分工", "-f", "json"], store, encoding="utf-8").stdout)

    assert first.returncode == 0, first.stderr
    assert [row for row in covered["rows"] if row["role"] == "missing"] == []
    assert [row["state"] for row in second["rows"]] == ["same", "same"]
