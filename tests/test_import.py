"""A spreadsheet as others keep it becomes drafts: what is in it is understood, or refused at its cell."""

import json
import os
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from hyzs.edits.spreadsheet.column_matching import text_at
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.errors import BadUsage, CannotRead
from hyzs.model.spreadsheet import SheetCell, Spreadsheet, SpreadsheetSheet
from hyzs.reports.export import export
from hyzs.session import Session
from hyzs.store.user_files import load_yaml, write_tree
from hyzs.workbooks.spreadsheet import read_spreadsheet
from spreadsheets import HEAD, book_of, columns, taken, told, trees, workbook
from stores import make_store

STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目（一期）
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
investment: {total: 12000}
milestones: {签约: 2026-05-11}
tracked: {since: 2026-05-11}
== data/projects/p26-b2.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
responsible: [各县市区政府]
tracked: {since: 2026-05-11}
== data/units/qunti.yaml
- {id: renmin, name: 各县市区政府, aliases: [各县（市、区）人民政府], type: 群体, members: [衡南县, 衡山县]}
"""


@pytest.fixture
def session(tmp_path):
    one = Session(str(make_store(tmp_path / "store", STORE.lstrip())), "2026-11-20T09:00", quiet=True)
    yield one
    one.close()


def one_cell(session, heading, cell, **more):
    """The draft and the result of a spreadsheet with one more column."""
    result = taken(session, book_of(["示例·丙", "重大", cell], head=["项目名称", "级别", heading], **more))
    return trees(result).get("示例·丙", {}), result


# 表头


def test_the_headings_are_found_below_titles_and_mean_fields(session):
    assert dict(columns(session, book_of()).fields) == {
        "序号": None,
        "项目名称": "name",
        "级别": "tier",
        "总投资(亿元)": "investment.total",
        "所属县市区": "county",
        "牵头部门": "lead",
        "签约时间": "milestones.签约",
        "计划开工时间": "promises.开工",
        "联系人": None,
    }


@pytest.mark.parametrize(
    "heading",
    [
        "总投资额(亿元)",
        "项目总投资(亿元)",
        "计划总投资额(亿)",
        "投资金额（亿元人民币）",
        "协议投资额/亿元",
        "总投资：亿元",
        "总投资 亿元",
    ],
)
def test_the_total_has_many_names_and_its_unit_many_places(session, heading):
    assert one_cell(session, heading, "1.2")[0]["investment"] == {"total": "12000"}


@pytest.mark.parametrize("heading", ["累计完成投资(亿元)", "投资额（其中：固定资产）", "年度计划投资", "到位资金"])
def test_other_amounts_are_not_the_total(session, heading):
    tree, result = one_cell(session, heading, "1.2")

    assert "investment" not in tree and any("没有收的列" in message for _, message in told(result, "remark"))


@pytest.mark.parametrize("heading", ["总投资（万美元）", "总投资(百万港币)", "总投资（W）", "总投资/USD"])
def test_a_column_in_an_unknown_unit_or_another_currency_is_refused_at_its_heading(session, heading):
    tree, result = one_cell(session, heading, "5")

    assert "investment" not in tree
    assert [cell for cell, _ in told(result, "bad")] == ["表!C3"]


def test_the_unit_may_stand_over_the_table_and_a_column_without_one_says_so(session):
    titled, result = one_cell(session, "总投资", "1.2", title=("某县台账", "", "（单位：亿元）"))
    bare, plain = one_cell(session, "总投资", "1.2")

    assert (titled["investment"], bare["investment"]) == ({"total": "12000"}, {"total": "1.2"})
    assert ("表!C3", "按亿元计（单位写在表上方）") in told(result, "remark")
    assert ("表!C3", "没有写单位，按万元计") in told(plain, "remark")


def test_each_row_may_name_its_unit(session):
    head = ["项目名称", "级别", "总投资", "单位"]
    rows = [["示例·丙", "重大", "1.5", "亿元"], ["示例·丁", "重大", "200", "万元"], ["示例·戊", "重大", "3", "万美元"]]
    result = taken(session, book_of(*rows, head=head))

    assert [tree.get("investment") for tree in trees(result).values()] == [{"total": "15000"}, {"total": "200"}, None]
    [(cell, message)] = told(result, "bad")
    assert cell == "表!C6" and "外币" in message


def test_a_map_may_say_the_unit(session):
    given = ColumnMapping.from_tree(
        {"columns": {"项目名称": "name", "级别": "tier", "总投资": "investment.total"}, "unit": "亿元"}
    )
    rows = book_of(["示例·丙", "重大", "1.2"], head=["项目名称", "级别", "总投资"])

    assert trees(taken(session, rows, columns=given))["示例·丙"]["investment"] == {"total": "12000"}


def test_a_heading_that_fits_two_fields_is_asked(session):
    head = ["项目名称", "级别", "属地"]
    given = columns(session, book_of(head=head))
    result = taken(session, book_of(["示例·丙", "重大", "衡南县"], head=head))

    assert given.tree == {"columns": {"项目名称": "name", "级别": "tier", "属地": ("county", "taskforce.local")}}
    assert "county" not in trees(result)["示例·丙"]
    assert told(result, "bad") == [
        ("表!C3", "可能是几个字段，没有收；在对照表里定一个：county(属地)、taskforce.local(专班·属地)")
    ]
    with pytest.raises(BadUsage, match="还没有定"):
        given.require_decided()


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("开工时间（计划）", "promises.开工"),
        ("开工时间（实际）", "milestones.开工"),
        ("总投资（计划，亿元）", "investment.total"),
        ("投资额（固定资产投资）", ("investment.total", "investment.fixed")),
        ("县市区（园区）", ("county", "park")),
        ("项目名称（全称）", "name"),
    ],
)
def test_a_note_may_make_it_another_field_or_a_question(session, heading, fields):
    given = columns(session, book_of(head=["项目级别", "备注", heading]))

    assert list(given.tree["columns"].values())[-1] == fields


def test_the_same_heading_twice_is_told_and_can_be_mapped_apart(session):
    head = ["项目名称", "级别", "备注", "备注"]
    row = ["示例·丙", "重大", "第一个", "第二个"]
    result = taken(session, book_of(row, head=head))
    apart = ColumnMapping.from_tree({"columns": {"项目名称": "name", "级别": "tier", "备注#2": "note"}})

    assert trees(result)["示例·丙"]["note"] == "第一个"
    assert any("备注#2(1 格)" in message for _, message in told(result, "remark"))
    assert trees(taken(session, book_of(row, head=head), columns=apart))["示例·丙"]["note"] == "第二个"


def test_two_columns_for_one_field_are_told(session):
    given = ColumnMapping.from_tree(
        {"columns": {"项目名称": "name", "级别": "tier", "投资额": "investment.total", "总投资": "investment.total"}}
    )
    rows = book_of(["示例·丙", "重大", "1", "2"], head=["项目名称", "级别", "投资额", "总投资"])

    result = taken(session, rows, columns=given)

    assert trees(result)["示例·丙"]["investment"] == {"total": "1"}
    assert told(result, "bad") == [("表!D3", "和 投资额 都对到 investment.total，只收前一列")]


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "not merged"])
def test_two_rows_of_headings_are_one_heading(session, tmp_path, merged):
    def hook(_, page):
        for span in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1") if merged else ():
            page.merge_cells(span)

    file = workbook(
        tmp_path / "a.xlsx",
        ["项目名称", "级别", "所属县市区", "签约", None, "开工", None],
        [None, None, None, "时间", "金额（亿元）", "时间", "说明"],
        ["示例·丙", "重大", "衡南县", "2026-05-11", 2, "2026-06-01", "按期"],
        hook=hook,
    )
    tree = trees(taken(session, file))["示例·丙"]

    assert tree["milestones"] == {"签约": "2026-05-11", "开工": "2026-06-01"}
    assert tree["investment"] == {"total": "20000"}


HALF = [["项目名称", "级别", "投资额（亿元）", None, "效益（万元）"], [None, None, "总投资", "固定资产投资", "年税收"]]


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([["项目名称", "级别", "总投资", "固定资产投资", "年税收"], [None, None, "亿元", "亿元", "万元"]], ()),
        (HALF, ("A1:A2", "B1:B2", "C1:D1")),
        (HALF, ()),
        ([["某县项目表", None, None, None, None], *HALF], ("A1:E1", "C2:D2")),
    ],
    ids=["units below", "units above, merged", "units above", "under a title"],
)
def test_units_stand_over_or_under_the_headings(session, tmp_path, rows, merged):
    def hook(_, page):
        for span in merged:
            page.merge_cells(span)

    file = workbook(tmp_path / "a.xlsx", *rows, ["示例·丙", "重大", 5, 3, 200], hook=hook)
    tree = trees(taken(session, file))["示例·丙"]

    assert (tree["investment"], tree["expected"]) == ({"total": "50000", "fixed": "30000"}, {"tax": "200"})


def test_a_title_may_name_the_unit_of_all(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["2026年项目表（亿元）"],
        ["项目名称", "级别", "总投资"],
        ["示例·丙", "重大", 5],
        hook=lambda _, page: page.merge_cells("A1:C1"),
    )

    assert trees(taken(session, file))["示例·丙"]["investment"] == {"total": "50000"}


def test_a_heading_of_two_lines_over_merged_cells_is_read_whole():
    sheet = SpreadsheetSheet.of_texts([["投资", ""], ["总投资\n(亿元)", "固投"]], [((0, 0), (0, 1))])

    assert [text_at(sheet, 1, 0), text_at(sheet, 0, 1)] == ["总投资 (亿元)", "投资"]


def test_a_sheet_without_headings_is_refused(session):
    with pytest.raises(BadUsage, match="找不到表头"):
        columns(session, Spreadsheet("x.xlsx", "", {"表": SpreadsheetSheet.of_texts([["甲", "乙"], ["1", "2"]])}))


def test_a_map_decides_what_is_taken(session):
    given = ColumnMapping.from_tree(
        {"columns": {"项目名称": "name", "级别": "tier", "牵头部门": None, "没有的列": "note"}}
    )
    result = taken(session, book_of(["1", "示例·丙", "重大", "1", "衡南县", "市商务局"]), columns=given)

    assert set(trees(result)["示例·丙"]) == {"name", "sample", "draft", "tier", "origin"}
    assert any("台账里没有的列：没有的列" in message for _, message in told(result, "remark"))


@pytest.mark.parametrize(
    "tree",
    [None, [], {"columns": []}, {"columns": {"a": {}}}, {"columns": {"a": ["b"]}}, {"columns": {}, "mandatory": ["b"]}],
)
def test_a_map_that_is_none_is_refused(tree):
    with pytest.raises(BadUsage, match="对照表"):
        ColumnMapping.from_tree(tree)


# 格子


def test_amounts_and_dates_are_read_as_people_write_them(session):
    result = taken(
        session, book_of(["1", "示例·丙", "重大", "1.2", "衡南县", "市商务局", "45717", "2026年3月", "张三"])
    )

    tree = trees(result)["示例·丙"]
    assert tree["investment"]["total"] == "12000"
    assert tree["milestones"] == {"签约": "2025-03-01"} and tree["promises"] == {"开工": "2026-03"}
    assert tree["draft"] == "true" and tree["sample"] == "true" and tree["county"] == "衡南县"


def test_each_value_that_would_be_written_is_told_with_its_cell_and_how_it_was_understood(session):
    result = taken(session, book_of(["1", "示例·丙", "重大", "1.2", "衡南县", "市商务局", "45717", "", ""]))

    assert [(cell.cell, cell.path, cell.returned, cell.value, cell.message) for cell in result.cells if cell.path] == [
        ("表!C4", "tier", "重大", "重大", ""),
        ("表!D4", "investment.total", "1.2", "12000", "理解为 12000 万元（按表头的亿元）"),
        ("表!E4", "county", "衡南县", "衡南县", ""),
        ("表!F4", "lead", "市商务局", "市商务局", ""),
        ("表!G4", "milestones.签约", "45717", "2025-03-01", "理解为 2025-03-01"),
    ]


def test_the_drafts_stand_in_the_store_and_owe_nothing(session):
    taken(session, book_of(["1", "示例·丙", "重大", "3亿元", "衡南县", "市商务局", "", "", ""]), write=True)
    from hyzs.reports.track import track

    again = Session(str(session.root), "2026-11-20T09:00", quiet=True)

    assert again.findings() == []
    assert "示例·丙" not in [row["name"] for row in track(again.index, None, again.now).rows]
    again.close()


def test_what_cannot_be_read_is_told_and_the_rest_goes_in(session):
    result = taken(session, book_of(["1", "示例·丙", "重大", "abc", "衡北县", "市商务局", "2025年3月", "不详", ""]))

    assert [cell for cell, _ in told(result, "bad")] == ["表!D4", "表!E4", "表!G4", "表!H4"]
    assert set(trees(result)["示例·丙"]) == {"name", "sample", "draft", "tier", "lead", "origin"}
    assert not result.is_whole


def test_errors_formulas_and_pictures_are_bad_at_their_cells(session, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet("台账")
    page.write_row(0, 0, ["项目名称", "级别", "总投资(亿元)", "签约时间", "项目内容", "备注"])
    page.write_row(1, 0, ["示例·丙", "重大"])
    page.write_formula(1, 2, "=#REF!*2", None, "#REF!")
    page.write_formula(1, 3, "=DATE(2026,5,11)", None, "")
    page.write_formula(1, 4, '=_xlfn.DISPIMG("ID_1",1)', None, '=DISPIMG("ID_1",1)')
    page.write_number(1, 5, 914301002345678901)
    book.close()

    result = taken(session, tmp_path / "a.xlsx")

    assert [(cell, message.partition("；")[0]) for cell, message in told(result, "bad")] == [
        ("台账!C2", "#REF!：单元格出错，没有值"),
        ("台账!D2", "公式没有结果"),
        ("台账!E2", "这一格是图片，不收"),
        ("台账!F2", "数字太长，表格软件已经把末几位变成了 0"),
    ]


@pytest.mark.parametrize(
    ("cell", "promised"),
    [
        (2026.10, None),
        (2026.1, None),
        ("2026.10", "2026-10"),
        (2026.5, "2026-05"),
        (202610, "2026-10"),
        (46153, "2026-05-11"),
    ],
)
def test_october_as_a_number_may_be_january(session, tmp_path, cell, promised):
    file = workbook(tmp_path / "a.xlsx", ["项目名称", "级别", "计划开工时间"], ["示例·丙", "重大", cell])
    tree = trees(taken(session, file))["示例·丙"]

    assert tree.get("promises") == ({"开工": promised} if promised else None)


def test_a_table_between_commas_does_not_say_which_october_is_one(session, tmp_path):
    (tmp_path / "a.csv").write_text("项目名称,级别,计划开工时间\n示例·丙,重大,2026.1\n", "utf-8")

    assert "1 月还是 10 月" in told(taken(session, tmp_path / "a.csv"), "bad")[0][1]


def test_running_text_is_stored_as_it_came(session, tmp_path):
    text = "  ①新建（二期）Ⅱ号厂房，㎡\n② 配套“仓库”；\n"
    file = workbook(tmp_path / "a.xlsx", ["项目名称", "级别", "项目内容"], ["示例·丙", "重大", text])
    taken(session, file, write=True)

    [stored] = session.index.rows("SELECT content FROM project WHERE name = '示例·丙'")
    assert stored["content"] == text


def test_an_invisible_character_costs_itself_and_is_told_at_its_cell(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["项目名称", "级别", "项目内容"],
        ["示例·丙", "重大", "建设\u200b厂房"],
        ["示例·\ufeff丁", "一般", "y"],
    )
    result = taken(session, file)

    assert trees(result)["示例·丙"]["content"] == "建设厂房" and "示例·丁" in trees(result)
    assert ("台账!C2", "去掉了看不见的字符 U+200B") in told(result, "changed")
    assert ("台账!A3", "去掉了看不见的字符 U+FEFF") in told(result, "remark")


def test_a_name_is_one_line(session, tmp_path):
    file = workbook(tmp_path / "a.xlsx", ["项目名称", "级别"], ["示例·丙\n产业园 ", "重大"], ["AI\nPark 示例", "一般"])

    assert set(trees(taken(session, file))) == {"示例·丙产业园", "AI Park 示例"}


def test_a_private_number_is_refused_and_not_repeated(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["项目名称", "级别", "备注", "统一社会信用代码"],
        ["示例·丙", "重大", "联系 13812345678", 430405199001011234],
        ["示例13812345678", "重大", "", ""],
        ["联系人：示例 13812345678"],
    )
    result = taken(session, file)

    assert len(told(result, "bad")) == 3 and not any("138" in str(cell) or "4304" in str(cell) for cell in result.cells)
    assert not {"note", "company"} & set(trees(result)["示例·丙"])


def test_what_a_type_refuses_is_told_at_its_cell(session):
    tree, result = one_cell(session, "总投资(元)", "0.001")

    assert "investment" not in tree and [cell for cell, _ in told(result, "bad")] == ["表!C4"]


def test_what_the_rules_of_the_store_refuse_is_told_at_its_cell_and_the_rest_goes_in(session):
    head = ["项目名称", "级别", "签约时间", "开工时间"]
    rows = book_of(["示例·丙", "一般", "2026-06-01", "2026-05-01"], ["示例·丁", "一般", "2026-06-01", ""], head=head)
    result = taken(session, rows, write=True)

    assert [cell for cell, _ in told(result, "bad")] == ["表!D4"]
    assert trees(result)["示例·丙"]["milestones"] == {"签约": "2026-06-01"} and len(result.changes) == 2
    assert ("表!D4", "") not in told(result, "changed")


def test_words_of_a_vocabulary_are_known_with_what_is_said_with_them(session):
    result = taken(session, book_of(["示例·丙", "重大项目", "新引进类"], head=["项目名称", "级别", "项目类型"]))

    assert [trees(result)["示例·丙"][key] for key in ("tier", "type")] == ["重大", "新引进"]


# 单位


def test_units_are_known_by_any_writing_of_their_names(session):
    head = ["项目名称", "级别", "牵头部门", "责任单位"]
    result = taken(session, book_of(["示例·丙", "重大", "市 商 务 局", "发改委、各县(市、区)人民政府"], head=head))

    assert trees(result)["示例·丙"]["lead"] == "市商务局"
    assert trees(result)["示例·丙"]["responsible"] == ["市发改委", "各县市区政府"]
    assert ("表!D4", "理解为 市发改委、各县市区政府") in told(result, "changed")


def test_one_bad_name_costs_that_name(session):
    tree, result = one_cell(session, "责任单位", "市发改委、市商物局、市工信局等按职责分工负责")

    assert tree["responsible"] == ["市发改委", "市工信局"]
    assert told(result, "bad") == [("表!C4", "没有这个单位：市商物局；是不是：市商务局")]
    assert ("表!C4", "“按职责分工负责”“等”没有写明是谁，没有收") in told(result, "changed")


def test_a_name_that_a_rule_refuses_costs_that_name(session):
    head = ["项目名称", "级别", "牵头部门", "责任单位"]
    result = taken(
        session, book_of(["示例·丙", "一般", "市商务局", "市发改委、市商务局、市工信局"], head=head), write=True
    )

    assert trees(result)["示例·丙"]["responsible"] == ["市发改委", "市工信局"]
    assert [cell for cell, _ in told(result, "bad")] == ["表!D4"]
    assert [cell.value for cell in result.cells if cell.path == "responsible"] == ["市发改委、市工信局"]


def test_roles_in_a_list_go_to_their_fields(session):
    tree, _ = one_cell(session, "责任单位", "市发改委牵头，市工信局、市商务局配合")

    assert (tree["lead"], tree["responsible"]) == ("市发改委", ["市工信局", "市商务局"])


def test_a_role_in_a_list_does_not_overrule_its_own_column(session):
    head = ["项目名称", "级别", "责任单位", "牵头部门"]
    result = taken(session, book_of(["示例·丙", "重大", "市发改委牵头，市工信局配合", "市商务局"], head=head))

    assert trees(result)["示例·丙"]["lead"] == "市商务局"
    assert told(result, "bad") == [("表!C4", "牵头单位另有一列写的是“市商务局”，这里的“市发改委”没有收")]


def test_several_units_where_one_belongs_are_bad(session):
    tree, result = one_cell(session, "牵头部门", "市发改委、市商务局")

    assert "lead" not in tree and "只能写一个" in told(result, "bad")[0][1]


def test_unknown_investors_become_drafts_beside_their_project(session):
    result = taken(
        session,
        book_of(
            ["示例·丙", "重大", "示例新材料（60%）、示例新能源"],
            ["示例·丁", "一般", "示例新能源"],
            head=["项目名称", "级别", "投资方"],
        ),
        write=True,
    )
    listed = session.index.rows("SELECT name, draft FROM investor WHERE name LIKE '示例新%' ORDER BY name")

    assert listed == [{"name": "示例新材料", "draft": 1}, {"name": "示例新能源", "draft": 1}]
    assert trees(result)["示例·丙"]["investors"] == [{"of": "示例新材料", "share": "60"}, "示例新能源"]
    assert len(result.drafts["investor"]) == 2 and session.findings() == []


# 行


def test_sums_sections_notes_and_empty_rows_are_no_projects_and_are_named(session):
    result = taken(
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
    assert ("", "工作表“表”没有收的分节的行 2 行：第 4 行“工业项目（2个）”、第 8 行“二、服务业项目”") in told(
        result, "remark"
    )


def test_numbers_of_columns_and_headings_that_are_repeated_are_no_projects(session):
    result = taken(
        session,
        book_of(
            ["1", "2", "3", "4", "5", "6", "7", "8", "9"], ["1", "示例·丙", "重大"], HEAD, ["2", "示例·丁", "一般"]
        ),
    )

    assert list(trees(result)) == ["示例·丙", "示例·丁"]
    assert dict(result.rows) == {"numbers": 1, "record": 2, "headings": 1}


def test_numbers_in_chinese_may_count_projects(session):
    result = taken(session, book_of(["一", "示例·丙", "重大"], ["二", "示例·丁", "重大"]))

    assert list(trees(result)) == ["示例·丙", "示例·丁"]


def test_a_row_that_lost_its_name_is_bad(session):
    result = taken(session, book_of(["1", "", "重大", "5", "衡南县", "市商务局", "", "", ""]))

    assert told(result, "bad") == [("表!A4", "这一行有内容，没有名称，没有收")]


def test_a_project_over_several_rows_is_one(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["项目名称", "级别", "备注"],
        ["示例·丙", "重大", "其一"],
        [None, None, "其二"],
        hook=lambda _, page: page.merge_cells("A2:A3"),
    )
    result = taken(session, file)

    assert list(trees(result)) == ["示例·丙"] and dict(result.rows) == {"record": 1, "merged": 1}
    assert any("续着上一行" in message for _, message in told(result, "remark"))


def test_what_is_merged_over_rows_counts_for_each(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["县市区", "项目名称", "级别"],
        ["衡南县", "示例·丙", "重大"],
        [None, "示例·丁", "重大"],
        hook=lambda _, page: page.merge_cells("A2:A3"),
    )

    assert [tree["county"] for tree in trees(taken(session, file)).values()] == ["衡南县", "衡南县"]


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
    seen, every = taken(session, file), taken(session, file, hidden=True)

    assert (list(trees(seen)), list(trees(every))) == (["示例·丙"], ["示例·丙", "示例·丁", "示例·戊"])
    assert ("note" in trees(seen)["示例·丙"], trees(every)["示例·丙"]["note"]) == (False, "x")
    messages = " ".join(message for _, message in told(seen, "remark"))
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
    result, one = taken(session, file), taken(session, file, sheet="乡镇")

    assert (list(trees(result)), list(trees(one))) == (["示例·丙", "示例·丁"], ["示例·戊"])
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

    assert ("", "1 张图片没有收：表!B2") in told(taken(session, Spreadsheet("a.xlsx", "", {"表": sheet})), "remark")


# 库里已有的


def test_a_project_that_is_there_is_said_to_be_the_same_only_after_comparing(session):
    head = ["项目名称", "级别", "总投资（亿元）"]
    result = taken(session, book_of(["示例·甲项目(一期)", "一般", "1.2"], ["示例·乙项目", "重大", ""], head=head))

    assert result.changes == []
    assert told(result, "same") == [("表!A4", "和库里的 p26-a1 一样（比了 2 项）")]
    assert told(result, "differs") == [("表!B5", "库里是“一般”，p26-b2 已不是草稿，没有动；要改用 hyzs set")]


def test_a_column_of_ids_finds_the_records(session):
    head = ["编号", "项目名称", "级别"]
    result = taken(
        session,
        book_of(
            ["p26-a1", "示例·改了名", "一般"],
            ["p26-b2", "示例·甲项目（一期）", "一般"],
            ["X-9", "示例·丙", "重大"],
            head=head,
        ),
    )

    assert told(result, "differs") == [("表!B4", "库里叫“示例·甲项目（一期）”，没有改；要改名用 hyzs rename p26-a1")]
    assert told(result, "bad") == [("表!B5", "编号 p26-b2 和名称对不上：叫“示例·甲项目（一期）”的是 p26-a1")]
    assert list(trees(result)) == ["示例·丙"] and ("", "不是本库的编号，按名称对：X-9") in told(result, "remark")


def test_a_project_twice_in_the_spreadsheet_is_one_or_bad(session):
    head = ["项目名称", "级别", "备注"]
    result = taken(
        session, book_of(["示例·丙", "重大", "x"], ["示例·丙", "重大", ""], ["示例·丙", "一般", "x"], head=head)
    )

    assert len(result.changes) == 1
    assert ("表!A5", "和 表!A4 是同一个，内容一样") in told(result, "remark")
    assert told(result, "bad") == [("表!A6", "和 表!A4 重名，内容不一样：项目类别；这一行没有收")]


def test_without_a_class_a_project_stays_out_unless_all_are_given_one(session):
    rows = book_of(["示例·丙", "500"], head=["项目名称", "总投资"])

    assert taken(session, rows).changes == []
    assert trees(taken(session, rows, besides=["tier=一般"]))["示例·丙"]["tier"] == "一般"


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
    write_tree(file, {"columns": {"项目名称": "name", "联系人": None, "属地": ["county", "taskforce.local"]}})

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

    assert [cell for cell, _ in told(result, "bad")] in ([], ["表!C4"])


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
