"""The turn of a year: nothing moves, what is open goes on, plans come back by workbook and are taken in once."""

import os
import subprocess
from datetime import datetime

import pytest

from hyzs.commands.form_files import write_forms
from hyzs.query.task_rows import task_rows
from hyzs.query.year_plan_sheets import YEAR_PROJECTS, YEAR_TARGETS, plan_columns
from hyzs.query.year_turn import year_turn
from hyzs.reports.results.year_result import year_workbooks
from hyzs.session import Session
from support import program
from support.forms import City, cell_messages, fill, states

TASK = """== data/measures/m02.yaml
name: 示例举措
plan: 示政办发〔2026〕1号
number: 2
section: 二
lead: [衡南县]
responsible: [[市发改委]]
summary: 略
tasks:
  - {id: m02-1, text: 引进示例企业, due: 长期, target: {at_least: 20, unit: 个, per: 年}}
"""
A1 = "data/projects/p26-a1.yaml"
MOMENTS = [("2026-11-20", datetime(2026, 11, 20, 9)), ("2027-02-05", datetime(2027, 2, 5, 9))]
PLANNED = "新一年计划：累计到位资金__p26_a1"


def turn(city):
    session = city.session()
    return year_turn(session.index, 2027, session.now)


def send_plans(city):
    """The workbook of 衡南县 for 2027."""
    plans, session = turn(city), city._desk
    forms = year_workbooks(plans, plan_columns(session.index), "2026-11-20", session.about)
    write_forms(city.root, forms, str(city.out))
    [form] = [form for form in forms if form.unit == "衡南县"]
    return city.out / form.file


@pytest.fixture
def city(tmp_path):
    result = City(tmp_path, TASK)
    yield result
    result.close()


def test_a_unit_plans_the_projects_it_reports_and_the_targets_it_leads(city):
    plans = turn(city)

    assert list(plans.units["衡南县"].projects) == ["p26-a1", "p26-b2"]
    assert plans.units["衡南县"].projects["p26-a1"]["reached"] == "累计到位资金 300"
    assert plans.units["衡南县"].targets["m02-1"]["standing"] == "20"
    assert (plans.has_calendar, plans.unassigned) == (False, [])
    assert {row["kind"]: row["count"] for row in plans.open_items}["project"] == 2


def test_plans_of_the_year_are_taken_in_once_and_the_target_of_this_year_stays(city):
    """The second time the same file says nothing new; in 2027 the target is 30, in 2026 it is still 20."""
    file = fill(send_plans(city), YEAR_PROJECTS, **{PLANNED: "1.2亿元"})
    fill(file, YEAR_TARGETS, 新一年的目标__m02_1="30")
    first, second = city.collect(file), city.collect(file)
    rows = [task_rows(Session(str(city.root), day, quiet=True).index, now) for day, now in MOMENTS]

    assert [state for state, _ in states(first)] == ["changed", "changed"]
    assert (second.changes, second.same) == ([], 2)
    assert "yearly:\n  2027: {paid_in: 12000}" in city.text(A1)
    assert [str(row["target"]["at_least"]) for answer in rows for row in answer if row["id"] == "m02-1"] == ["20", "30"]


def test_a_plan_that_somebody_changed_meanwhile_is_a_conflict(city):
    file = fill(send_plans(city), YEAR_PROJECTS, **{PLANNED: "500"})
    path = city.root / A1
    path.write_text(f"{path.read_text('utf-8')}yearly:\n  2027: {{paid_in: 700}}\n", "utf-8")

    assert cell_messages(city.collect(file), "conflict") == "发出去以后改成了 700，没有收"


@pytest.mark.slow
def test_the_last_version_of_the_year_is_tagged_once_and_no_record_moves(city):
    """Before the year is over nothing is tagged; afterwards it is, and twice is as good as once."""
    (city.root / ".gitignore").write_text("private/\n.hyzs/\n", "utf-8")
    env = {**os.environ, "GIT_COMMITTER_DATE": "2026-12-20T09:00:00+08:00", "HYZS_TODAY": ""}
    name = ["-c", "user.name=示例", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*name, "commit", "-qm", "年底"]):
        subprocess.run(["git", *words], cwd=city.root, check=True, env=env)
    before = city.record_bytes()

    def year(day, *more):
        words = ["--store", str(city.root), "--today", day, "year", "2027", "-o", str(city.out), *more]
        return program.run(words, env=env, encoding="utf-8", check=True).stdout

    texts = [year("2026-12-21", "--dry-run"), year("2027-01-05"), year("2027-01-06")]

    assert ["要建" in texts[0], "建了" in texts[1], "已经有了" in texts[2]] == [True, True, True]
    assert ["还没有完" in texts[0], "归档为 archive-2026" in texts[1], "已经归档" in texts[2]] == [True, True, True]
    assert {path: data for path, data in city.record_bytes().items() if path in before} == before
    assert set(city.record_bytes()) - set(before) == {"data/calendar/2027.yaml"}
