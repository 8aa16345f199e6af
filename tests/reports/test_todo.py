"""What is to be done next: steps of flows and whatever else falls due, by unit, in a calendar, and one step on."""

import random
from datetime import date, datetime

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.edits.matter import EventDetails
from hyzs.edits.step import step
from hyzs.model.errors import BadUsage
from hyzs.model.flow import CaseEvent
from hyzs.query.flows import FlowBook, cases_of, following_acts
from hyzs.reports.dispatch import dispatch
from hyzs.reports.list_ import list_
from hyzs.reports.show import show
from hyzs.reports.todo import todo
from hyzs.reports.track import track
from hyzs.reports.who import who
from hyzs.session import Session
from support.stores import BASE, index_of, make_store

NOW = datetime(2026, 11, 23, 9, 0)
FLOWS = """
flows:
  - name: 流转
    source: 示例
    steps:
      - {do: 申请, first: true, after: [已流转, 退回, 终止]}
      - {do: 受理, after: [申请], limit: {days: 3}, by: 市商务局}
      - {do: 对接, after: [受理, 对接], limit: {days: 10}, by_field: to}
      - {do: 已流转, after: [对接], limit: {days: 15}, by: 市商务局, ends: true}
      - {do: 评审, after: [受理, 对接], pauses: true}
      - {do: 恢复, after: [评审], stays: true}
      - {do: 退回, after: [申请, 受理, 对接], note: true, ends: true}
      - {do: 终止, after: [受理, 对接], note: true, ends: true}
"""
SETTINGS = (BASE / "data" / "settings.yaml").read_text("utf-8")
PROJECT = """== data/projects/p26-{id}.yaml
name: 示例·{id}项目
sample: true
tier: 一般
county: 衡南县
{more}"""
APPLIED = "  - {on: 2026-11-16, do: 申请, by: 衡南县}\n"


def project(id: str, transfers: str = "", more: str = "") -> str:
    events = f"transfers:\n{transfers}" if transfers else ""
    return PROJECT.format(id=id, more=events + more)


def store(tmp_path, *records: str, flows: str = FLOWS):
    return make_store(tmp_path, f"== data/settings.yaml\n{SETTINGS}{flows}" + "".join(records))


def step_rows(answer):
    return [row for row in answer.rows if row["flow"]]


def test_an_application_waits_for_the_bureau_and_is_two_working_days_late(tmp_path):
    index = index_of(store(tmp_path, project("a1", APPLIED)))

    [row] = step_rows(todo(index, "市商务局", NOW))

    result = (row["id"], row["step"], row["who"], row["due"], row["overdue_days"], row["counted"])
    assert result == ("p26-a1", "受理", ["市商务局"], "2026-11-19", 2, "工作日")
    assert todo(index, "衡东县", NOW).rows == []


def test_whom_it_was_passed_to_owes_the_next_step_and_a_review_stops_the_clock(tmp_path):
    events = APPLIED + "  - {on: 2026-11-17, do: 受理, to: 衡东县}\n"
    paused = "  - {on: 2026-11-18, do: 评审}\n"
    index = index_of(store(tmp_path, project("a1", events), project("b2", events + paused)))

    rows = {row["id"]: row for row in step_rows(todo(index, None, NOW))}

    assert (rows["p26-a1"]["who"], rows["p26-a1"]["due"]) == (["衡东县"], "2026-12-01")
    assert (rows["p26-b2"]["due"], rows["p26-b2"]["paused_since"]) == (None, "2026-11-18")


def test_what_is_not_listed_is_counted(tmp_path):
    ended = project("c3", APPLIED, "states: [{state: 终止, since: 2026-11-18, reason: 企业放弃}]\n")
    draft = project("b2", APPLIED, "draft: true\n")
    index = index_of(store(tmp_path, project("a1", APPLIED), draft, ended))

    answer = todo(index, None, NOW)

    assert answer.summary["left_out"] == {"草稿": 1, "终止": 1}
    assert [row["id"] for row in step_rows(answer)] == ["p26-a1"]


def test_a_case_of_a_flow_that_nothing_declares_is_counted(tmp_path):
    index = index_of(store(tmp_path, project("a1", APPLIED), flows=""))

    assert todo(index, None, NOW).summary["left_out"] == {"没有流程": 1}


def test_the_version_of_a_flow_goes_by_the_first_event(tmp_path):
    """Two versions; a case that began before the second one keeps the limit of the first."""
    later = FLOWS.replace("\nflows:\n", "").replace("source: 示例", "source: 示例\n    since: 2026-11-10")
    flows = FLOWS + later.replace("days: 3", "days: 1")
    old = "  - {on: 2026-11-09, do: 申请, by: 衡南县}\n"
    index = index_of(store(tmp_path, project("a1", APPLIED), project("b2", old), flows=flows))

    dues = {row["id"]: row["due"] for row in step_rows(todo(index, None, NOW))}
    assert [finding.code for finding in findings(index, NOW.date()) if finding.path.endswith("settings.yaml")] == []

    assert dues == {"p26-a1": "2026-11-17", "p26-b2": "2026-11-12"}


def test_a_calendar_has_one_entry_a_step_that_names_no_date(tmp_path):
    index = index_of(store(tmp_path, project("a1", APPLIED)))

    [entry] = [day for day in todo(index, "市商务局", NOW).extra["days"] if day["id"] == "p26-a1"]

    assert (entry["day"], entry["node"], entry["text"]) == ("2026-11-19", "流转-受理", "流转·受理 示例·a1项目")


def test_a_case_is_asked_as_of_the_day(tmp_path):
    result = APPLIED + "  - {on: 2026-11-17, do: 退回, note: 材料不齐}\n"
    index = index_of(store(tmp_path, project("a1", APPLIED), project("b2", result)))
    book = FlowBook(index)

    [case] = cases_of(index, book, ["p26-b2"], NOW.date())

    assert (case.is_open, case.state.status, case.state.ended) == (False, "退回", True)
    before = step_rows(todo(index, None, datetime(2026, 11, 16, 9)))
    assert [row["id"] for row in step_rows(todo(index, None, NOW))] == ["p26-a1"]
    assert [row["id"] for row in before] == ["p26-a1", "p26-b2"]


# Where else it is told

LIGHTS = """lights:
  - {name: 黄灯, colour: yellow, meaning: 流程逾期, when: [{fact: flow_overdue, at_least: 1}]}
  - {name: 绿灯, colour: green, meaning: 按计划推进}
"""
TRACKED = "lead: 市商务局\ntracked: {since: 2026-11-09}\n"


def test_a_step_that_is_overdue_lights_the_project(tmp_path):
    index = index_of(store(tmp_path, project("a1", APPLIED, TRACKED), project("b2", "", TRACKED), flows=FLOWS + LIGHTS))

    rows = {row["id"]: row["light"] for row in track(index, "2026-W47", NOW).rows}

    assert {id: light["name"] for id, light in rows.items()} == {"p26-a1": "黄灯", "p26-b2": "绿灯"}
    assert rows["p26-a1"]["clause"] == "1 个流程步骤逾期"


def test_projects_are_found_by_their_steps(tmp_path):
    index = index_of(store(tmp_path, project("a1", APPLIED, TRACKED), project("b2", "", TRACKED)))

    [row] = list_(
        index, "project", NOW, "逾期步骤>0 and 下一步由谁办=市商务局", None, "id,next_step,next_step_due"
    ).rows

    assert row == {"id": "p26-a1", "next_step": "流转·受理", "next_step_due": "2026-11-19"}


@pytest.mark.parametrize(
    "report", [lambda index: show(index, "p26-a1", NOW), lambda index: who(index, "市商务局", NOW)]
)
def test_show_and_who_tell_the_step_that_is_owed(tmp_path, report):
    answer = report(index_of(store(tmp_path, project("a1", APPLIED))))

    [row] = answer.extra["steps"]
    assert (row["flow"], row["step"], row["who"], row["due"]) == ("流转", "受理", "市商务局", "2026-11-19")
    text = str(answer.blocks)
    assert "流转·受理 市商务局，限 2026-11-19，逾期 2 个工作日" in text


def test_the_workbook_of_a_unit_has_what_it_owes_on_a_sheet_of_its_own(tmp_path):
    applied = APPLIED + "  - {on: 2026-11-17, do: 受理, to: 衡南县}\n"
    index = index_of(store(tmp_path, project("a1", applied, TRACKED)))

    [form] = dispatch(index, "2026-W47", NOW, ["衡南县"], {"id": "t", "as_of": None, "commit": None}).forms

    [sheet] = [sheet for sheet in form.sheets if sheet.name == "待办"]
    [cells] = sheet.rows.values()
    assert (cells["step"], cells["due"], cells["rule"]) == ("流转：对接", "2026-12-01", "受理后 10 个工作日（示例）")


# One step on


def take_step(root, *words: str, **facts):
    session = Session(str(root), "2026-11-23", quiet=True)
    details = EventDetails(facts.pop("on", date(2026, 11, 23)), **facts)
    return session.apply(step(session.index, *words, details))


def test_a_step_is_one_more_line(tmp_path):
    root = store(tmp_path, project("a1", APPLIED))

    take_step(root, "p26-a1", "流转", "受理", by="市商务局", to="衡东县")

    text = (root / "data" / "projects" / "p26-a1.yaml").read_text("utf-8")
    assert text.endswith("  - {on: 2026-11-23, do: 受理, by: 市商务局, to: 衡东县}\n")


def test_a_step_that_does_not_follow_is_not_written(tmp_path):
    root = store(tmp_path, project("a1", APPLIED))

    with pytest.raises(Exception, match="“已流转”接不上前面的“申请”：要在“对接”以后"):
        take_step(root, "p26-a1", "流转", "已流转", to="衡东县")

    assert "已流转" not in (root / "data" / "projects" / "p26-a1.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("流转", "退回"), "“退回”要写明原因"),
        (("流转", "收下"), "“流转”的流程里没有“收下”"),
        (("流 转", "受理"), "没有“流 转”这个流程"),
    ],
)
def test_a_step_that_cannot_be_meant_is_refused(tmp_path, words, message):
    with pytest.raises(BadUsage, match=message):
        take_step(store(tmp_path, project("a1", APPLIED)), "p26-a1", *words)


def test_a_matter_goes_on_by_the_same_edit(tmp_path):
    matter = (
        "== data/matters/x26-a1.yaml\ntext: 示例·临时用电增容\nsample: true\norigin: 企业诉求\n"
        "raised: {on: 2026-11-02}\nlead: 市商务局\ndue: 2026-11-20\nevents:\n  - {on: 2026-11-03, do: 交办}\n"
    )
    root = store(tmp_path, matter)

    take_step(root, "x26-a1", "交办", "改派", to="衡南县")

    text = (root / "data" / "matters" / "x26-a1.yaml").read_text("utf-8")
    assert "lead: 衡南县\n" in text
    assert text.endswith("  - {on: 2026-11-23, do: 改派, to: 衡南县}\n")


# The rules


def test_the_rules_and_the_engine_judge_alike(tmp_path):
    """Two hundred cases of random acts: what flow-order and flow-after-end find is what ``Flow.follows`` refuses."""
    pick, acts = random.Random(7), ["申请", "受理", "对接", "已流转", "评审", "恢复", "退回", "终止"]
    cases = {f"p26-r{n}": [pick.choice(acts) for _ in range(pick.randint(1, 6))] for n in range(200)}
    records = (
        project(id[4:], "".join(f"  - {{on: 2026-11-{n + 2:02}, do: {do}, note: 略}}\n" for n, do in enumerate(case)))
        for id, case in cases.items()
    )
    index = index_of(store(tmp_path, *records))
    flow = FlowBook(index).flow("流转", NOW.date())
    first_line = 6

    all_findings = {
        (finding.record, finding.span.line - first_line)
        for finding in findings(index, NOW.date())
        if finding.code in ("flow-order", "flow-after-end")
    }

    events = {id: [CaseEvent(date(2026, 11, n + 2), do) for n, do in enumerate(case)] for id, case in cases.items()}
    expected = {
        (id, n) for id in cases for n, event in enumerate(events[id]) if not flow.follows(event.do, events[id][:n])
    }
    assert expected
    assert all_findings == expected


def test_a_case_that_cannot_go_on_is_counted(tmp_path):
    """An act that the flow does not know: nobody can say what comes next."""
    index = index_of(store(tmp_path, project("a1", APPLIED + "  - {on: 2026-11-17, do: 收件}\n")))

    assert todo(index, None, NOW).summary["left_out"] == {"接不下去": 1}


def test_the_unit_of_a_step_is_the_holder_of_the_day(tmp_path):
    county = "county: [{unit: 衡山县, until: 2026-11-08}, {unit: 衡东县, since: 2026-11-09}]\n"
    flows = FLOWS.replace("by: 市商务局}\n      - {do: 对接", "by_field: county}\n      - {do: 对接")
    text = project("a1", APPLIED).replace("county: 衡南县\n", county)
    index = index_of(store(tmp_path, text, flows=flows))

    assert [row["who"] for row in step_rows(todo(index, None, NOW))] == [["衡东县"]]


def test_the_acts_that_may_follow_are_offered(tmp_path):
    index = index_of(store(tmp_path, project("a1", APPLIED), project("b2")))

    assert following_acts(index, "p26-a1", "流转", NOW.date()) == ["受理", "退回"]
    assert following_acts(index, "p26-b2", "流转", NOW.date()) == ["申请"]
