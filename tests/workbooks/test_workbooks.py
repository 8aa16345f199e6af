"""A form goes out, is filled in by another program, and comes back: what was typed goes in, all else stays."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from hyzs.model.errors import NotFound
from hyzs.model.workbook_form import FormColumn, FormSheet, WorkbookForm
from hyzs.reports.dispatch import dispatch, dispatch_result
from hyzs.workbooks.spreadsheet import read_spreadsheet
from hyzs.workbooks.write_form import write_form
from support.forms import FILE, WEEK, City, fill, place, states
from support.office import convert, needs_office
from support.stores import make_store

#: A key that forms are sealed with.
KEY = b"k" * 32


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    yield city
    city.close()


def test_the_same_form_is_the_same_bytes(city):
    session = city.session()
    forms = [dispatch(session.index, WEEK, session.now, ["衡南县"], session.about).forms[0] for _ in range(2)]

    assert write_form(forms[0], KEY) == write_form(forms[1], KEY)


def test_another_program_sees_locked_columns_lists_and_print_settings(city):
    page = openpyxl.load_workbook(city.send())["项目"]

    assert page.protection.sheet
    assert place(page, "项目名称", "p26-a1").protection.locked
    assert not place(page, "本周进展", "p26-a1").protection.locked
    assert {"list", "decimal"} <= {rule.type for rule in page.data_validations.dataValidation}
    assert (page.page_setup.orientation, page.print_title_rows, page.freeze_panes) == ("landscape", "$1:$4", "C5")
    assert page.column_dimensions["A"].hidden


def test_a_form_prints_in_letters_of_nine_points_its_names_on_every_sheet(city):
    page = openpyxl.load_workbook(city.send())["项目"]

    assert page.page_setup.scale >= 90 and not page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_cols == "$B:$B"


def test_a_list_too_long_for_a_validation_stands_in_the_hidden_sheet(city):
    choices = [f"示例类别{number:03}" for number in range(60)]
    column = FormColumn("tier", "类别", "choice", choices=choices)
    form = WorkbookForm(
        "a.xlsx", "表", "衡南县", {}, [FormSheet("项目", [FormColumn("name", "名称"), column], {"p26-a1": {}})], []
    )

    book = openpyxl.load_workbook(io.BytesIO(write_form(form, KEY)))

    [rule] = book["项目"].data_validations.dataValidation
    assert rule.formula1 == "_hyzs!$F$1:$F$60"
    assert [cell.value for cell in book["_hyzs"]["F"]] == choices


def test_what_is_on_no_form_is_told(city):
    (city.root / "data/projects/p26-c3.yaml").write_text(
        "name: 示例·丙项目\nsample: true\ntier: 一般\ntracked: {since: 2026-05-11}\n", "utf-8"
    )
    (city.root / "data/projects/p26-d4.yaml").write_text(
        "name: 示例·丁项目\nsample: true\ntier: 一般\ncounty: 衡山县\ntracked: {since: 2026-05-11}\n"
        "states: [{state: 暂缓, since: 2026-10-01, reason: 等, review: 2026-12-31}]\n",
        "utf-8",
    )
    session = city.session()

    answer = dispatch_result(dispatch(session.index, WEEK, session.now, [], session.about), "填报表")

    assert answer.extra["left_out"] == [{"unit": "衡山县", "reason": "本周无应报项目", "projects": 1}]
    assert answer.extra["unassigned"]["projects"] == ["p26-c3"]
    assert "没有发的单位 1 家：衡山县(本周无应报项目)" in [block.text for block in answer.blocks[1:]]
    assert answer.summary["files"] == len(answer.rows)


def test_the_greater_classes_come_first(city):
    page = openpyxl.load_workbook(city.send())["项目"]

    assert [row[0].value for row in page.iter_rows(min_row=5, max_row=6)] == ["p26-b2", "p26-a1"]


def test_a_form_that_nobody_touched_changes_nothing(city):
    before = city.record_bytes()

    result = city.collect(city.send())

    assert (result.cells, city.record_bytes()) == ([], before)


def test_what_was_typed_goes_in_and_a_second_time_changes_nothing(city):
    file = fill(
        city.send(),
        本周进展__p26_a1="地块谈定",
        累计到位资金__p26_a1="１,２００万元",
        无变化__p26_b2="是",
        无变化原因__p26_b2="等批复",
    )

    city.collect(file)
    once = city.record_bytes()
    result = city.collect(file)

    assert "  p26-a1:\n    progress: 地块谈定\n    figures: {paid_in: 1200}\n" in city.text()
    assert "  p26-b2: {no_change: true, reason: 等批复}\n" in city.text()
    assert "via: 工作簿" in city.text()
    assert (result.changes, city.record_bytes()) == ([], once)


def test_how_a_figure_was_understood_is_told(city):
    result = city.collect(fill(city.send(), 累计完成投资__p26_a1="０.３亿元"))

    assert [text.message for text in result.cells] == ["理解为 3000 万元"]


def test_bad_cells_are_told_all_at_once_and_the_file_stays_out(city):
    file = fill(city.send(), 累计到位资金__p26_a1="若干", 无变化__p26_b2="是", 本周进展__p26_a1="请联系 13812345678")
    before = city.record_bytes()

    result = city.collect(file)

    bad = [text for text in result.cells if text.state == "bad"]
    assert sorted(text.field for text in bad) == ["无变化原因", "本周进展", "累计到位资金"]
    assert all(text.cell.startswith("项目!") for text in bad)
    assert "13812345678" not in str(result.cells)
    assert city.record_bytes() == before


def test_with_partial_the_good_cells_go_in(city):
    file = fill(city.send(), 累计到位资金__p26_a1="若干", 本周进展__p26_a1="地块谈定")

    city.collect(file, partial=True)

    assert "progress: 地块谈定" in city.text()


def test_what_changed_meanwhile_is_a_conflict_with_three_values(city):
    file = fill(city.send(), 本周进展__p26_a1="县里写的")
    (city.root / FILE).parent.mkdir(exist_ok=True)
    (city.root / FILE).write_text("submitted: 2026-11-19T09:00\nprojects:\n  p26-a1: {progress: 市里写的}\n", "utf-8")

    result = city.collect(file)

    [text] = result.cells
    assert (text.state, text.sent, text.returned, text.now) == ("conflict", "", "县里写的", "市里写的")
    assert "市里写的" in city.text()


def test_both_wrote_the_same(city):
    file = fill(city.send(), 本周进展__p26_a1="谈定")
    (city.root / FILE).parent.mkdir(exist_ok=True)
    (city.root / FILE).write_text("submitted: 2026-11-19T09:00\nprojects:\n  p26-a1: {progress: 谈定}\n", "utf-8")

    assert city.collect(file).changes == []


def test_a_row_that_was_added_becomes_a_draft_once(city):
    file = city.send()
    book = openpyxl.load_workbook(file)
    page = book["项目"]
    page["B7"], page["C7"], page["H7"] = "示例·新项目", "一般", "建一座仓库"
    book.save(file)

    result = city.collect(file)
    once = city.record_bytes()
    city.collect(file)

    [new] = [
        path
        for path in once
        if "p26-" in path and path not in ("data/projects/p26-a1.yaml", "data/projects/p26-b2.yaml")
    ]
    assert states(result) == [("new", ""), ("changed", "本周进展")]
    assert city.text(new) == "name: 示例·新项目\nsample: true\ndraft: true\ntier: 一般\nreporter: 衡南县\n"
    assert f"  {Path(new).stem}: {{progress: 建一座仓库}}\n" in city.text()
    assert city.record_bytes() == once


def test_a_falling_figure_is_not_taken(city):
    result = city.collect(fill(city.send(), 累计到位资金__p26_a1=200))

    assert states(result) == [("bad", "累计到位资金")]


def test_sorted_rows_inserted_columns_and_deleted_rows_are_survived(city):
    file = fill(city.send(), 本周进展__p26_a1="地块谈定")
    book = openpyxl.load_workbook(file)
    page = book["项目"]
    page.delete_rows(5)  # the other project
    page.insert_cols(4)
    page.insert_rows(1)
    book.save(file)

    result = city.collect(file)

    assert "progress: 地块谈定" in city.text()
    assert any("少了 1 行" in text.message for text in result.cells)


def test_a_form_of_another_store_or_none_of_ours_is_told_so(city):
    file = city.send()
    book = openpyxl.load_workbook(file)
    del book["_hyzs"]
    book.save(file)

    result = city.collect(file)

    assert "不是 hyzs 发的填报表" in result.cells[0].message


def test_a_form_whose_hidden_part_was_changed_is_not_believed(city):
    file = city.send()
    book = openpyxl.load_workbook(file)
    book["_hyzs"]["D2"] = "2026-W40"
    book.save(file)

    assert "不能信" in city.collect(file).cells[0].message


def test_who_owes_nothing_gets_no_form(city):
    session = city.session()

    with pytest.raises(NotFound, match="没有要报的"):
        dispatch(session.index, WEEK, session.now, ["市自然资源和规划局"], session.about)


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_a_form_saved_by_libreoffice_in_another_format_comes_back_whole(city, tmp_path, ending):
    """Whole: with its seal, without which it would not be accepted."""
    file = fill(city.send(), 本周进展__p26_a1="地块谈定", 累计到位资金__p26_a1=1200)
    back = tmp_path / file.with_suffix(f".{ending}").name
    back.write_bytes(convert(file.read_bytes(), "xlsx", ending))

    result = city.collect(back)

    assert result.is_accepted, result.cells
    assert "    progress: 地块谈定\n    figures: {paid_in: 1200}\n" in city.text()


def packed(file: Path, sheet: str) -> Path:
    """A form whose first sheet says this instead."""
    out = file.with_name("attack.xlsx")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, sheet.encode() if entry.filename == "xl/worksheets/sheet1.xml" else data)
    return out


HEAD = '<?xml version="1.0"?>{}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FOOT = "</sheetData></worksheet>"


@pytest.mark.parametrize(
    "sheet",
    [
        HEAD.format("") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + FOOT,
        HEAD.format("") + '<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>' + FOOT,
        HEAD.format('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>') + "<row/>" + FOOT,
        HEAD.format("") + "<row>" * 50,
    ],
    ids=["far cell", "far cell in disguise", "entity", "broken"],
)
def test_a_file_that_attacks_its_reader_is_refused_with_a_sentence(city, sheet):
    file = packed(city.send(), sheet)

    result = city.collect(file)

    assert (len(result.cells), result.cells[0].state) == (1, "bad")
    assert result.cells[0].message


@pytest.mark.slow
def test_a_zip_bomb_is_not_unpacked(city, tmp_path):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/sharedStrings.xml", b"0" * 300_000_000)

    assert "大得不正常" in read_spreadsheet(bomb).problem


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name: x\n", bytes(range(256)) * 40])
def test_what_is_no_workbook_is_told_so(city, tmp_path, data):
    file = tmp_path / "x.xlsx"
    file.write_bytes(data)

    assert not city.collect(file).is_accepted


def test_whom_one_met_comes_back_a_line_a_meeting(city):
    form = fill(city.send(), 对接__p26_a1="2026年11月18日 拜访 示例集团@分管副县长\n2026-11-19 视频 示例银行")

    assert city.collect(form).is_accepted
    assert city.text().endswith(
        "    met:\n      - {on: 2026-11-18, how: 拜访, with: 示例集团, rank: 分管副县长}\n"
        "      - {on: 2026-11-19, how: 视频, with: 示例银行}\n"
    )


def test_a_meeting_without_a_day_is_bad_at_its_cell(city):
    [text] = [
        text for text in city.collect(fill(city.send(), 对接__p26_a1="拜访 示例集团")).cells if text.state == "bad"
    ]

    assert (text.field, text.message) == ("对接", "对接“拜访 示例集团”看不懂")


# Tasks

TASKED = """
== data/measures/m02.yaml
name: 完善招商网络
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: [市商务局]
responsible: [[各县市区]]
summary: 测试用举措。
tasks:
  - id: m02-1
    text: 清理政策
    due: 2026-10
    reports: each
    responsible: [各县市区]
    figures: [{name: cases, label: 办件数, unit: 件}]
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects:
  p26-a1: {progress: 谈地块, figures: {paid_in: 300}}
tasks:
  m02-1: {state: 推进, progress: 清理三件, figures: {cases: 3}}
"""


@pytest.fixture
def tasked(city):
    make_store(city.root, TASKED.lstrip(), base=False)
    return city


def test_a_task_is_asked_with_its_deadline_and_what_was_said_last(tasked):
    book = openpyxl.load_workbook(tasked.send())

    assert place(book["任务"], "完成时限", "m02-1").value == "2026-10（逾期 20 天）"
    assert place(book["任务"], "上次所报", "m02-1").value == "W46 推进：清理三件"
    assert place(book["任务指标"], "上次所报", "m02-1/cases").value == "W46 3"


def test_the_state_the_result_and_the_figures_of_a_task_come_back(tasked):
    form = tasked.send()
    fill(form, "任务", 状态__m02_1="完成", 成果名称__m02_1="清理台账", 文号__m02_1="示例〔2026〕1号")
    fill(form, "任务", 成果日期__m02_1="2026年11月18日", 本周进展__m02_1="清理完毕")
    fill(form, "任务指标", 本期数__m02_1_of_cases=5)

    assert tasked.collect(form).is_accepted
    assert tasked.text().partition("tasks:\n")[2] == (
        "  m02-1:\n    state: 完成\n    progress: 清理完毕\n    figures: {cases: 5}\n"
        "    result: {name: 清理台账, number: 示例〔2026〕1号, on: 2026-11-18}\n"
    )


def test_a_month_is_no_day_for_a_result_and_claimed_no_state_to_report(tasked):
    form = fill(tasked.send(), "任务", 成果日期__m02_1="2026年11月", 状态__m02_1="待核")

    assert sorted(text.message for text in tasked.collect(form).cells) == [
        "“2026年11月”要写到哪一天，如 2026-03-15",
        "“待核”不在可选的里面：未启动、推进、完成",
    ]


def test_a_task_that_was_reported_in_its_month_is_not_asked_again(tasked):
    tasked.root.joinpath("data/measures/m02.yaml").write_text(
        tasked.text("data/measures/m02.yaml").replace("2026-10", "2026-12"), "utf-8"
    )

    assert "任务" not in openpyxl.load_workbook(tasked.send()).sheetnames
