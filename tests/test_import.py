"""A ledger as others keep it becomes drafts; the same map, the other way round, fills another platform's columns."""

import json
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from hyzs.desk import Desk
from hyzs.edits.headings import Meanings, proposed, text_at
from hyzs.edits.import_ import Wanted, imported
from hyzs.model.errors import BadUsage, CannotRead
from hyzs.model.ledger import Columns, unit_of
from hyzs.model.sheet import Sheet, Spreadsheet, letters
from hyzs.reports.export import export
from stores import make_store

STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
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
tracked: {since: 2026-05-11}
"""
HEAD = ["序号", "项目名称", "级别", "总投资（亿元）", "所属县市区", "牵头部门", "签约时间", "计划开工时间", "联系人"]


@pytest.fixture
def desk(tmp_path):
    one = Desk(str(make_store(tmp_path / "store", STORE.lstrip())), "2026-11-20T09:00", quiet=True)
    yield one
    one.close()


def ledger(*rows, head=HEAD):
    return Spreadsheet(
        "台账.xlsx", "", {"表": Sheet.of_texts([["某县台账"], ["填报单位：示例"], head, *map(list, rows)])}
    )


def taken(desk, *rows, head=HEAD, besides=(), columns=None):
    one = ledger(*rows, head=head)
    wanted = Wanted(columns or proposed(one, Meanings(desk.index)), besides, desk.today, desk.is_private)
    return imported(desk.index, one, wanted)


def told(done, state):
    return [(one.cell, one.message) for one in done.told if one.state == state]


def test_the_headings_are_found_below_titles_and_mean_fields(desk):
    assert dict(proposed(ledger(), Meanings(desk.index)).fields) == {
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


def test_amounts_and_dates_are_read_as_people_write_them(desk):
    done = taken(desk, ["1", "示例·丙", "重大", "1.2", "衡南县", "市商务局", "45717", "2026年3月", "张三"])

    tree = done.changes[0].tree
    assert tree["investment"]["total"] == "12000"
    assert tree["milestones"] == {"签约": "2025-03-01"} and tree["promises"] == {"开工": "2026-03"}
    assert tree["draft"] == "true" and tree["sample"] == "true" and tree["county"] == "衡南县"


def test_the_drafts_stand_in_the_store_and_owe_nothing(desk):
    desk.apply(taken(desk, ["1", "示例·丙", "重大", "3亿元", "衡南县", "市商务局", "", "", ""]).changes)
    from hyzs.reports.track import track

    again = Desk(str(desk.root), "2026-11-20T09:00", quiet=True)

    assert again.findings() == []
    assert "示例·丙" not in [row["name"] for row in track(again.index, None, again.now).rows]
    again.close()


def test_what_cannot_be_read_is_told_and_the_rest_goes_in(desk):
    done = taken(desk, ["1", "示例·丙", "重大", "abc", "衡北县", "市商务局", "2025年3月", "不详", ""])

    assert [cell for cell, _ in told(done, "bad")] == ["表!D4", "表!E4", "表!G4", "表!H4"]
    assert set(done.changes[0].tree) == {"name", "sample", "draft", "tier", "lead"}


def test_columns_that_nobody_knows_are_named(desk):
    done = taken(desk, ["1", "示例·丙", "重大", "", "", "", "", "", "张三"])

    assert told(done, "remark") == [("", "没有收的列：序号、联系人；要收就在对照表里写上字段")]


def test_sums_notes_and_empty_rows_are_no_projects(desk):
    done = taken(
        desk, ["合计", "", "", "9"], ["", "小计", "", "9"], ["", "", "", ""], ["注：单位亿元"], ["1", "示例·丙", "重大"]
    )

    assert [one.subject for one in done.told if one.state == "new"] == ["示例·丙"]


def test_a_project_that_is_there_already_is_left_alone(desk):
    done = taken(desk, ["1", "示例·甲项目", "重大"], ["2", "示例·丙", "重大"], ["3", "示例·丙", "重大"])

    assert len(done.changes) == 1
    assert [message for cell, message in told(done, "remark") if cell] == ["已有同名项目，没有再收"] * 2


def test_a_private_number_is_refused_and_not_repeated(desk):
    head = ["项目名称", "级别", "备注"]
    done = taken(desk, ["示例·丙", "重大", "联系 13812345678"], ["示例13812345678", "重大", ""], head=head)

    bad = [one for one in done.told if one.state == "bad"]
    assert len(bad) == 2 and not any("138" in str(one) for one in bad)
    assert "note" not in done.changes[0].tree


def test_without_a_class_a_project_stays_out_unless_all_are_given_one(desk):
    head = ["项目名称", "总投资"]

    assert taken(desk, ["示例·丙", "500"], head=head).changes == []
    assert taken(desk, ["示例·丙", "500"], head=head, besides=["tier=一般"]).changes[0].tree["tier"] == "一般"


def test_a_sheet_without_headings_is_refused(desk):
    with pytest.raises(BadUsage, match="找不到表头"):
        proposed(Spreadsheet("x.xlsx", "", {"表": Sheet.of_texts([["甲", "乙"], ["1", "2"]])}), Meanings(desk.index))


def test_a_map_decides_what_is_taken(desk):
    columns = Columns.of({"columns": {"项目名称": "name", "级别": "tier", "牵头部门": None, "没有的列": "note"}})
    done = taken(desk, ["1", "示例·丙", "重大", "1", "衡南县", "市商务局"], columns=columns)

    assert set(done.changes[0].tree) == {"name", "sample", "draft", "tier"}
    assert any("台账里没有的列：没有的列" in message for _, message in told(done, "remark"))


@pytest.mark.parametrize(
    "tree", [None, [], {"columns": []}, {"columns": {"a": {}}}, {"columns": {}, "mandatory": ["b"]}]
)
def test_a_map_that_is_none_is_refused(tree):
    with pytest.raises(BadUsage, match="对照表"):
        Columns.of(tree)


def test_a_heading_of_two_lines_over_merged_cells_is_read_whole():
    sheet = Sheet.of_texts([["投资", ""], ["总投资\n(亿元)", "固投"]], [((0, 0), (0, 1))])

    assert [text_at(sheet, 1, 0), text_at(sheet, 0, 1), unit_of(text_at(sheet, 1, 0))] == [
        "总投资 (亿元)",
        "投资",
        "亿元",
    ]


def test_a_workbook_and_a_table_between_commas_are_read(desk, tmp_path):
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

    read = desk.spreadsheet(str(tmp_path / "a.xlsx"))

    assert [cell.text for cell in read.sheets["台账"].rows[2]] == ["示例·丙", "重大", "500"]
    table = next(iter(desk.spreadsheet(str(tmp_path / "b.csv")).sheets.values()))
    assert [cell.text for cell in table.rows[1]] == ["示例·丁", "重大"]
    assert desk.spreadsheet(str(tmp_path / "c.xlsx")).problem
    with pytest.raises(CannotRead):
        desk.spreadsheet(str(tmp_path / "none.xlsx"))


def test_a_map_is_written_and_read_back(desk, tmp_path):
    file = str(tmp_path / "m.yaml")
    desk.write_mapping(file, {"columns": {"项目名称": "name", "联系人": None}})

    assert desk.mapping(file) == {"columns": {"项目名称": "name", "联系人": None}}
    (tmp_path / "m.yaml").write_text("columns：{a: b}\n", encoding="utf-8")
    with pytest.raises(BadUsage, match=r"m\.yaml:1"):
        desk.mapping(file)


MAP = Columns(
    {"编号": "id", "名称": "name", "总投资(亿元)": "investment.total", "签约": "milestones.签约", "意见": None},
    ["签约"],
)


def test_another_platform_gets_its_columns_and_its_units(desk):
    answer = export(desk.index, MAP, desk.now)

    assert [list(row.values()) for row in answer.rows] == [
        ["p26-a1", "示例·甲项目", Decimal("1.2"), "2026-05-11", None],
        ["p26-b2", "示例·乙项目", None, None, None],
    ]


def test_every_mandatory_cell_that_is_empty_is_named_with_who_can_fill_it(desk):
    assert export(desk.index, MAP, desk.now).extra["missing"] == [
        {"project": "示例·乙项目", "id": "p26-b2", "heading": "签约", "reporter": "衡南县"}
    ]


def test_the_workbook_for_another_platform_begins_with_its_headings(desk, tmp_path):
    desk.show(export(desk.index, MAP, desk.now), None, str(tmp_path / "out.xlsx"))

    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("编号", "名称", "总投资(亿元)", "签约", "意见") and rows[1][2] == 1.2


def test_columns_have_letters():
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_what_goes_out_comes_back_as_json(desk, tmp_path):
    desk.show(export(desk.index, MAP, desk.now), "json", str(tmp_path / "x.json"))

    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["summary"] == {"count": 2, "missing": 1}
