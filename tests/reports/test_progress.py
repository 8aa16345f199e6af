"""How the plan is carried out: states, lights, targets and figures of tasks."""

from datetime import datetime

import pytest

from hyzs.model.blocks import Table, Text
from hyzs.model.errors import NotFound
from hyzs.reports.progress import progress
from hyzs.reports.remind import remind
from hyzs.reports.track import track
from hyzs.reports.who import who
from hyzs.reports.why import why
from support.stores import BASE, index_of, make_store
from support.task_stories import BEGUN, DATED, EACH, LONG, MEASURE, WEEKLY, entry

# How the plan is carried out

MONDAY = datetime(2026, 11, 23, 9, 0)


def carried_out(tmp_path, store_text: str, now: datetime = MONDAY, **options):
    """The report of a store with that measure."""
    return progress(index_of(make_store(tmp_path, MEASURE + store_text)), now, **options)


def test_progress_says_of_each_task_its_state_last_words_result_and_days_overdue(tmp_path):
    late = "  - {id: m02-1, text: 出台办法, due: 2026-10}\n"
    complete = entry("2026-W45", "state: 完成, result: {name: 平台, on: 2026-11-03}", task="m02-2")
    answer = carried_out(tmp_path, late + LONG + BEGUN + entry("2026-W44", "progress: 送审") + complete)
    result = {"name": "平台", "number": None, "on": "2026-11-03", "file": None}
    expected = ("id", "measure", "number", "text", "lead", "due", "state", "last", "result", "overdue_days")

    assert [[row[key] for key in expected] for row in answer.rows] == [
        ["m02-1", "完善招商网络", 2, "出台办法", ["市商务局"], "2026-10", "推进", "送审", None, 23],
        ["m02-2", "完善招商网络", 2, "建好平台", ["市商务局"], "长期", "待核", "完成", result, 0],
    ]
    counts = {"by_state": {"未启动": 0, "推进": 1, "待核": 1, "完成": 0}, "overdue": 1, "owed": 1}
    assert answer.summary == {"tasks": 2, **counts}
    assert answer.extra["units"] == [{"unit": "市商务局", "tasks": 2, **counts}]


def test_progress_of_one_measure_one_plan_or_one_unit(tmp_path):
    text = DATED + EACH + BEGUN

    assert len(carried_out(tmp_path / "a", text, measure="2", plan="示例方案").rows) == 2
    assert [row["id"] for row in carried_out(tmp_path / "b", text, unit="衡南县").rows] == ["m02-4"]
    with pytest.raises(NotFound, match="没有第 7 条举措"):
        carried_out(tmp_path / "c", text, measure="7")


def test_a_task_lights_by_the_declared_rules(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8")
    rules = (
        "lights: [{name: 红灯, colour: red, when: [{fact: overdue_days, above: 20}]}, {name: 绿灯, colour: green}]\n"
    )
    late = "  - {id: m02-1, text: 出台办法, due: 2026-10}\n"
    rows = carried_out(tmp_path, late + LONG + BEGUN + f"== data/settings.yaml\n{settings}{rules}").rows

    assert rows[0]["light"] == {
        "name": "红灯",
        "colour": "red",
        "reason": "完成时限逾期(天)大于 20",
        "clause": "完成时限逾期 23 天",
    }
    assert rows[1]["light"]["name"] == "绿灯"


def test_a_target_is_counted_from_other_records_by_its_declared_quantity(tmp_path):
    task = (
        "  - id: m02-1\n    text: 引进项目\n    due: 长期\n    cadence: 每年\n    reports: derived\n"
        "    target: {at_least: 2, unit: 个, per: 年, "
        "counts: {count: 项目, where: 项目类别=一般, on: tracked.since, source: 示例}}\n"
    )
    project = "== data/projects/p26-%s.yaml\nname: 示例·%s项目\nsample: true\ntier: %s\ntracked: {since: %s}\n"
    text = "".join(project % item for item in (("a", "甲", "一般", "2026-03-02"), ("b", "乙", "重大", "2026-03-02")))
    text += project % ("c", "丙", "一般", "2025-03-02")
    [row] = carried_out(tmp_path, task + text).rows

    assert (row["target"]["done"], row["state"]) == (1, "推进")
    assert row["last"] == "2026-01-01 至 2026-11-23 按口径统计 1个"


def test_meetings_of_the_weekly_returns_can_be_counted(tmp_path):
    target = "{at_least: 2, unit: 场, per: 年, counts: {count: 对接, where: 方式=考察, on: on, source: 示例}}"
    task = f"  - {{id: m02-1, text: 组团, due: 长期, cadence: 每年, reports: derived, target: {target}}}\n"
    meetings = (("2026-10-28", "考察"), ("2026-10-29", "考察"), ("2026-10-29", "拜访"))
    met = f"met: [{', '.join(f'{{on: {day}, how: {how}, with: 示例甲}}' for day, how in meetings)}]"
    store_text = "== data/projects/p26-a.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
    store_text += (
        f"== data/returns/2026-W44/hengnan.yaml\nsubmitted: 2026-10-30T09:00\nprojects: {{p26-a: {{{met}}}}}\n"
    )
    [row] = carried_out(tmp_path, task + store_text).rows

    assert (row["target"]["done"], row["state"], row["light"]) == (2, "完成", None)


def test_a_quantity_that_cannot_be_understood_is_said_and_stops_nothing(tmp_path):
    counts = "{count: 项目, where: 颜色=红, on: tracked.since, source: 示例}"
    task = f"  - {{id: m02-1, text: 引进, reports: derived, target: {{at_least: 2, unit: 个, counts: {counts}}}}}\n"
    [row] = carried_out(tmp_path, task).rows

    assert (row["last"], row["state"], row["target"]["done"]) == ("口径看不懂：没有字段“颜色”", "未启动", None)


def test_what_the_weekly_returns_answer_is_said_by_them(tmp_path):
    [row] = carried_out(tmp_path, WEEKLY.replace("每周", "每周, reports: derived") + BEGUN, datetime(2026, 9, 28)).rows

    assert (row["state"], row["last"], row["units"]) == ("推进", "2026-W39 收到周填报 1 份", [])


def test_figures_are_those_that_each_unit_reported_last(tmp_path):
    figures = "figures: [{name: cases, label: 件数, unit: 件}]"
    store_text = EACH.replace("each,", f"each, {figures},") + "".join(
        entry(week, f"progress: 办理, figures: {{cases: {n}}}", unit, "m02-4")
        for week, unit, n in (("2026-W44", "hengnan", 3), ("2026-W45", "hengnan", 5), ("2026-W45", "swj", 8))
    )
    [row] = carried_out(tmp_path, store_text).rows

    assert row["figures"][0]["values"] == [
        {"unit": "衡南县", "week": "2026-W45", "value": 5},
        {"unit": "市商务局", "week": "2026-W45", "value": 8},
    ]


def test_who_names_what_is_overdue_and_through_which_duty(tmp_path):
    late = "  - {id: m02-1, text: 出台办法, due: 2026-10, responsible: [市发改委]}\n"
    index = index_of(make_store(tmp_path, MEASURE + late + BEGUN))
    lead, helper = who(index, "市商务局", MONDAY), who(index, "市发改委", MONDAY)
    texts = [block.text for block in lead.blocks if isinstance(block, Text)]

    assert texts[1] == "任务逾期 1 项：出台办法(m02-1 限 2026-10，逾期 23 天)"
    [row] = [row for row in helper.rows if row["kind"] == "task"]
    assert (row["state"], row["due"], row["overdue_days"]) == ("未启动", "2026-10", 23)


def test_why_says_of_a_task_which_rule_gave_its_light_and_where_the_deadline_stands(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8")
    rules = (
        "lights: [{name: 红灯, colour: red, when: [{fact: overdue_days, above: 30}]}, {name: 绿灯, colour: green}]\n"
    )
    late = "  - {id: m02-1, text: 出台办法, due: 2026-10}\n"
    text = MEASURE + late + BEGUN + f"== data/settings.yaml\n{settings}{rules}"
    answer = why(index_of(make_store(tmp_path, text)), "m02-1", None, MONDAY)

    assert [(row["name"], row["holds"], row["short"]) for row in answer.rows] == [
        ("红灯", False, "现 23，超过 30 才算"),
        ("绿灯", True, None),
    ]
    assert answer.summary["facts"]["overdue_days"] == 23


def test_where_there_are_several_plans_each_measure_says_of_which(tmp_path):
    second = (
        "== data/plans/sz-2026-2.yaml\nname: 第二方案\nnumber: 示政办发〔2026〕2号\nissuer: 示例市人民政府办公室\n"
        "issued: 2026-03-05\nsections: [{number: 一, title: 第一部分}]\n"
        "== data/measures/z02.yaml\nname: 另一条\nplan: 示政办发〔2026〕2号\nnumber: 2\nsection: 一\nlead: [市发改委]\n"
        "summary: 略\ntasks: [{id: z02-1, text: 建台账, due: 2026-12}]\n"
    )
    answer = carried_out(tmp_path / "a", DATED + second, measure="2")
    [table] = [block for block in answer.blocks if isinstance(block, Table) and block.rows is answer.rows]

    assert [group.label.partition("（")[0] for group in table.groups] == [
        "示例方案·2. 完善招商网络",
        "第二方案·2. 另一条",
    ]
    assert [row["id"] for row in carried_out(tmp_path / "b", DATED + second, plan="第二方案").rows] == ["z02-1"]


PROJECT = (
    "== data/projects/p26-a.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
    "tracked: {since: 2026-11-09}\n"
)


def test_a_unit_that_reports_its_projects_and_not_its_tasks_is_not_done(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8")
    returned = "== data/returns/2026-W47/hengnan.yaml\nsubmitted: 2026-11-20T09:00\nprojects: {p26-a: {progress: 一}}\n"
    text = MEASURE + EACH + BEGUN + PROJECT + returned
    text += f"== data/settings.yaml\n{settings}ladder: [{{type: 提醒函, notices: 0, days: 2}}]\n"
    index = index_of(make_store(tmp_path, text))
    [unit] = [unit for unit in track(index, "W47", MONDAY).extra["units"] if unit["unit"] == "衡南县"]
    [letter] = [row for row in remind(index, "W47", MONDAY).rows if row["unit"] == "衡南县"]

    assert (unit["status"], unit["items_in"], unit["items_due"]) == ("partial", 1, 2)
    assert [(item["kind"], item["id"]) for item in unit["missing"]] == [("task", "m02-4")]
    assert (letter["projects"], letter["tasks"]) == ([], ["m02-4"])
