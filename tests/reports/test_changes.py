"""hyzs changes: what two states of a store differ in, told in words of the field."""

import inspect
import sqlite3
import subprocess

import pytest

from hyzs.commands.changes import states
from hyzs.index.database import open_database
from hyzs.reports.changes import changes
from hyzs.session import Session
from support.shared_index import index_files
from support.stores import make_store

PROJECT = """\
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
investment: {total: 5000}
milestones: {在谈: 2026-05-11}
promises: {签约: 2026-09}
tracked: {since: 2026-05-11}
"""


def commit(root):
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "一次"]):
        author = ["-c", "user.name=示例", "-c", "user.email=a@example.invalid"]
        subprocess.run(["git", *author, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def compare(request, tmp_path):
    """The rows that tell what the store of the docstring is after ``replace`` (old text → new text, by path)."""
    store_text = inspect.cleandoc(request.function.__doc__ or "").replace("{project}", PROJECT.rstrip()) + "\n"

    root = make_store(tmp_path / "store", store_text)
    commit(root)

    def run(replace, **options):
        for path, pairs in replace.items():
            file = root / "data" / path
            text = file.read_text("utf-8") if file.exists() else ""
            for before, after in pairs:
                assert before in text
                text = text.replace(before, after) if before else after
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        commit(root)
        session = Session(str(root), "2026-11-23", quiet=True)
        with states(session, "HEAD~1..HEAD") as (old, new, commits):
            answer = changes(old, new, commits, **options)
        session.close()
        return [(row["unit"], row["name"], row["event"], row["label"], row["old"], row["new"]) for row in answer.rows]

    return run


def test_a_stage_that_is_reached_is_one_line_with_its_unit(compare):
    """
    == data/projects/p26-a1.yaml
    {project}
    """
    assert compare({"projects/p26-a1.yaml": [("{在谈: 2026-05-11}", "{在谈: 2026-05-11, 签约: 2026-11-18}")]}) == [
        ("衡南县", "示例·甲项目", "stage", "签约", "在谈", "签约 2026-11-18")
    ]


def test_a_promise_that_moves_says_how_often_and_by_how_much(compare):
    """
    == data/projects/p26-a1.yaml
    {project}
    """
    moved = "签约: [{by: 2026-09, set: 2026-05-11}, {by: 2026-12, set: 2026-10-08, why: 审批延后}]"

    assert compare({"projects/p26-a1.yaml": [("签约: 2026-09", moved)]}) == [
        ("衡南县", "示例·甲项目", "postponed", "签约", "2026-09", "2026-12（第 1 次，推迟 92 天）")
    ]


def test_other_spellings_order_and_places_are_no_change(compare):
    """
    == data/projects/p26-a1.yaml
    {project}
    """
    respelled = [
        ("milestones: {在谈: 2026-05-11}\n", ""),
        ("name: ", "milestones: {在谈: {on: 2026-05-11}}\nname: "),
        ("promises: {签约: 2026-09}", "promises:\n  签约:\n    - by: 2026-09"),
        ("county: 衡南县", "county: 衡南县 # 属地"),
        ("lead: 市商务局", "lead: swj"),
    ]

    assert compare({"projects/p26-a1.yaml": respelled}) == []


def test_a_unit_that_is_renamed_is_one_line_and_none_for_each_mention(compare):
    """
    == data/projects/p26-a1.yaml
    {project}
    """
    unit = [("name: 衡南县,", "name: 衡南新区, former_names: [衡南县],")]

    assert compare({"units/units.yaml": unit, "projects/p26-a1.yaml": [("county: 衡南县", "county: 衡南新区")]}) == [
        ("衡南新区", "衡南新区", "renamed", "简称", "衡南县", "衡南新区")
    ]


def test_tier_lead_amount_state_and_admission_have_names_of_their_own(compare):
    """
    == data/projects/p26-a1.yaml
    draft: true
    {project}
    """
    changed = [
        ("draft: true\n", ""),
        ("tier: 一般", "tier: 重点"),
        ("lead: 市商务局", "lead: 市工信局"),
        ("total: 5000", "total: 8000"),
        ("tracked:", "states: [{state: 暂缓, since: 2026-11-01, reason: 等地}]\ntracked:"),
    ]

    assert sorted(row[2:] for row in compare({"projects/p26-a1.yaml": changed})) == [
        ("admitted", "2026-05-11 起", "", ""),
        ("amount", "总投资", "5000 万元", "8000 万元"),
        ("lead", "牵头单位", "市商务局", "市工信局"),
        ("state", "状态", "在推", "暂缓 2026-11-01：等地"),
        ("tier", "项目类别", "一般", "重点"),
    ]


def test_returns_are_counted_by_unit_with_the_figures_that_were_corrected(compare):
    """
    == data/projects/p26-a1.yaml
    {project}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 谈地块, figures: {invested: 800}}}
    """
    revised = "figures: {invested: 500}, revised: [{on: 2026-11-16, field: invested, from: 800, to: 500, why: 多算}]"
    new = "submitted: 2026-11-20T09:00\nprojects: {p26-a1: {progress: 谈妥}}\n"
    replace = {
        "returns/2026-W46/hengnan.yaml": [("figures: {invested: 800}", revised)],
        "returns/2026-W47/hengnan.yaml": [("", new)],
    }

    assert compare(replace) == [("衡南县", "衡南县", "returns", "填报 1 份，补充 1 份，数额更正 1 项", "", "")]


def test_acts_on_a_matter_and_new_records_are_told(compare):
    """
    == data/projects/p26-a1.yaml
    {project}
    == data/matters/x26-a1.yaml
    text: 示例·用电
    sample: true
    origin: 周填报
    raised: {by: 衡南县, on: 2026-11-13}
    project: p26-a1
    lead: 市发改委
    due: 2026-11-20
    events: [{on: 2026-11-13, do: 交办}]
    """
    replace = {
        "matters/x26-a1.yaml": [("do: 交办}]", "do: 交办}, {on: 2026-11-14, do: 签收, by: 市发改委}]")],
        "projects/p26-b2.yaml": [("", PROJECT.replace("甲", "乙"))],
    }

    assert compare(replace) == [
        ("市发改委", "示例·用电", "matter", "签收", "", "2026-11-14 市发改委"),
        ("衡南县", "示例·乙项目", "added", "项目", "", ""),
    ]


def test_files_that_come_beside_a_fact_are_counted_and_not_named(compare):
    """
    == data/projects/p26-a1.yaml
    {project}
    """
    file = f"{{name: 合同.pdf, sha256: {'a1' * 32}, size: 9, level: 敏感, on: 2026-11-20}}"
    assert compare(
        {"projects/p26-a1.yaml": [("在谈: 2026-05-11", f"在谈: {{on: 2026-05-11, attachments: [{file}]}}")]}
    ) == [("衡南县", "示例·甲项目", "evidence", "附件", "0 份", "1 份（加 1，去 0）")]


def test_one_unit_or_one_kind_is_picked(compare):
    """
    == data/projects/p26-a1.yaml
    {project}
    """
    replace = {
        "projects/p26-a1.yaml": [("tier: 一般", "tier: 重点")],
        "units/units.yaml": [("name: 市工信局", "name: 市工业局")],
    }

    assert [row[2] for row in compare(replace, unit="衡南县")] == ["tier"]


def test_asked_where_no_index_can_be_kept_it_is_the_same(compare, monkeypatch):
    """
    == data/projects/p26-a1.yaml
    {project}
    """
    monkeypatch.setattr("hyzs.index.index.open_database", lambda path: open_database(None))

    assert [row[2] for row in compare({"projects/p26-a1.yaml": [("tier: 一般", "tier: 重点")]})] == ["tier"]


def test_its_indexes_are_closed_so_that_the_next_one_can_write(compare, monkeypatch):
    """
    == data/projects/p26-a1.yaml
    {project}
    """
    opened = []
    monkeypatch.setattr("hyzs.index.index.open_database", lambda path: opened.append(open_database(path)) or opened[-1])
    with index_files():
        compare({"projects/p26-a1.yaml": [("tier: 一般", "tier: 重点")]})

    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
