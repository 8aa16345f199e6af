"""Gaps: what nobody holds, and who holds nothing."""

import json
from datetime import date

import pytest

from hyzs.model.blocks import Text
from hyzs.reports.gaps import GAPS, gaps
from hyzs.scaffold.new_store import create_store
from support import program
from support.stores import BASE, index_of, make_store, repo_index, repo_store

TODAY = date(2026, 11, 23)
MEASURE = "== data/measures/m02.yaml\nname: 乙\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nsummary: 略\n"
PROJECT = "== data/projects/p26-a1.yaml\nname: 示例·甲\nsample: true\ntracked: {since: 2026-01-05}\n"


def gap_rows(tmp_path, store_text, gap):
    rows = gaps(index_of(make_store(tmp_path, store_text)), TODAY).rows
    return [(row["kind"], row["id"], row["note"]) for row in rows if row["gap"] == gap]


TASKS = (BASE / "data" / "measures" / "m01.yaml").read_text(encoding="utf-8") + (
    "tasks: [{id: m01-1, text: 甲, due: 2027, deliverable: 名单}]\n"
)


def test_where_all_is_held_there_is_no_gap(tmp_path):
    answer = gaps(index_of(make_store(tmp_path, f"== data/measures/m01.yaml\n{TASKS}")), TODAY)

    assert (answer.rows, sum(answer.summary.values())) == ([], 0)
    assert answer.blocks[0].text.startswith("没有空档")


def test_where_there_is_nothing_yet_nothing_is_said_to_be_held(tmp_path):
    create_store(tmp_path, bare=True)

    assert gaps(index_of(tmp_path), TODAY).blocks[0].text == "还没有举措、单位和项目，谈不上空档"


def test_a_measure_without_tasks_or_responsible_units(tmp_path):
    text = MEASURE + "lead: [市商务局]\ntasks: [{id: m02-1, text: 甲, responsible: [市发改委]}]\n"

    assert gap_rows(tmp_path, text, "no-tasks") == [("measure", "m01", None)]
    assert gap_rows(tmp_path, text, "no-responsible") == [("measure", "m02", None)]


SECOND = (
    "== data/plans/sz-2026-2.yaml\nname: 示例二号方案\nnumber: 示政办发〔2026〕2号\nissuer: 示例市人民政府办公室\n"
    "issued: 2026-06-05\nsections: [{number: 一, title: 总则}]\n"
    "== data/measures/n01.yaml\nname: 甲\nplan: 示政办发〔2026〕2号\nnumber: 1\nsection: 一\nsummary: 略\n"
    "lead: [市商务局]\n"
)


@pytest.mark.parametrize(
    ("plan", "ids", "others"),
    [
        (None, ["n01", "m01", "n01"], None),
        ("示政办发〔2026〕2号", ["n01", "n01"], "没有列的：别的方案的 1 处，单位和项目的 1 处"),
        ("sz-2026-1", ["m01"], "没有列的：别的方案的 2 处，单位和项目的 1 处"),
    ],
)
def test_gaps_of_one_plan_say_what_else_there_is(tmp_path, plan, ids, others):
    text = SECOND + "== data/units/z.yaml\n- {id: zz, name: 某局, type: 政府部门}\n"
    answer = gaps(index_of(make_store(tmp_path, text)), TODAY, plan)

    assert [row["id"] for row in answer.rows if row["kind"] == "measure"] == ids
    assert [block.text for block in answer.blocks[1:] if isinstance(block, Text)] == ([others] if others else [])
    assert {row["plan"] for row in answer.rows if row["id"] == "n01"} <= {"示例二号方案"}
    assert "plan" in [column.key for column in answer.main.columns]


def test_a_measure_without_lead(tmp_path):
    assert gap_rows(tmp_path, MEASURE + "lead: []\n", "no-lead") == [("measure", "m02", None)]


def test_the_lead_of_a_task_is_no_lead_of_its_measure(tmp_path):
    text = MEASURE + "lead: []\ntasks: [{id: m02-1, text: 甲, lead: [市商务局]}]\n"

    assert gap_rows(tmp_path, text, "no-lead") == [("measure", "m02", None)]


DISSOLVED = "== data/units/z.yaml\n- {id: lyj, name: 市粮油局, type: 政府部门, until: %s}\n"


@pytest.mark.parametrize(("until", "expected"), [("2026-11-22", True), ("2026-11-23", False)])
def test_a_lead_that_is_no_more(tmp_path, until, expected):
    rows = gap_rows(tmp_path, DISSOLVED % until + MEASURE + "lead: [市粮油局]\n", "lead-gone")

    assert rows == ([("measure", "m02", f"市粮油局 {until} 撤销")] if expected else [])


def test_a_duty_that_only_an_open_group_holds(tmp_path):
    text = MEASURE + "lead: [市商务局]\nresponsible: [[市直相关单位]]\n"

    assert gap_rows(tmp_path, text, "only-open") == [("measure", "m02", "市直相关单位")]


def test_one_unit_named_beside_the_open_group_is_enough(tmp_path):
    text = MEASURE + "lead: [市商务局]\nresponsible: [{named: [市发改委], of: 市直相关单位, open: true}]\n"

    assert gap_rows(tmp_path, text, "only-open") == []


@pytest.mark.parametrize(
    ("task", "note"),
    [
        ("deliverable: 名单", "完成时限"),
        ("due: 长期", "目标或成果形式"),
        ("cadence: 每年", "完成时限、目标或成果形式"),
        ("due: 2026, deliverable: 名单", None),
        ("due: 2026, target: {at_least: 20, unit: 场}", None),
    ],
)
def test_a_task_must_say_when_and_what(tmp_path, task, note):
    text = MEASURE + f"lead: [市商务局]\ntasks: [{{id: m02-1, text: 甲, {task}}}]\n"

    assert gap_rows(tmp_path, text, "task-vague") == ([("task", "m02-1", note)] if note else [])


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ("", "牵头单位、属地、填报单位"),
        ("county: 衡南县\n", "牵头单位"),
        ("lead: 市工信局\n", "属地"),
        ("lead: 市工信局\npark: 绿色食品产业园\n", None),
        ("lead: 市工信局\ncounty: [{unit: 衡南县, until: 2026-11-22}]\n", "属地"),
        ("lead: 市工信局\ncounty: 衡南县\n", None),
    ],
)
def test_a_project_in_play_has_a_lead_a_place_and_somebody_who_files(tmp_path, fields, note):
    rows = gap_rows(tmp_path, f"{PROJECT}tier: 一般\n{fields}", "project-vague")

    assert rows == ([("project", "p26-a1", note)] if note else [])


@pytest.mark.parametrize(
    "out",
    ["draft: true", "states: [{state: 终止, since: 2026-10-01}]", "milestones: {达产: 2026-03-01}"],
)
def test_a_project_out_of_play_may_lack_them(tmp_path, out):
    assert gap_rows(tmp_path, f"{PROJECT}tier: 一般\n{out}\n", "project-vague") == []


@pytest.mark.parametrize(("tier", "expected"), [("重大", True), ("重点", False)])
def test_a_project_with_a_taskforce_has_a_patron(tmp_path, tier, expected):
    rows = gap_rows(tmp_path, f"{PROJECT}tier: {tier}\nlead: 市工信局\ncounty: 衡南县\n", "project-no-patron")

    assert rows == ([("project", "p26-a1", "重大")] if expected else [])


def test_a_patron_of_former_days_is_none(tmp_path):
    patron = "patron: [{person: 示例·李副市长, until: 2026-10-31}]\n"

    assert gap_rows(tmp_path, f"{PROJECT}tier: 重大\nlead: 市工信局\n{patron}", "project-no-patron")


def test_a_unit_that_nothing_names_holds_nothing(tmp_path):
    store_text = "== data/units/z.yaml\n- {id: swj9, name: 市水文局, type: 政府部门}\n"

    assert gap_rows(tmp_path, store_text, "unit-idle") == [("unit", "swj9", "政府部门")]


@pytest.mark.parametrize(("span", "idle"), [("", False), (", until: 2026-11-22", True), (", since: 2026-12-01", True)])
def test_a_member_of_a_group_with_duties_has_them(tmp_path, span, idle):
    store_text = "== data/units/z.yaml\n- {id: yx, name: 原县, type: 县市区}\n"
    store_text += f"- {{id: pq, name: 片区, type: 群体, members: [{{unit: 原县{span}}}, 衡南县]}}\n"
    store_text += MEASURE + "lead: [市商务局]\nresponsible: [[片区]]\n"

    assert bool(gap_rows(tmp_path, store_text, "unit-idle")) == idle


def test_a_unit_that_is_no_more_need_not_hold_anything(tmp_path):
    assert gap_rows(tmp_path, DISSOLVED % "2026-11-22", "unit-idle") == []


@pytest.mark.parametrize(("open_", "empty"), [("", True), (", open: true", False), (", members: [衡南县]", False)])
def test_a_group_has_members_or_says_that_it_is_open(tmp_path, open_, empty):
    store_text = f"== data/units/z.yaml\n- {{id: zz, name: 镇乡, type: 群体{open_}}}\n"

    assert gap_rows(tmp_path, store_text, "group-empty") == ([("unit", "zz", "群体")] if empty else [])


def test_the_plan_leaves_no_gap_but_a_draft_the_government_itself_and_a_place():
    assert [(row["gap"], row["id"]) for row in gaps(repo_index(), TODAY).rows] == [
        ("project-draft", "p26-r4h9"),
        ("unit-idle", "szf"),
        ("unit-idle", "hzdd-zoulang"),
    ]


def test_the_command_counts_every_sort_and_ends_well():
    process = program.run(["gaps", "-f", "json"], repo_store())
    document = json.loads(process.stdout)

    assert (process.returncode, list(document["summary"])) == (0, list(GAPS))
    assert all(set(row) == {"gap", "kind", "id", "name", "note", "plan"} for row in document["rows"])


@pytest.mark.parametrize(
    ("fields", "gap", "note"),
    [
        ("draft: true", "project-draft", None),
        ("draft: true, milestones: {签约: 2026-05-01}", "project-draft", "还缺总投资、属地"),
        ("milestones: {签约: 2026-05-01}, county: 衡南县", "project-untracked", "还缺总投资"),
        ("tracked: {since: 2026-12-01}", None, None),
        ("milestones: {达产: 2020-05-01}", None, None),
        ("states: [{state: 终止, since: 2026-10-01}]", None, None),
    ],
)
def test_a_project_that_nobody_follows_yet(tmp_path, fields, gap, note):
    store_text = f"== data/projects/p26-a1.yaml\n{{name: 示例·甲, sample: true, tier: 一般, {fields}}}\n"

    rows = gaps(index_of(make_store(tmp_path, store_text)), TODAY).rows

    waiting = [(row["gap"], row["note"]) for row in rows if row["gap"] in ("project-draft", "project-untracked")]
    assert waiting == ([(gap, note)] if gap else [])
