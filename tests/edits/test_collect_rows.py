"""Rows that people put into a form, and forms that come twice."""

import shutil
from pathlib import Path

import pytest

from hyzs.edits.admit import admit
from hyzs.model.errors import NotFound
from hyzs.session import Session
from support.forms import City, bad_cells, cell_messages, edit, fill


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path)
    yield city
    city.close()


def test_dashes_in_empty_cells_are_counted_once(city):
    result = city.collect(fill(city.send(), 本周进展__p26_a1="谈定", 下步打算__p26_a1="—", 需协调的问题__p26_b2="无"))

    assert "2 格写的是“无”“—”之类" in cell_messages(result, "remark")


def new_row(page, name="示例·新项目", tier="一般", row=7, **cells):
    page.cell(row, 2, name)
    page.cell(row, 3, tier)
    for column, value in cells.items():
        page[f"{column}{row}"] = value


def test_all_that_is_said_of_a_new_project_goes_into_the_return(city):
    file = edit(city.send(), lambda page: new_row(page, H="刚接触", I=200, M="用地"))

    result = city.collect(file)

    draft = next(text.subject for text in result.cells if text.field == "本周进展")
    assert f"  {draft}:\n    progress: 刚接触\n    figures: {{invested: 200}}\n    needs:\n" in city.text()
    assert "content" not in city.text(f"data/projects/{draft}.yaml")
    assert [f.code for f in city.session().findings() if f.record.startswith("2026-W47")] == ["entry-draft"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("示例·乙项目", "上面已有这个项目(p26-b2)"),
        ("示例·丙　项目", "已有同名项目 p26-c3，由衡山县填报"),
        ("", "没有写名称"),
    ],
)
def test_a_new_row_of_a_known_project_is_not_lost(tmp_path, name, words):
    other = "== data/projects/p26-c3.yaml\nname: 示例·丙项目\nsample: true\ntier: 一般\ncounty: 衡山县\n"
    city = City(tmp_path, f"{other}lead: 市商务局\ncontent: 建\ntracked: {{since: 2026-05-11}}\n")

    result = city.collect(edit(city.send(), lambda page: new_row(page, name, H="还在谈")))

    assert words in cell_messages(result) and result.unread >= 2
    city.close()


def test_a_new_row_without_a_class_names_the_classes(city):
    result = city.collect(edit(city.send(), lambda page: new_row(page, tier="特大", H="谈")))

    assert bad_cells(result) == ["项目!C7"] and "重大" in cell_messages(result)


def test_the_same_new_project_twice_is_taken_once(city):
    def doubled(page):
        new_row(page, H="甲说")
        new_row(page, "示例·新 项目", row=8, H="乙说")

    result = city.collect(edit(city.send(), doubled))

    assert "写了两行" in cell_messages(result)


def test_a_unit_named_in_a_need_is_proposed_and_not_assigned(city):
    result = city.collect(fill(city.send(), 需协调的问题__p26_a1="请市自然资源局协调用地"))

    assert [text.proposal for text in result.cells if text.proposal] == ["市自然资源和规划局"]
    assert "{needs: [{text: 请市自然资源局协调用地}]}" in city.text()


def test_what_the_store_refuses_comes_back_to_its_cell(city):
    result = city.collect(
        fill(city.send(), 需协调的问题__p26_a1="用电@市供电居", 本周进展__p26_a1="谈定", 本周进展__p26_b2="在建")
    )

    [cell] = [text for text in result.cells if text.state == "bad"]
    assert (cell.cell, cell.field, cell.subject) == ("项目!M6", "需协调的问题", "p26-a1")
    assert "市供电居" in cell.message
    assert not result.changes


def test_with_partial_the_cells_that_the_store_takes_go_in(city):
    result = city.collect(
        fill(city.send(), 需协调的问题__p26_a1="用电@市供电居", 本周进展__p26_a1="谈定", 本周进展__p26_b2="在建"),
        partial=True,
    )

    assert bad_cells(result) == ["项目!M6"]
    assert "p26-a1: {progress: 谈定}" in city.text() and "p26-b2: {progress: 在建}" in city.text()


def test_who_filled_it_in_goes_with_it_and_a_private_number_there_is_refused(city):
    file = edit(
        fill(city.send(), 本周进展__p26_a1="谈定"),
        lambda page: (page.cell(2, 6, "示例甲"), page.cell(2, 9, "示例乙 13812345678")),
    )

    result = city.collect(file, partial=True)

    assert bad_cells(result) == ["项目!I2"] and "13812345678" not in str(result.cells)
    assert "filed_by: 示例甲" in city.text() and "approved_by" not in city.text()


def test_a_file_that_was_taken_is_known_again(city):
    file = fill(city.send(), 本周进展__p26_a1="谈定")
    city.collect(file)

    result = city.collect(file)

    assert result.is_known and result.same == 1
    assert "这份文件 2026-11-20T09:00 收过" in cell_messages(result, "remark")


@pytest.mark.parametrize("dry", [False, True])
def test_two_files_of_one_unit_in_one_run_are_told(city, dry):
    first = fill(city.send(), 本周进展__p26_a1="先写的", 下步打算__p26_a1="再去")
    second = shutil.copy(first, first.with_name("另一份.xlsx"))
    fill(Path(second), 本周进展__p26_a1="后写的", 本周进展__p26_b2="乙在建")

    result, other_result = city.collect_all(first, Path(second), dry=dry)

    assert result.is_accepted and not other_result.is_accepted
    [conflict] = [text for text in other_result.cells if text.state == "conflict"]
    assert conflict.message == f"这一次先收的 {first.name} 项目!H6 写得不一样"
    assert (conflict.now, conflict.returned) == ("先写的", "后写的")
    assert f"先收了同一单位同一周的 {first.name}" in cell_messages(other_result, "remark")


def test_files_that_are_passed_over_are_named(city, tmp_path):
    folder = tmp_path / "交来的"
    (folder / "雁峰区").mkdir(parents=True)
    shutil.copy(city.send(), folder)
    for name in ("珠晖区.et", "石鼓区.zip", "蒸湘区.docx", "~$珠晖区.xlsx", "._a.xlsx", ".DS_Store", "雁峰区/甲.xlsx"):
        (folder / name).write_bytes(b"x")

    files = city.collect_all(folder)

    assert [item.file for item in files if item.is_skipped] == ["珠晖区.et", "石鼓区.zip", "雁峰区"]
    assert "另存为 xlsx" in files[[item.file for item in files].index("珠晖区.et")].cells[0].message
    documents = [item for item in files if item.file == "蒸湘区.docx"]
    assert [cell.message for cell in documents[0].cells] == ["这不是 docx 文件；用 WPS 或 Word 打开，另存为 docx 再收"]
    assert [item.is_accepted for item in files if not item.is_skipped and item not in documents] == [True]


def test_a_folder_without_a_workbook_says_so(city, tmp_path):
    (tmp_path / "空").mkdir()

    with pytest.raises(NotFound, match="文件夹里没有工作簿"):
        city.collect_all(tmp_path / "空")


def test_a_need_that_is_handed_over_afterwards_is_amended_and_one_taken_out_stays(city):
    city.collect(fill(city.send(), 需协调的问题__p26_a1="用电增容\n办证"))

    result = city.collect(fill(city.send(), 需协调的问题__p26_a1="用电增容@市发改委"))

    assert "needs: [{text: 用电增容, to: 市发改委}, {text: 办证}]" in city.text()
    assert "少了 1 条，没有删，还算没有解决：办证" in cell_messages(result, "remark")
    assert "没有删" in cell_messages(
        city.collect(fill(city.send(), 需协调的问题__p26_a1="用电增容@市发改委")), "remark"
    )


def test_a_draft_is_admitted_from_the_week_that_was_reported_on_it(city):
    result = city.collect(edit(city.send(), lambda page: new_row(page, H="刚接触")))
    draft = next(text.subject for text in result.cells if text.field == "本周进展")
    session = Session(str(city.root), "2026-12-01T09:00")

    session.apply(admit(session.index, [draft], None, session.now).changes)
    session.close()

    assert "tracked: {since: 2026-11-16}" in city.text(f"data/projects/{draft}.yaml")


def test_a_meeting_that_was_taken_out_of_a_cell_stays_and_is_told(city):
    city.collect(fill(city.send(), 对接__p26_a1="2026-11-17 拜访 示例集团\n2026-11-18 洽谈 示例集团"))

    result = city.collect(fill(city.send(), 对接__p26_a1="2026-11-18 洽谈 示例集团"))

    assert "少了 1 条，没有删，要去掉用 hyzs set：2026-11-17 拜访 示例集团" in cell_messages(result, "remark")
    assert not result.changes
