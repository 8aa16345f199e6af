"""The calendar of a unit's duties, read by another program: a day that moves moves its entry."""

from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from hyzs.render import render
from hyzs.reports.duty import duty
from support.stores import BASE, index_of, make_store

MONDAY = datetime(2026, 11, 23, 9, 0)
LIGHTS = "lights: [{name: 红灯, colour: red, when: [{fact: weeks_silent, at_least: 1}]}, {name: 绿灯, colour: green}]\n"
PROJECT = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
content: 建一条线
lead: 市商务局
milestones: {在谈: 2026-11-02}
promises: {签约: %s}
tracked: {since: 2026-11-02}
== data/matters/x26-a1b2.yaml
text: 示例·用电增容
sample: true
origin: 企业诉求
raised: {by: 示例电气集团, on: 2026-11-02}
lead: 衡南县
due: 2026-11-13
events: [{on: 2026-11-02, do: 交办}, {on: 2026-11-12, do: 延期, due: 2026-12-04}]
== data/measures/m09.yaml
name: 组团招商
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: [市商务局]
responsible: [[衡南县]]
summary: 测试用举措。
tasks:
  - {id: m09-1, text: 组团活动, due: 2026-12, lead: [衡南县], reports: lead}
  - {id: m09-2, text: 编制目录, due: 2026-12}
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects: {p26-a1: {progress: 打桩, needs: [{text: 临时用电, to: 衡南县, due: 2026-12-10}]}}
"""


def entries(tmp_path, promise: str, project: str = PROJECT) -> dict:
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + LIGHTS
    index = index_of(make_store(tmp_path, f"{(project % promise).lstrip()}== data/settings.yaml\n{settings}"))
    text = render(duty(index, "衡南县", MONDAY), "ics", store={"id": "base"})
    return {str(event["uid"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return entries(tmp_path_factory.mktemp("before"), "2026-12")


MOVED = "[{by: 2026-12, set: 2026-11-02}, {by: 2027-03, set: 2026-11-20, why: 雨季, approved: 示例会议}]"


def test_a_promise_that_moves_keeps_its_entry_which_counts_the_moves(before, tmp_path):
    after = entries(tmp_path, MOVED)

    uid = "p26-a1-签约@base"
    assert before.keys() == after.keys()
    assert [(event[uid]["dtstart"].dt, event[uid]["sequence"]) for event in (before, after)] == [
        (date(2026, 12, 31), 0),
        (date(2027, 3, 31), 1),
    ]


def test_a_matter_counts_its_extensions_and_a_need_is_known_by_its_wording(before, tmp_path):
    later = entries(tmp_path, "2026-12", PROJECT.replace("2026-12-10", "2026-12-20"))

    assert (before["x26-a1b2-due@base"]["dtstart"].dt, before["x26-a1b2-due@base"]["sequence"]) == (
        date(2026, 12, 4),
        1,
    )
    [need] = [uid for uid in before if uid.startswith("p26-a1-need-")]
    assert [event[need]["dtstart"].dt for event in (before, later)] == [date(2026, 12, 10), date(2026, 12, 20)]


def test_an_entry_says_its_light_and_reminds_the_morning_before(before):
    event = before["p26-a1-签约@base"]
    [alarm] = event.walk("VALARM")

    assert event["categories"].cats == ["绿灯"]
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(hours=-15))


def test_a_measure_and_its_task_that_both_name_the_unit_are_one_entry(before):
    tasks = {uid: str(event["summary"]) for uid, event in before.items() if uid.startswith("m")}

    assert tasks == {"m09-1-due@base": "组团活动", "m09-2-due@base": "编制目录"}
