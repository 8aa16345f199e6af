"""The cells of a ledger: each is understood, said how, or refused at its place."""

import pytest
import xlsxwriter

from hyzs.session import Session
from support.project_ledgers import STORE, one_cell
from support.spreadsheets import book_of, cell_results, import_book, trees, workbook
from support.stores import make_store


@pytest.fixture
def session(tmp_path):
    session = Session(str(make_store(tmp_path / "store", STORE.lstrip())), "2026-11-20T09:00", quiet=True)
    yield session
    session.close()


# 格子


def test_amounts_and_dates_are_read_as_people_write_them(session):
    result = import_book(
        session, book_of(["1", "示例·丙", "重大", "1.2", "衡南县", "市商务局", "45717", "2026年3月", "张三"])
    )

    tree = trees(result)["示例·丙"]
    assert tree["investment"]["total"] == "12000"
    assert tree["milestones"] == {"签约": "2025-03-01"} and tree["promises"] == {"开工": "2026-03"}
    assert tree["draft"] == "true" and tree["sample"] == "true" and tree["county"] == "衡南县"


def test_each_value_that_would_be_written_is_told_with_its_cell_and_how_it_was_understood(session):
    result = import_book(session, book_of(["1", "示例·丙", "重大", "1.2", "衡南县", "市商务局", "45717", "", ""]))

    assert [(cell.cell, cell.path, cell.returned, cell.value, cell.message) for cell in result.cells if cell.path] == [
        ("表!C4", "tier", "重大", "重大", ""),
        ("表!D4", "investment.total", "1.2", "12000", "理解为 12000 万元（按表头的亿元）"),
        ("表!E4", "county", "衡南县", "衡南县", ""),
        ("表!F4", "lead", "市商务局", "市商务局", ""),
        ("表!G4", "milestones.签约", "45717", "2025-03-01", "理解为 2025-03-01"),
    ]


def test_the_drafts_stand_in_the_store_and_owe_nothing(session):
    import_book(session, book_of(["1", "示例·丙", "重大", "3亿元", "衡南县", "市商务局", "", "", ""]), write=True)
    from hyzs.reports.track import track

    reopened = Session(str(session.root), "2026-11-20T09:00", quiet=True)

    assert reopened.findings() == []
    assert "示例·丙" not in [row["name"] for row in track(reopened.index, None, reopened.now).rows]
    reopened.close()


def test_what_cannot_be_read_is_told_and_the_rest_goes_in(session):
    result = import_book(
        session, book_of(["1", "示例·丙", "重大", "abc", "衡北县", "市商务局", "2025年3月", "不详", ""])
    )

    assert [cell for cell, _ in cell_results(result, "bad")] == ["表!D4", "表!E4", "表!G4", "表!H4"]
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

    result = import_book(session, tmp_path / "a.xlsx")

    assert [(cell, message.partition("；")[0]) for cell, message in cell_results(result, "bad")] == [
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
    tree = trees(import_book(session, file))["示例·丙"]

    assert tree.get("promises") == ({"开工": promised} if promised else None)


def test_a_table_between_commas_does_not_say_which_october_is_one(session, tmp_path):
    (tmp_path / "a.csv").write_text("项目名称,级别,计划开工时间\n示例·丙,重大,2026.1\n", "utf-8")

    assert "1 月还是 10 月" in cell_results(import_book(session, tmp_path / "a.csv"), "bad")[0][1]


def test_running_text_is_stored_as_it_came(session, tmp_path):
    text = "  ①新建（二期）Ⅱ号厂房，㎡\n② 配套“仓库”；\n"
    file = workbook(tmp_path / "a.xlsx", ["项目名称", "级别", "项目内容"], ["示例·丙", "重大", text])
    import_book(session, file, write=True)

    [stored] = session.index.rows("SELECT content FROM project WHERE name = '示例·丙'")
    assert stored["content"] == text


def test_an_invisible_character_costs_itself_and_is_told_at_its_cell(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["项目名称", "级别", "项目内容"],
        ["示例·丙", "重大", "建设\u200b厂房"],
        ["示例·\ufeff丁", "一般", "y"],
    )
    result = import_book(session, file)

    assert trees(result)["示例·丙"]["content"] == "建设厂房" and "示例·丁" in trees(result)
    assert ("台账!C2", "去掉了看不见的字符 U+200B") in cell_results(result, "changed")
    assert ("台账!A3", "去掉了看不见的字符 U+FEFF") in cell_results(result, "remark")


def test_a_name_is_one_line(session, tmp_path):
    file = workbook(tmp_path / "a.xlsx", ["项目名称", "级别"], ["示例·丙\n产业园 ", "重大"], ["AI\nPark 示例", "一般"])

    assert set(trees(import_book(session, file))) == {"示例·丙产业园", "AI Park 示例"}


def test_a_private_number_is_refused_and_not_repeated(session, tmp_path):
    file = workbook(
        tmp_path / "a.xlsx",
        ["项目名称", "级别", "备注", "统一社会信用代码"],
        ["示例·丙", "重大", "联系 13812345678", 430405199001011234],
        ["示例13812345678", "重大", "", ""],
        ["联系人：示例 13812345678"],
    )
    result = import_book(session, file)

    assert len(cell_results(result, "bad")) == 3 and not any(
        "138" in str(cell) or "4304" in str(cell) for cell in result.cells
    )
    assert not {"note", "company"} & set(trees(result)["示例·丙"])


def test_what_a_type_refuses_is_told_at_its_cell(session):
    tree, result = one_cell(session, "总投资(元)", "0.001")

    assert "investment" not in tree and [cell for cell, _ in cell_results(result, "bad")] == ["表!C4"]


def test_what_the_rules_of_the_store_refuse_is_told_at_its_cell_and_the_rest_goes_in(session):
    head = ["项目名称", "级别", "签约时间", "开工时间"]
    rows = book_of(["示例·丙", "一般", "2026-06-01", "2026-05-01"], ["示例·丁", "一般", "2026-06-01", ""], head=head)
    result = import_book(session, rows, write=True)

    assert [cell for cell, _ in cell_results(result, "bad")] == ["表!D4"]
    assert trees(result)["示例·丙"]["milestones"] == {"签约": "2026-06-01"} and len(result.changes) == 2
    assert ("表!D4", "") not in cell_results(result, "changed")


def test_words_of_a_vocabulary_are_known_with_what_is_said_with_them(session):
    result = import_book(session, book_of(["示例·丙", "重大项目", "新引进类"], head=["项目名称", "级别", "项目类型"]))

    assert [trees(result)["示例·丙"][key] for key in ("tier", "type")] == ["重大", "新引进"]


# 单位


def test_units_are_known_by_any_writing_of_their_names(session):
    head = ["项目名称", "级别", "牵头部门", "责任单位"]
    result = import_book(
        session, book_of(["示例·丙", "重大", "市 商 务 局", "发改委、各县(市、区)人民政府"], head=head)
    )

    assert trees(result)["示例·丙"]["lead"] == "市商务局"
    assert trees(result)["示例·丙"]["responsible"] == ["市发改委", "各县市区政府"]
    assert ("表!D4", "理解为 市发改委、各县市区政府") in cell_results(result, "changed")


def test_one_bad_name_costs_that_name(session):
    tree, result = one_cell(session, "责任单位", "市发改委、市商物局、市工信局等按职责分工负责")

    assert tree["responsible"] == ["市发改委", "市工信局"]
    assert cell_results(result, "bad") == [("表!C4", "没有这个单位：市商物局；是不是：市商务局")]
    assert ("表!C4", "“按职责分工负责”“等”没有写明是谁，没有收") in cell_results(result, "changed")


def test_a_name_that_a_rule_refuses_costs_that_name(session):
    head = ["项目名称", "级别", "牵头部门", "责任单位"]
    result = import_book(
        session, book_of(["示例·丙", "一般", "市商务局", "市发改委、市商务局、市工信局"], head=head), write=True
    )

    assert trees(result)["示例·丙"]["responsible"] == ["市发改委", "市工信局"]
    assert [cell for cell, _ in cell_results(result, "bad")] == ["表!D4"]
    assert [cell.value for cell in result.cells if cell.path == "responsible"] == ["市发改委、市工信局"]


def test_roles_in_a_list_go_to_their_fields(session):
    tree, _ = one_cell(session, "责任单位", "市发改委牵头，市工信局、市商务局配合")

    assert (tree["lead"], tree["responsible"]) == ("市发改委", ["市工信局", "市商务局"])


def test_a_role_in_a_list_does_not_overrule_its_own_column(session):
    head = ["项目名称", "级别", "责任单位", "牵头部门"]
    result = import_book(session, book_of(["示例·丙", "重大", "市发改委牵头，市工信局配合", "市商务局"], head=head))

    assert trees(result)["示例·丙"]["lead"] == "市商务局"
    assert cell_results(result, "bad") == [("表!C4", "牵头单位另有一列写的是“市商务局”，这里的“市发改委”没有收")]


def test_several_units_where_one_belongs_are_bad(session):
    tree, result = one_cell(session, "牵头部门", "市发改委、市商务局")

    assert "lead" not in tree and "只能写一个" in cell_results(result, "bad")[0][1]


def test_unknown_investors_become_drafts_beside_their_project(session):
    result = import_book(
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
