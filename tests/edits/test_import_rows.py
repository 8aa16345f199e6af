"""The rows and sheets of a ledger: what is a project, what is there already, and what goes out."""

import json
import os
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.errors import BadUsage, CannotRead
from hyzs.model.spreadsheet import SheetCell, Spreadsheet, SpreadsheetSheet
from hyzs.reports.export import export
from hyzs.session import Session
from hyzs.store.user_files import load_yaml, write_user_tree
from hyzs.workbooks.spreadsheet import read_spreadsheet
from support.project_ledgers import STORE, one_cell
from support.spreadsheets import HEAD, book_of, cell_results, import_book, trees, workbook
from support.stores import make_store


@pytest.fixture
def session(tmp_path):
    session = Session(str(make_store(tmp_path / "store", STORE.lstrip())), "2026-11-20T09:00", quiet=True)
    yield session
    session.close()


# 行


def test_sums_sections_notes_and_empty_rows_are_no_projects_and_are_named(session):
    result = import_book(
        session,
        book_of(
            ["一", "工业项目（2个）", "", "9"],
            ["1", "示例·丙", "重大"],
            ["", "小 计", "", "9"],
            ["", "", "", ""],
            ["二、服务业项目"],
            ["2", "联系人大健康示例", "重大"],
            ["合计", "", "", "9"],
            ["注：单位亿元"],
        ),
    )

    assert list(trees(result)) == ["示例·丙", "联系人大健康示例"]
    assert dict(result.rows) == {"section": 2, "record": 2, "total": 2, "note": 1}
    assert ("", "工作表“表”没有收的分节的行 2 行：第 4 行“工业项目（2个）”、第 8 行“二、服务业项目”") in cell_results(
        result, "remark"
    )


def test_numbers_of_columns_and_headings_that_are_repeated_are_no_projects(session):
    result = import_book(
        session,
        book_of(
            ["1", "2", "3", "4", "5", "6", "7", "8", "9"], ["1", "示例·丙", "重大"], HEAD, ["2", "示例·丁", "一般"]
        ),
    )

    assert list(trees(result)) == ["示例·丙", "示例·丁"]
    assert dict(result.rows) == {"numbers": 1, "record": 2, "headings": 1}


def test_numbers_in_chinese_may_count_projects(session):
    result = import_book(session, book_of(["一", "示例·丙", "重大"], ["二", "示例·丁", "重大"]))

    assert list(trees(result)) == ["示例·丙", "示例·丁"]


def test_a_row_that_lost_its_name_is_bad(session):
    result = import_book(session, book_of(["1", "", "重大", "5", "衡南县", "市商务局", "", "", ""]))

    assert cell_results(result, "bad") == [("表!A4", "这一行有内容，没有名称，没有收")]


def test_a_project_over_several_rows_is_one(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["项目名称", "级别", "备注"],
        ["示例·丙", "重大", "其一"],
        [None, None, "其二"],
        hook=lambda _, page: page.merge_cells("A2:A3"),
    )
    result = import_book(session, file)

    assert list(trees(result)) == ["示例·丙"] and dict(result.rows) == {"record": 1, "merged": 1}
    assert any("续着上一行" in message for _, message in cell_results(result, "remark"))


def test_what_is_merged_over_rows_counts_for_each(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["县市区", "项目名称", "级别"],
        ["衡南县", "示例·丙", "重大"],
        [None, "示例·丁", "重大"],
        hook=lambda _, page: page.merge_cells("A2:A3"),
    )

    assert [tree["county"] for tree in trees(import_book(session, file)).values()] == ["衡南县", "衡南县"]


def test_hidden_rows_columns_and_sheets_are_named_and_taken_when_asked_for(session, tmp_path):
    head = ["项目名称", "级别", "备注"]

    def hook(book, page):
        page.row_dimensions[3].hidden = True
        page.column_dimensions["C"].hidden = True
        book["去年"].sheet_state = "hidden"

    file = workbook(
        tmp_path / "a.xlsx",
        head,
        ["示例·丙", "重大", "x"],
        ["示例·丁", "重大", "y"],
        hook=hook,
        去年=[head, ["示例·戊", "重大", "z"]],
    )
    visible, every = import_book(session, file), import_book(session, file, hidden=True)

    assert (list(trees(visible)), list(trees(every))) == (["示例·丙"], ["示例·丙", "示例·丁", "示例·戊"])
    assert ("note" in trees(visible)["示例·丙"], trees(every)["示例·丙"]["note"]) == (False, "x")
    messages = " ".join(message for _, message in cell_results(visible, "remark"))
    assert (
        "隐藏的行 1 行：第 3 行“示例·丁”" in messages
        and "“去年”：是隐藏的工作表" in messages
        and "是隐藏的列" in messages
    )


def test_sheets_with_the_same_headings_are_taken_and_others_named(session, tmp_path):
    head = ["项目名称", "级别", "备注"]
    file = workbook(
        tmp_path / "a.xlsx",
        head,
        ["示例·丙", "重大", "x"],
        衡东县=[["项目名称", "备注", "级别"], ["示例·丁", "y", "重大"]],
        乡镇=[["项目名称", "级别"], ["示例·戊", "重大"]],
        说明=[["本表一式两份"]],
    )
    result, item = import_book(session, file), import_book(session, file, sheet="乡镇")

    assert (list(trees(result)), list(trees(item))) == (["示例·丙", "示例·丁"], ["示例·戊"])
    assert result.sheets == ["台账", "衡东县"]
    assert result.sheets_left_out == {
        "乡镇": "表头和“台账”不一样：少了 备注；单独收加 --sheet 乡镇",
        "说明": "找不到认得的表头",
    }


def test_pictures_that_lie_on_rows_are_named(session):
    sheet = SpreadsheetSheet(
        [
            [SheetCell("项目名称", "text"), SheetCell("级别", "text")],
            [SheetCell("示例·丙", "text"), SheetCell("重大", "text")],
        ],
        pictures=[(1, 1)],
    )

    assert ("", "1 张图片没有收：表!B2") in cell_results(
        import_book(session, Spreadsheet("a.xlsx", "", {"表": sheet})), "remark"
    )


# 库里已有的


def test_a_project_that_is_there_is_said_to_be_the_same_only_after_comparing(session):
    head = ["项目名称", "级别", "总投资（亿元）"]
    result = import_book(session, book_of(["示例·甲项目(一期)", "一般", "1.2"], ["示例·乙项目", "重大", ""], head=head))

    assert result.changes == []
    assert cell_results(result, "same") == [("表!A4", "和库里的 p26-a1 一样（比了 2 项）")]
    assert cell_results(result, "differs") == [("表!B5", "库里是“一般”，p26-b2 已不是草稿，没有动；要改用 hyzs set")]


def test_a_column_of_ids_finds_the_records(session):
    head = ["编号", "项目名称", "级别"]
    result = import_book(
        session,
        book_of(
            ["p26-a1", "示例·改了名", "一般"],
            ["p26-b2", "示例·甲项目（一期）", "一般"],
            ["X-9", "示例·丙", "重大"],
            head=head,
        ),
    )

    assert cell_results(result, "differs") == [
        ("表!B4", "库里叫“示例·甲项目（一期）”，没有改；要改名用 hyzs rename p26-a1")
    ]
    assert cell_results(result, "bad") == [("表!B5", "编号 p26-b2 和名称对不上：叫“示例·甲项目（一期）”的是 p26-a1")]
    assert list(trees(result)) == ["示例·丙"] and ("", "不是本库的编号，按名称对：X-9") in cell_results(
        result, "remark"
    )


def test_a_project_twice_in_the_spreadsheet_is_one_or_bad(session):
    head = ["项目名称", "级别", "备注"]
    result = import_book(
        session, book_of(["示例·丙", "重大", "x"], ["示例·丙", "重大", ""], ["示例·丙", "一般", "x"], head=head)
    )

    assert len(result.changes) == 1
    assert ("表!A5", "和 表!A4 是同一个，内容一样") in cell_results(result, "remark")
    assert cell_results(result, "bad") == [("表!A6", "和 表!A4 重名，内容不一样：项目类别；这一行没有收")]


def test_without_a_class_a_project_stays_out_unless_all_are_given_one(session):
    rows = book_of(["示例·丙", "500"], head=["项目名称", "总投资"])

    assert import_book(session, rows).changes == []
    assert trees(import_book(session, rows, besides=["tier=一般"]))["示例·丙"]["tier"] == "一般"


# 文件


def test_a_workbook_and_a_table_between_commas_are_read(session, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("台账")
    sheet.merge_range(0, 0, 0, 2, "标题")
    for column, text in enumerate(["项目名称", "级别", "总投资(万元)"]):
        sheet.write(1, column, text)
    for column, text in enumerate(["示例·丙", "重大", 500]):
        sheet.write(2, column, text)
    book.close()
    (tmp_path / "b.csv").write_bytes("项目名称,级别\n示例·丁,重大\n".encode("gb18030"))
    (tmp_path / "c.xlsx").write_bytes(b"no workbook")

    read = read_spreadsheet(tmp_path / "a.xlsx")

    assert [cell.text for cell in read.sheets["台账"].rows[2]] == ["示例·丙", "重大", "500"]
    table = next(iter(read_spreadsheet(tmp_path / "b.csv").sheets.values()))
    assert [cell.text for cell in table.rows[1]] == ["示例·丁", "重大"]
    assert read_spreadsheet(tmp_path / "c.xlsx").problem
    with pytest.raises(CannotRead):
        read_spreadsheet(tmp_path / "none.xlsx")


def test_a_map_is_written_and_read_back(session, tmp_path):
    file = tmp_path / "m.yaml"
    write_user_tree(file, {"columns": {"项目名称": "name", "联系人": None, "属地": ["county", "taskforce.local"]}})

    assert load_yaml(file)["columns"]["属地"] == ["county", "taskforce.local"]
    (tmp_path / "m.yaml").write_text("columns：{a: b}\n", encoding="utf-8")
    with pytest.raises(BadUsage, match=r"m\.yaml:1"):
        load_yaml(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="这里没有管道")
def test_a_map_that_is_a_pipe_is_not_waited_for(session, tmp_path):
    os.mkfifo(tmp_path / "m.yaml")

    with pytest.raises(CannotRead, match="不是普通文件"):
        load_yaml(tmp_path / "m.yaml")


@pytest.mark.parametrize("text", ["1e308", "1e309", "0001-W01", "9" * 400, "1\x000"])
@pytest.mark.parametrize("heading", ["总投资", "签约时间", "用工"])
def test_odd_texts_are_told_at_their_cell_or_taken(session, heading, text):
    result = one_cell(session, heading, text)[1]

    assert [cell for cell, _ in cell_results(result, "bad")] in ([], ["表!C4"])


# 往外填


MAP = ColumnMapping(
    {"编号": "id", "名称": "name", "总投资(亿元)": "investment.total", "签约": "milestones.签约", "意见": None},
    ["签约"],
)


def test_another_platform_gets_its_columns_and_its_units(session):
    answer = export(session.index, MAP, session.now)

    assert [list(row.values()) for row in answer.rows] == [
        ["p26-a1", "示例·甲项目（一期）", Decimal("1.2"), "2026-05-11", None],
        ["p26-b2", "示例·乙项目", None, None, None],
    ]


def test_another_platform_is_not_filled_in_units_that_nobody_knows(session):
    with pytest.raises(BadUsage, match="外币"):
        export(session.index, ColumnMapping({"总投资(万美元)": "investment.total"}), session.now)


def test_every_mandatory_cell_that_is_empty_is_named_with_who_can_fill_it(session):
    assert export(session.index, MAP, session.now).extra["missing"] == [
        {"project": "示例·乙项目", "id": "p26-b2", "heading": "签约", "reporter": "衡南县"}
    ]


def test_the_workbook_for_another_platform_begins_with_its_headings(session, tmp_path):
    session.show(export(session.index, MAP, session.now), None, str(tmp_path / "out.xlsx"))

    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("编号", "名称", "总投资(亿元)", "签约", "意见") and rows[1][2] == 1.2


def test_what_goes_out_comes_back_as_json(session, tmp_path):
    session.show(export(session.index, MAP, session.now), "json", str(tmp_path / "x.json"))

    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["summary"] == {"count": 2, "missing": 1}
