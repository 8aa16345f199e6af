"""Tasks of measures: when each unit reports them, who owes, what state they are in, when they are overdue."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.checking.findings import findings
from hyzs.model.answer import Table, Text
from hyzs.model.errors import NotFound
from hyzs.model.interval import INTERVAL_NAMES, interval
from hyzs.model.week import Week
from hyzs.query.duties import load_duties
from hyzs.query.reporting_week import load_schedule
from hyzs.query.task_duties import task_duties
from hyzs.reports.progress import progress
from hyzs.reports.remind import remind
from hyzs.reports.track import track
from hyzs.reports.who import who
from hyzs.reports.why import why
from stores import BASE, index_of, make_store

MEASURE = """== data/measures/m02.yaml
name: 完善招商网络
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: [市商务局]
responsible: [[各县市区, 园区]]
summary: 测试用举措。
tasks:
"""
DATED = "  - {id: m02-1, text: 出台办法, due: 2026-12}\n"
LONG = "  - {id: m02-2, text: 建好平台, due: 长期}\n"
WEEKLY = "  - {id: m02-3, text: 逐周报进度, due: 长期, cadence: 每周}\n"
EACH = "  - {id: m02-4, text: 清理政策, due: 长期, reports: each, responsible: [各县市区, 园区]}\n"
#: The first return of all: from this week on the store is in use.
BEGUN = "== data/returns/2026-W39/hengshan.yaml\nsubmitted: 2026-09-25T09:00\nnil: true\n"


def entry(week: str, words: str, unit: str = "swj", task: str = "m02-1") -> str:
    """A return of that week with one line on a task, filed on the week's Thursday."""
    thursday = Week.parse(week).days()[3]
    return f"== data/returns/{week}/{unit}.yaml\nsubmitted: {thursday}T09:00\ntasks: {{{task}: {{{words}}}}}\n"


def duties(tmp_path, told: str, week: str, now: str = "") -> list[dict]:
    """The duties of that week, as of the Monday after it."""
    the_week = Week.parse(week)
    time = datetime.fromisoformat(now or f"{the_week.plus(1).monday}T09:00")
    index = index_of(make_store(tmp_path, told))
    return task_duties(index, load_duties(index, load_schedule(index), time, the_week), the_week)


def stands(tmp_path, told: str, week: str, now: str = "") -> tuple[str, str | None, int]:
    """Status, why exempt and silent weeks of the one duty there is."""
    [row] = duties(tmp_path, MEASURE + told, week, now)
    return row["status"], row["exempt_reason"], row["weeks_silent"]


# Intervals


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(Week.of), st.sampled_from((*INTERVAL_NAMES, "1", "2", "5")))
def test_every_week_lies_in_one_interval_and_the_next_begins_where_it_ends(week, every):
    since = Week(2026, 40)
    first, last = interval(every, week, since)

    assert first <= week <= last
    assert {interval(every, Week.from_number(n), since) for n in range(first.number, last.number + 1)} == {
        (first, last)
    }
    assert interval(every, last.plus(1), since).first == last.plus(1)


@pytest.mark.parametrize(
    ("every", "told"),
    [
        ("month", "2026-W45—2026-W49"),
        ("quarter", "2026-W41—2026-W53"),
        ("half-year", "2026-W28—2026-W53"),
        ("year", "2026-W02—2026-W53"),
        ("2", "2026-W47—2026-W48"),
    ],
)
def test_an_interval_ends_in_the_week_of_its_last_day(every, told):
    assert "—".join(map(str, interval(every, Week(2026, 47), Week(2026, 40)))) == told


# When a task is asked about


def test_a_task_with_a_deadline_reports_in_the_last_week_of_the_month(tmp_path):
    assert stands(tmp_path / "a", DATED + BEGUN, "2026-W39") == ("exempt", "每月末报", 0)
    assert stands(tmp_path / "b", DATED + BEGUN, "2026-W40", "2026-09-30T09:00") == ("pending", None, 0)
    assert stands(tmp_path / "c", DATED + BEGUN, "2026-W40") == ("owed", None, 1)


def test_a_long_term_task_reports_in_the_last_week_of_the_quarter(tmp_path):
    assert stands(tmp_path, LONG + BEGUN + entry("2026-W40", "progress: 上线", task="m02-2"), "2026-W47") == (
        "exempt",
        "每季末报",
        0,
    )


def test_a_week_of_the_interval_in_which_it_was_reported_answers_the_whole_of_it(tmp_path):
    told = LONG + BEGUN + entry("2026-W39", "progress: 上线", task="m02-2")

    assert stands(tmp_path / "a", told, "2026-W39") == ("heard", None, 0)
    assert stands(tmp_path / "b", told, "2026-W40") == ("heard", None, 0)
    assert stands(tmp_path / "c", told, "2026-W41") == ("exempt", "每季末报", 0)


def test_what_was_not_reported_stays_owed_week_after_week(tmp_path):
    assert stands(tmp_path / "a", LONG + BEGUN, "2026-W47") == ("owed", None, 8)
    said = entry("2026-W46", "progress: 上线", task="m02-2")
    assert stands(tmp_path / "b", LONG + BEGUN + said, "2026-W47") == ("exempt", "每季末报", 0)


def test_a_weekly_task_reports_every_week_and_after_ten_on_friday_it_is_late(tmp_path):
    late = "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T11:00\ntasks: {m02-3: {progress: 晚了}}\n"

    assert stands(tmp_path / "a", WEEKLY + BEGUN, "2026-W47") == ("owed", None, 9)
    assert stands(tmp_path / "b", WEEKLY + BEGUN + late, "2026-W47") == ("late", None, 0)


def test_a_line_that_came_later_than_its_return_is_late_by_its_own_time(tmp_path):
    said = entry("2026-W47", "progress: 晚了, submitted: 2026-11-23T08:00", task="m02-3")

    assert stands(tmp_path, WEEKLY + BEGUN + said, "2026-W47") == ("late", None, 0)


def test_where_the_last_week_of_the_interval_is_a_holiday_the_one_before_it_reports(tmp_path):
    told = (
        LONG
        + BEGUN
        + (
            "== data/calendar/2026.yaml\nnotice: 示例\ntitle: 示例\n"
            "holidays: [{name: 示例假, since: 2026-09-28, until: 2026-10-04}]\n"
        )
    )

    assert stands(tmp_path / "a", told, "2026-W39") == ("owed", None, 1)
    assert stands(tmp_path / "b", told, "2026-W40") == ("exempt", "全周放假", 1)


def test_a_task_past_its_deadline_is_owed_every_week(tmp_path):
    due = "  - {id: m02-1, text: 出台办法, due: 2026-10}\n"
    told = MEASURE + due + BEGUN + entry("2026-W44", "state: 推进, progress: 送审")
    [then], [now] = duties(tmp_path / "a", told, "2026-W44"), duties(tmp_path / "b", told, "2026-W47")

    assert (then["status"], then["overdue_days"]) == ("heard", 1)
    assert (now["status"], now["weeks_silent"], now["overdue_days"]) == ("owed", 3, 22)


def test_where_each_reports_a_park_that_files_nothing_of_its_own_is_reported_by_its_county(tmp_path):
    rows = duties(tmp_path, MEASURE + EACH + BEGUN, "2026-W47")

    assert [row["unit"] for row in rows] == ["市商务局", "衡南县", "衡山县", "衡东县"]


def test_nobody_is_asked_for_what_other_records_answer(tmp_path):
    assert duties(tmp_path, MEASURE + WEEKLY.replace("每周", "每周, reports: derived") + BEGUN, "2026-W47") == []


def test_nobody_owes_before_the_plan_was_issued(tmp_path):
    early = BEGUN.replace("2026-W39", "2025-W50").replace("2026-09-25", "2025-12-12")

    assert stands(tmp_path, DATED + early, "2025-W52") == ("exempt", "方案尚未印发", 0)


# The state


def state(tmp_path, told: str, week: str = "2026-W47", confirmation: str = "") -> str:
    """The state of the one task as of that week."""
    words = f", confirmation: {{{confirmation}}}" if confirmation else ""
    return duties(tmp_path, MEASURE + DATED.replace("}", f"{words}}}") + BEGUN + told, week)[0]["state"]


COMPLETE = entry("2026-W45", "state: 完成, progress: 已印发, result: {name: 示例办法}")


@pytest.mark.parametrize(
    ("told", "confirmation", "state_then"),
    [
        ("", "", "未启动"),
        (entry("2026-W45", "no_change: true, reason: 等批复"), "", "未启动"),
        (entry("2026-W45", "progress: 起草"), "", "推进"),
        (entry("2026-W44", "state: 推进") + entry("2026-W45", "progress: 起草"), "", "推进"),
        (COMPLETE, "", "待核"),
        (COMPLETE, "by: 市发改委, on: 2026-11-10", "完成"),
        (COMPLETE, "by: 市发改委, on: 2026-11-30", "待核"),
        (COMPLETE, "by: 市发改委, on: 2026-11-10, refused: 没有盖章", "推进"),
        (COMPLETE + entry("2026-W46", "state: 推进"), "by: 市发改委, on: 2026-11-10", "推进"),
        (COMPLETE + entry("2026-W47", "state: 完成"), "by: 市发改委, on: 2026-11-10", "完成"),
        (COMPLETE + entry("2026-W47", "state: 完成"), "by: 市发改委, on: 2026-11-10, refused: 没有盖章", "待核"),
    ],
)
def test_the_state_is_the_last_one_reported_and_a_completion_holds_once_confirmed(
    tmp_path, told, confirmation, state_then
):
    assert state(tmp_path, told, confirmation=confirmation) == state_then


def test_a_completed_task_owes_nothing_more_and_is_never_overdue(tmp_path):
    [row] = duties(tmp_path, MEASURE + DATED + BEGUN + COMPLETE, "2027-W04")

    assert (row["status"], row["exempt_reason"], row["overdue_days"]) == ("exempt", "完成待核", 0)


def test_the_completion_of_what_recurs_is_that_of_its_interval(tmp_path):
    task = "  - {id: m02-1, text: 办一次培训, due: 长期, cadence: 每周}\n"
    told = MEASURE + task + BEGUN + entry("2026-W45", "state: 完成")

    assert duties(tmp_path / "a", told, "2026-W45")[0]["state"] == "待核"
    assert duties(tmp_path / "b", told, "2026-W46")[0]["state"] == "推进"


def test_where_each_reports_it_is_complete_when_all_are(tmp_path):
    units = ("swj", "hengnan", "hengshan", "hengdong")
    told = "".join(entry("2026-W45", "state: 完成", unit, "m02-4") for unit in units[:3])
    rows = duties(tmp_path, MEASURE + EACH + BEGUN + told, "2026-W47")

    assert [row["state"] for row in rows] == ["待核", "待核", "待核", "未启动"]
    assert [row["status"] for row in rows] == ["exempt", "exempt", "exempt", "owed"]


# What contradicts itself


def said(tmp_path, told: str) -> list[tuple[str, str]]:
    """The findings of a store with that measure: code and message."""
    found = findings(index_of(make_store(tmp_path, MEASURE + told)), date(2026, 11, 23))
    return [(finding.code, finding.message) for finding in found]


def test_a_task_is_reported_by_its_lead_or_where_each_reports_by_members_and_their_parks(tmp_path):
    told = DATED + EACH + entry("2026-W45", "progress: 一", "fgw") + entry("2026-W45", "progress: 一", "swj")
    told += "".join(entry("2026-W46", "progress: 一", unit, "m02-4") for unit in ("swj", "hengnan", "lspyy", "gxj"))

    assert said(tmp_path, told) == [
        ("task-reporter", "m02-1 不由市发改委填报"),
        ("task-reporter", "m02-4 不由市工信局填报"),
    ]


def test_what_a_confirmation_contradicts_is_told(tmp_path):
    task = "  - {id: m02-1, text: 出台办法, due: 2026-12, confirmation: {by: 市商务局, on: 2026-11-10}}\n"

    assert said(tmp_path / "a", task) == [
        ("confirmed-unreported", "m02-1 到 2026-11-10 没有报过完成，不能确认"),
    ]
    assert said(tmp_path / "b", task + entry("2026-W45", "state: 完成")) == [
        ("confirmed-own", "m02-1 的完成是市商务局自己报的，不能自己确认"),
    ]


# How the plan is carried out

MONDAY = datetime(2026, 11, 23, 9, 0)


def carried_out(tmp_path, told: str, now: datetime = MONDAY, **wanted):
    """The report of a store with that measure."""
    return progress(index_of(make_store(tmp_path, MEASURE + told)), now, **wanted)


def test_progress_says_of_each_task_its_state_last_words_result_and_days_overdue(tmp_path):
    late = "  - {id: m02-1, text: 出台办法, due: 2026-10}\n"
    complete = entry("2026-W45", "state: 完成, result: {name: 平台, on: 2026-11-03}", task="m02-2")
    answer = carried_out(tmp_path, late + LONG + BEGUN + entry("2026-W44", "progress: 送审") + complete)
    result = {"name": "平台", "number": None, "on": "2026-11-03", "file": None}
    wanted = ("id", "measure", "number", "text", "lead", "due", "state", "last", "result", "overdue_days")

    assert [[row[key] for key in wanted] for row in answer.rows] == [
        ["m02-1", "完善招商网络", 2, "出台办法", ["市商务局"], "2026-10", "推进", "送审", None, 23],
        ["m02-2", "完善招商网络", 2, "建好平台", ["市商务局"], "长期", "待核", "完成", result, 0],
    ]
    counts = {"by_state": {"未启动": 0, "推进": 1, "待核": 1, "完成": 0}, "overdue": 1, "owed": 1}
    assert answer.summary == {"tasks": 2, **counts}
    assert answer.extra["units"] == [{"unit": "市商务局", "tasks": 2, **counts}]


def test_progress_of_one_measure_one_plan_or_one_unit(tmp_path):
    told = DATED + EACH + BEGUN

    assert len(carried_out(tmp_path / "a", told, measure="2", plan="示例方案").rows) == 2
    assert [row["id"] for row in carried_out(tmp_path / "b", told, unit="衡南县").rows] == ["m02-4"]
    with pytest.raises(NotFound, match="没有第 7 条举措"):
        carried_out(tmp_path / "c", told, measure="7")


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
    told = "".join(project % one for one in (("a", "甲", "一般", "2026-03-02"), ("b", "乙", "重大", "2026-03-02")))
    told += project % ("c", "丙", "一般", "2025-03-02")
    [row] = carried_out(tmp_path, task + told).rows

    assert (row["target"]["done"], row["state"]) == (1, "推进")
    assert row["last"] == "2026-01-01 至 2026-11-23 按口径统计 1个"


def test_meetings_of_the_weekly_returns_can_be_counted(tmp_path):
    target = "{at_least: 2, unit: 场, per: 年, counts: {count: 对接, where: 方式=考察, on: on, source: 示例}}"
    task = f"  - {{id: m02-1, text: 组团, due: 长期, cadence: 每年, reports: derived, target: {target}}}\n"
    meetings = (("2026-10-28", "考察"), ("2026-10-29", "考察"), ("2026-10-29", "拜访"))
    met = f"met: [{', '.join(f'{{on: {day}, how: {how}, with: 示例甲}}' for day, how in meetings)}]"
    told = "== data/projects/p26-a.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
    told += f"== data/returns/2026-W44/hengnan.yaml\nsubmitted: 2026-10-30T09:00\nprojects: {{p26-a: {{{met}}}}}\n"
    [row] = carried_out(tmp_path, task + told).rows

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
    told = EACH.replace("each,", f"each, {figures},") + "".join(
        entry(week, f"progress: 办理, figures: {{cases: {n}}}", unit, "m02-4")
        for week, unit, n in (("2026-W44", "hengnan", 3), ("2026-W45", "hengnan", 5), ("2026-W45", "swj", 8))
    )
    [row] = carried_out(tmp_path, told).rows

    assert row["figures"][0]["values"] == [
        {"unit": "衡南县", "week": "2026-W45", "value": 5},
        {"unit": "市商务局", "week": "2026-W45", "value": 8},
    ]


def test_who_names_what_is_overdue_and_through_which_duty(tmp_path):
    late = "  - {id: m02-1, text: 出台办法, due: 2026-10, responsible: [市发改委]}\n"
    index = index_of(make_store(tmp_path, MEASURE + late + BEGUN))
    lead, helper = who(index, "市商务局", MONDAY), who(index, "市发改委", MONDAY)
    told = [block.text for block in lead.blocks if isinstance(block, Text)]

    assert told[1] == "任务逾期 1 项：出台办法(m02-1 限 2026-10，逾期 23 天)"
    [row] = [row for row in helper.rows if row["kind"] == "task"]
    assert (row["state"], row["due"], row["overdue_days"]) == ("未启动", "2026-10", 23)


def test_why_says_of_a_task_which_rule_gave_its_light_and_where_the_deadline_stands(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8")
    rules = (
        "lights: [{name: 红灯, colour: red, when: [{fact: overdue_days, above: 30}]}, {name: 绿灯, colour: green}]\n"
    )
    late = "  - {id: m02-1, text: 出台办法, due: 2026-10}\n"
    told = MEASURE + late + BEGUN + f"== data/settings.yaml\n{settings}{rules}"
    answer = why(index_of(make_store(tmp_path, told)), "m02-1", None, MONDAY)

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
    told = MEASURE + EACH + BEGUN + PROJECT + returned
    told += f"== data/settings.yaml\n{settings}ladder: [{{type: 提醒函, notices: 0, days: 2}}]\n"
    index = index_of(make_store(tmp_path, told))
    [unit] = [unit for unit in track(index, "W47", MONDAY).extra["units"] if unit["unit"] == "衡南县"]
    [letter] = [row for row in remind(index, "W47", MONDAY).rows if row["unit"] == "衡南县"]

    assert (unit["status"], unit["items_in"], unit["items_due"]) == ("partial", 1, 2)
    assert [(item["kind"], item["id"]) for item in unit["missing"]] == [("task", "m02-4")]
    assert (letter["projects"], letter["tasks"]) == ([], ["m02-4"])
