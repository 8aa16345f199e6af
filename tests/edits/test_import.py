"""The headings of a ledger as others keep it: what they mean, in which unit."""

import pytest

from hyzs.edits.spreadsheet.column_matching import text_at
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.errors import BadUsage
from hyzs.model.spreadsheet import Spreadsheet, SpreadsheetSheet
from hyzs.session import Session
from support.project_ledgers import STORE, one_cell
from support.spreadsheets import book_of, cell_results, columns, import_book, trees, workbook
from support.stores import make_store


@pytest.fixture
def session(tmp_path):
    session = Session(str(make_store(tmp_path / "store", STORE.lstrip())), "2026-11-20T09:00", quiet=True)
    yield session
    session.close()


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

    assert "investment" not in tree and any("没有收的列" in message for _, message in cell_results(result, "remark"))


@pytest.mark.parametrize("heading", ["总投资（万美元）", "总投资(百万港币)", "总投资（W）", "总投资/USD"])
def test_a_column_in_an_unknown_unit_or_another_currency_is_refused_at_its_heading(session, heading):
    tree, result = one_cell(session, heading, "5")

    assert "investment" not in tree
    assert [cell for cell, _ in cell_results(result, "bad")] == ["表!C3"]


def test_the_unit_may_stand_over_the_table_and_a_column_without_one_says_so(session):
    titled, result = one_cell(session, "总投资", "1.2", title=("某县台账", "", "（单位：亿元）"))
    bare, plain = one_cell(session, "总投资", "1.2")

    assert (titled["investment"], bare["investment"]) == ({"total": "12000"}, {"total": "1.2"})
    assert ("表!C3", "按亿元计（单位写在表上方）") in cell_results(result, "remark")
    assert ("表!C3", "没有写单位，按万元计") in cell_results(plain, "remark")


def test_each_row_may_name_its_unit(session):
    head = ["项目名称", "级别", "总投资", "单位"]
    rows = [["示例·丙", "重大", "1.5", "亿元"], ["示例·丁", "重大", "200", "万元"], ["示例·戊", "重大", "3", "万美元"]]
    result = import_book(session, book_of(*rows, head=head))

    assert [tree.get("investment") for tree in trees(result).values()] == [{"total": "15000"}, {"total": "200"}, None]
    [(cell, message)] = cell_results(result, "bad")
    assert cell == "表!C6" and "外币" in message


def test_a_map_may_say_the_unit(session):
    values = ColumnMapping.from_tree(
        {"columns": {"项目名称": "name", "级别": "tier", "总投资": "investment.total"}, "unit": "亿元"}
    )
    rows = book_of(["示例·丙", "重大", "1.2"], head=["项目名称", "级别", "总投资"])

    assert trees(import_book(session, rows, columns=values))["示例·丙"]["investment"] == {"total": "12000"}


def test_a_heading_that_fits_two_fields_is_asked(session):
    head = ["项目名称", "级别", "属地"]
    values = columns(session, book_of(head=head))
    result = import_book(session, book_of(["示例·丙", "重大", "衡南县"], head=head))

    assert values.tree == {"columns": {"项目名称": "name", "级别": "tier", "属地": ("county", "taskforce.local")}}
    assert "county" not in trees(result)["示例·丙"]
    assert cell_results(result, "bad") == [
        ("表!C3", "可能是几个字段，没有收；在对照表里定一个：county(属地)、taskforce.local(专班·属地)")
    ]
    with pytest.raises(BadUsage, match="还没有定"):
        values.require_decided()


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
    values = columns(session, book_of(head=["项目级别", "备注", heading]))

    assert list(values.tree["columns"].values())[-1] == fields


def test_the_same_heading_twice_is_told_and_can_be_mapped_apart(session):
    head = ["项目名称", "级别", "备注", "备注"]
    row = ["示例·丙", "重大", "第一个", "第二个"]
    result = import_book(session, book_of(row, head=head))
    mapping = ColumnMapping.from_tree({"columns": {"项目名称": "name", "级别": "tier", "备注#2": "note"}})

    assert trees(result)["示例·丙"]["note"] == "第一个"
    assert any("备注#2(1 格)" in message for _, message in cell_results(result, "remark"))
    assert trees(import_book(session, book_of(row, head=head), columns=mapping))["示例·丙"]["note"] == "第二个"


def test_two_columns_for_one_field_are_told(session):
    values = ColumnMapping.from_tree(
        {"columns": {"项目名称": "name", "级别": "tier", "投资额": "investment.total", "总投资": "investment.total"}}
    )
    rows = book_of(["示例·丙", "重大", "1", "2"], head=["项目名称", "级别", "投资额", "总投资"])

    result = import_book(session, rows, columns=values)

    assert trees(result)["示例·丙"]["investment"] == {"total": "1"}
    assert cell_results(result, "bad") == [("表!D3", "和 投资额 都对到 investment.total，只收前一列")]


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
    tree = trees(import_book(session, file))["示例·丙"]

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
    tree = trees(import_book(session, file))["示例·丙"]

    assert (tree["investment"], tree["expected"]) == ({"total": "50000", "fixed": "30000"}, {"tax": "200"})


def test_a_title_may_name_the_unit_of_all(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["2026年项目表（亿元）"],
        ["项目名称", "级别", "总投资"],
        ["示例·丙", "重大", 5],
        hook=lambda _, page: page.merge_cells("A1:C1"),
    )

    assert trees(import_book(session, file))["示例·丙"]["investment"] == {"total": "50000"}


def test_a_heading_of_two_lines_over_merged_cells_is_read_whole():
    sheet = SpreadsheetSheet.of_texts([["投资", ""], ["总投资\n(亿元)", "固投"]], [((0, 0), (0, 1))])

    assert [text_at(sheet, 1, 0), text_at(sheet, 0, 1)] == ["总投资 (亿元)", "投资"]


def test_a_sheet_without_headings_is_refused(session):
    with pytest.raises(BadUsage, match="找不到表头"):
        columns(session, Spreadsheet("x.xlsx", "", {"表": SpreadsheetSheet.of_texts([["甲", "乙"], ["1", "2"]])}))


def test_a_map_decides_what_is_taken(session):
    values = ColumnMapping.from_tree(
        {"columns": {"项目名称": "name", "级别": "tier", "牵头部门": None, "没有的列": "note"}}
    )
    result = import_book(session, book_of(["1", "示例·丙", "重大", "1", "衡南县", "市商务局"]), columns=values)

    assert set(trees(result)["示例·丙"]) == {"name", "sample", "draft", "tier", "origin"}
    assert any("台账里没有的列：没有的列" in message for _, message in cell_results(result, "remark"))


@pytest.mark.parametrize(
    "tree",
    [None, [], {"columns": []}, {"columns": {"a": {}}}, {"columns": {"a": ["b"]}}, {"columns": {}, "mandatory": ["b"]}],
)
def test_a_map_that_is_none_is_refused(tree):
    with pytest.raises(BadUsage, match="对照表"):
        ColumnMapping.from_tree(tree)
