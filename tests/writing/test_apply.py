"""No edit adds an error, none overwrites another's work, and each can be taken back to the byte."""

import sqlite3

import pytest

from hyzs.model.change import Create, Delete, Move, Plain, Set
from hyzs.model.errors import Busy, CannotRead, CannotWrite, EditRefused, NotFound
from hyzs.model.time_zone import ZONE
from hyzs.session import Session
from hyzs.store.lock import store_lock
from hyzs.writing import apply
from hyzs.writing.undo_list import edit_log
from support.stores import make_store

PROJECT = "projects/p26-a1.yaml"
STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般   # 类别
county: 衡南县
== data/projects/p26-b2.yaml
name: 示例·乙项目
sample: true
tier: 没有这一类
county: 衡南县
"""


@pytest.fixture
def session(tmp_path):
    make_store(tmp_path, STORE.lstrip())
    session = Session(str(tmp_path), "2026-11-23")
    yield session
    session.close()


def undo(session, name):
    return session.edit(lambda index, today: apply.undo(index, today, name))


def redo(session, name):
    return session.edit(lambda index, today: apply.redo(index, today, name))


def text(session, path=PROJECT):
    file = session.root / "data" / path
    return file.read_bytes().decode() if file.exists() else None


def test_what_adds_an_error_is_refused_with_that_finding(session):
    before = text(session)

    with pytest.raises(EditRefused, match=r"p26-a1\.yaml:4:9 没有叫“衡南现”的单位"):
        session.apply([Set(PROJECT, ("county",), "衡南现")])
    assert text(session) == before


def test_what_the_reader_of_the_file_alone_finds_is_refused_too(session):
    with pytest.raises(EditRefused, match="bad-number"):
        session.apply([Set(PROJECT, ("land", "area_mu"), "许多")])


def test_errors_that_stand_elsewhere_or_in_the_same_file_hinder_nobody(session):
    session.apply([Set("projects/p26-b2.yaml", ("county",), "衡东县")])

    assert "county: 衡东县" in text(session, "projects/p26-b2.yaml")


def test_what_cannot_be_looked_at_after_the_data_are_written_fails_no_edit(session, monkeypatch):
    looks = iter([session.index.refresh])

    def refresh():
        look = next(looks, None)
        if look is None:
            raise CannotRead("读不了文件夹 data")
        look()

    monkeypatch.setattr(session.index, "refresh", refresh)

    edited = session.apply([Set(PROJECT, ("tier",), "重点")])

    assert edited.undo_name and "tier: 重点" in text(session)


def test_deleting_a_unit_shows_all_that_named_it(session):
    with pytest.raises(EditRefused) as refusal:
        session.apply([Delete("units/units.yaml")])

    assert "一条单位也没有，却有 10 处引用了 9 个名称" in refusal.value.message


def test_a_new_warning_is_told(session):
    unit = {"id": "xin", "name": "新局", "type": "政府部门"}

    edited = session.apply([Create("units/new.yaml", [unit])])

    assert any("unused-unit" in remark for remark in edited.remarks)


def test_a_file_that_changed_since_it_was_read_is_left_alone(session):
    assert session.index.store_info()
    file = session.root / "data" / PROJECT
    file.write_text(file.read_text("utf-8") + "note: 别人加的\n", "utf-8")

    with pytest.raises(Busy, match="又被别人改了"):
        session.apply([Set(PROJECT, ("tier",), "重点")])
    assert "别人加的" in text(session)
    assert "一般" in text(session)


def test_an_edit_made_meanwhile_elsewhere_counts_when_judging(session):
    assert session.index.store_info()
    (session.root / "data" / "projects" / "p26-c3.yaml").write_text(
        "name: 示例·丙\nsample: true\ntier: 一般\n", "utf-8"
    )

    with pytest.raises(EditRefused, match="ambiguous-name"):
        session.apply([Set(PROJECT, ("name",), "示例·丙")])


@pytest.mark.parametrize(
    "change",
    [
        Set(PROJECT, ("tier",), "重点"),
        Create("projects/p26-n1.yaml", {"name": "示例·新", "sample": Plain("true"), "tier": "一般"}),
        Delete(PROJECT),
        Move(PROJECT, "projects/p26-z9.yaml"),
    ],
    ids=lambda change: type(change).__name__,
)
def test_every_edit_is_taken_back_to_the_byte(session, change):
    files = {file: file.read_bytes() for file in (session.root / "data").rglob("*.yaml")}

    applied = session.apply([change])
    undo(session, applied.undo_name)

    assert {file: file.read_bytes() for file in (session.root / "data").rglob("*.yaml")} == files


def test_what_was_undone_can_be_done_again(session):
    applied = session.apply([Set(PROJECT, ("tier",), "重点")])
    reverted = undo(session, None)
    second = redo(session, None)

    assert (reverted.undo_name, reverted.redo_name, second.undo_name) == ("", applied.undo_name, applied.undo_name)
    assert "tier: 重点   # 类别" in text(session)


def test_undo_walks_back_step_by_step_and_redo_forth(session):
    states = [text(session)]
    for county in ("衡东县", "衡山县"):
        session.apply([Set(PROJECT, ("county",), county)])
        states.append(text(session))

    walked = []
    for step in (undo, undo, redo, redo, undo):
        step(session, None)
        walked.append(states.index(text(session)))

    assert walked == [1, 0, 1, 2, 1]


def test_a_step_further_than_all_edits_is_refused(session):
    name = session.apply([Set(PROJECT, ("tier",), "重点")]).undo_name
    with pytest.raises(NotFound, match="没有可以重做的改动"):
        redo(session, None)
    undo(session, None)

    with pytest.raises(NotFound, match="没有可以撤销的改动"):
        undo(session, None)
    with pytest.raises(NotFound, match="已经撤销") as refused:
        undo(session, name)
    assert refused.value.hint == f"重做它：hyzs redo {name}"


def test_an_edit_whose_effect_is_gone_is_skipped_and_that_is_said(session):
    first = session.apply([Set(PROJECT, ("county",), "衡东县")])
    before = text(session)
    second = session.apply([Set(PROJECT, ("tier",), "重点")])
    (session.root / "data" / PROJECT).write_text(before, "utf-8")  # as git checkout does

    result = undo(session, None)

    assert (result.redo_name, result.remarks[0]) == (
        first.undo_name,
        f"跳过 {second.undo_name}：文件已经是改动以前的样子",
    )


def test_what_would_be_an_error_by_now_is_not_done_again(session):
    session.apply([Set(PROJECT, ("county",), "衡东县")])
    undo(session, None)
    units = session.root / "data/units/units.yaml"
    units.write_text("".join(x for x in units.read_text("utf-8").splitlines(True) if "衡东县" not in x), "utf-8")

    with pytest.raises(EditRefused):
        redo(session, None)
    assert "衡东县" not in text(session)


def test_the_log_tells_what_stands_and_what_was_taken_back(session):
    for county in ("衡东县", "衡山县"):
        session.apply([Set(PROJECT, ("county",), county)])
    undo(session, None)

    texts = [(row["state"], row["first"], row["files"], row["ready"]) for row in edit_log(session.root, ZONE)]
    path = f"data/{PROJECT}"
    assert texts == [
        ("done", "- county: 衡南县", [path], True),
        ("undone", "- county: 衡东县", [path], True),
    ]


def test_an_edit_is_not_undone_over_a_later_change(session):
    applied = session.apply([Set(PROJECT, ("tier",), "重点")])
    file = session.root / "data" / PROJECT
    file.write_text(file.read_text("utf-8") + "note: 后来加的\n", "utf-8")

    with pytest.raises(Busy):
        undo(session, applied.undo_name)
    assert "后来加的" in text(session)


def test_what_changes_nothing_writes_nothing(session):
    assert session.apply([Set(PROJECT, ("tier",), "一般")]).lines == ()
    with pytest.raises(NotFound, match="没有可以撤销的"):
        undo(session, None)


def test_a_dry_run_is_judged_and_writes_nothing(session):
    before = text(session)

    applied = session.apply([Set(PROJECT, ("tier",), "重点")], dry=True)
    with pytest.raises(EditRefused):
        session.apply([Set(PROJECT, ("tier",), "没有")], dry=True)

    assert (applied.lines[0].new, applied.undo_name, text(session)) == (("tier: 重点   # 类别",), "", before)


def test_a_file_that_is_there_is_not_made_again(session):
    with pytest.raises(CannotWrite, match="已经有"):
        session.apply([Create(PROJECT, {"name": "别的"})])


def test_nothing_is_written_outside_of_the_data(session):
    with pytest.raises(CannotWrite):
        session.apply([Create("../settings.yaml", {"name": "别的"})])


def test_nobody_reads_the_index_while_waiting_for_another_edit(session, monkeypatch):
    session.index.rows("SELECT name FROM project")  # as every edit asks before it is made

    def is_free(root):
        other = sqlite3.connect(root / ".hyzs" / "index.db", timeout=0, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        other.close()
        return store_lock(root)

    monkeypatch.setattr("hyzs.writing.apply.store_lock", is_free)

    assert session.apply([Set(PROJECT, ("county",), "衡东县")]).undo_name
    assert undo(session, None).redo_name


def test_a_file_that_changed_while_we_waited_is_not_overwritten(session, monkeypatch):
    def held_up(root):
        (root / "data" / PROJECT).write_text("name: 示例·别人改的\nsample: true\ntier: 一般\n", "utf-8")
        return store_lock(root)

    session.index.rows("SELECT name FROM project")
    monkeypatch.setattr("hyzs.writing.apply.store_lock", held_up)

    with pytest.raises(Busy):
        session.apply([Set(PROJECT, ("county",), "衡东县")])
    assert "别人改的" in text(session)
