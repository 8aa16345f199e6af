"""A division of tasks comes again; units and persons come as lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.cli.main import run
from hyzs.documents.ownership import parse_ownership
from hyzs.model.change import Set
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.numbered_items import numbered_items, split_target
from hyzs.model.spreadsheet import Spreadsheet, SpreadsheetSheet
from hyzs.query.duties import UNITS
from hyzs.reports.division import division
from hyzs.reports.list_ import list_
from hyzs.session import Session
from support.measure_ledgers import HEAD, ROWS, STORE, TITLE, changed, table
from support.spreadsheets import cell_results, import_book, trees
from support.stores import make_store


@pytest.fixture
def session(tmp_path):
    session = Session(str(make_store(tmp_path / "store", STORE.lstrip())), "2026-11-20T09:00", quiet=True)
    yield session
    session.close()


# 改了再收


def import_again(session, *rows, **more):
    return import_book(session, table(*rows), kind="measure", **more)


def test_the_same_division_again_is_the_same_once_it_was_compared(session):
    import_again(session, *ROWS, write=True)
    result = import_again(session, *ROWS)

    assert result.changes == [] and result.is_whole
    assert [message.partition("一样（")[2] for _, message in cell_results(result, "same")] == [
        "比了 23 项）",
        "比了 8 项）",
    ]


def test_where_the_division_was_mended_its_tasks_follow(session):
    import_again(session, *ROWS, write=True)
    mended = changed(changed(ROWS, 2, 5, "2026年6月"), 3, 2, "办件满意率调查")
    result = import_again(session, *mended, write=True)

    assert sorted((cell.path, cell.now, cell.value) for cell in result.cells if cell.state == "changed") == [
        ("tasks.1.due", "长期", "2026-06"),
        ("tasks.2.text", "办件满意率测评", "办件满意率调查"),
    ]
    assert import_again(session, *mended).changes == []


def test_a_task_that_the_division_has_besides_is_added_and_what_stands_there_stays(session):
    first = import_again(session, *ROWS, write=True)
    id = first.drafts["measure"][0]
    path = f"measures/{id}.yaml"
    session.apply([Set(path, ("tasks", 0, "reports"), "each")])
    result = import_again(
        session, *ROWS[:4], ["", "", "公开办事指南", "市发改委", "市工信局", "2026年", "指南"], *ROWS[4:], write=True
    )

    text = (session.root / "data" / path).read_text("utf-8")
    assert f"id: {id}-4" in text and "text: 公开办事指南" in text
    assert "reports: each" in text and result.records["updated"] == 1


def test_what_was_changed_on_both_sides_is_a_conflict(session):
    first = import_again(session, *ROWS, write=True)
    session.apply([Set(f"measures/{first.drafts['measure'][0]}.yaml", ("tasks", 1, "due"), "2027")])
    result = import_again(session, *changed(ROWS, 2, 5, "2026年6月"))

    assert [(cell.path, cell.now, cell.value) for cell in result.cells if cell.state == "conflict"] == [
        ("tasks.1.due", "2027", "2026-06")
    ]


@pytest.mark.parametrize("report", ["list", "division"])
def test_our_own_lists_come_back_as_the_same_measures(session, tmp_path, report):
    file = tmp_path / "out.xlsx"
    answer = (
        list_(session.index, "measure", session.now, every=False)
        if report == "list"
        else division(session.index, "示政办发〔2026〕1号")
    )
    session.show(answer, None, str(file))
    result = import_book(session, file, kind="measure")

    assert (result.changes, cell_results(result, "bad", "differs")) == ([], [])
    assert dict(result.records) == {"same": 1}


# 单位和人员


def people(session, *rows, head=("姓名", "单位", "职务", "任职时间", "联系电话"), **more):
    book = Spreadsheet("人员.xlsx", "", {"人员": SpreadsheetSheet.of_texts([list(head), *map(list, rows)])})
    return import_book(session, book, kind="person", **more)


def test_people_come_with_their_posts_and_without_their_telephones(session):
    result = people(session, ["示例·钱副主任", "市发改委\n市商务局", "副主任\n党组成员", "2026年3月1日", "13907341234"])

    assert trees(result)["示例·钱副主任"]["posts"] == [
        {"post": "副主任", "unit": "市发改委", "since": "2026-03-01"},
        {"post": "党组成员", "unit": "市商务局", "since": "2026-03-01"},
    ]
    assert ("人员!E1", "联系方式和证件号码不进数据，1 格没有收；要留就放在 private/") in cell_results(result, "remark")
    assert "1390734" not in str(result)


def test_a_map_that_wants_a_column_of_telephones_is_refused_it(session):
    expected = {"姓名": "name", "职务": "posts.post", "联系电话": "posts.unit"}
    result = people(session, ["示例·钱副主任", "", "副主任", "", "0734-8123456"], columns=ColumnMapping(expected))

    assert [cell for cell, _ in cell_results(result, "bad")] == ["人员!E1"] and "8123456" not in str(result)


def test_a_person_who_is_there_is_compared_post_by_post(session):
    result = people(session, ["示例·李副市长", "市发改委", "联系市领导", "2025-01-01", ""])

    assert [(cell.path, cell.value, cell.now) for cell in result.cells if cell.state == "differs"] == [
        ("posts.0.unit", "市发改委", "")
    ]


def units(session, *rows, head=("单位名称", "全称", "曾用名", "别名", "是否填报", "单位类型"), **more):
    book = Spreadsheet("单位.xlsx", "", {"单位": SpreadsheetSheet.of_texts([list(head), *map(list, rows)])})
    return import_book(session, book, kind="unit", **more)


def test_units_come_with_all_their_names_and_a_type_that_their_name_suggests(session):
    result = units(session, ["示例数据中心", "", "示例信息中心、示例网络中心", "数据中心、示例中心", "否", ""])
    unit = trees(result)["示例数据中心"]

    assert unit["aliases"] == ["数据中心", "示例中心"] and unit["type"] == "政府部门"
    assert unit["former_names"] == [{"name": "示例信息中心"}, {"name": "示例网络中心"}]
    assert ("单位!A2", "类型按名称拟为 政府部门") in cell_results(result, "remark")


def test_a_draft_of_a_unit_files_no_returns(session):
    units(session, ["示例新区", "", "", "", "是", "园区"], write=True)
    assert "示例新区" not in [row["name"] for row in session.index.rows(UNITS)]


@pytest.mark.parametrize("kind", ["unit", "person"])
def test_our_own_lists_come_back_as_the_same_records(session, tmp_path, kind):
    file = tmp_path / "out.xlsx"
    session.show(list_(session.index, kind, session.now, every=False), None, str(file))
    result = import_book(session, file, kind=kind)

    assert (result.changes, cell_results(result, "bad", "differs"), set(result.records)) == ([], [], {"same"})


# 一格里的几项


@given(st.lists(st.text("甲乙丙，。2026", min_size=1, max_size=6).filter(str.strip), min_size=2, max_size=9))
def test_numbered_things_come_back(texts):
    assert numbered_items("\n".join(f"（{n}）{item_text}" for n, item_text in enumerate(texts, 1))) == dict(
        enumerate(texts, 1)
    )


@given(st.text("（）()1234—、.\n甲 ", max_size=30))
def test_any_text_is_some_numbered_things_or_none(text):
    numbered_items(text)
    split_target(text)


@given(
    st.lists(
        st.lists(st.sampled_from(["甲局", "乙委", "丙办", "各县", "园区"]), min_size=1, max_size=3, unique=True),
        min_size=1,
        max_size=4,
    )
)
def test_clauses_come_back(clauses):
    known_names = {"甲局", "乙委", "丙办", "各县", "园区"}
    text = "，".join("、".join(names) for names in clauses)

    assert [
        list(part.named) for part in parse_ownership(text, default="", is_name=known_names.__contains__).parts
    ] == clauses


# 命令


def test_the_command_previews_by_a_map_that_it_never_writes_over(session, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    session.close()
    (tmp_path / "分工.csv").write_text("\n".join(",".join(row) for row in (TITLE, HEAD, *ROWS[1:3])), "utf-8")
    words = [
        "--store",
        str(session.root),
        "--today",
        "2026-11-20",
        "import",
        "measures",
        "分工.csv",
        "--set",
        "section=一",
    ]

    assert run(words) == 0
    file = tmp_path / "分工.map.yaml"
    edited = file.read_text("utf-8").replace("成果形式: tasks.deliverable", "成果形式: null   # 改了一上午")
    file.write_text(edited, "utf-8")
    capsys.readouterr()

    assert run(words) == 0
    out, err = capsys.readouterr()
    assert file.read_text("utf-8") == edited and "照已有的对照表 分工.map.yaml 预览" in err
    assert "没有收的列：成果形式(2 格)" in out
    assert run([*words, "--map", "分工.map.yaml"]) == 0
    assert file.read_text("utf-8") == edited
