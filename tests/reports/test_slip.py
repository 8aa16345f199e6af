"""Which promises slipped since last week, and the week in three hundred characters."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from hyzs.reports.brief import LONGEST, brief, truncated
from hyzs.reports.slip import slip
from support.stores import index_of, make_store

MONDAY = datetime(2026, 11, 23, 9, 0)
PROJECT = """
== data/projects/p26-{id}.yaml
name: 示例·{id}项目
sample: true
tier: 一般
county: 衡南县
content: 建一条线
lead: 市商务局
tracked: {{since: 2026-05-11}}
milestones: {{签约: 2026-05-20}}
investors: [示例电气集团]
industry: 输变电装备
investment: {{total: 1000}}
promises:
  开工: {promise}
"""


def slipped(tmp_path, promise: str, since: str | None = None, **more):
    text = PROJECT.format(id="a1", promise=promise).lstrip() + more.get("told", "")
    return slip(index_of(make_store(tmp_path, text)), since, MONDAY)


def test_a_promise_that_was_moved_last_week_tells_by_how_much_and_why(tmp_path):
    """Until March 2027 now, it was December."""
    moved = "[{by: 2026-12, set: 2026-05-20}, {by: 2027-03, set: 2026-11-18, why: 用地未批}]"

    [row] = [row for row in slipped(tmp_path, moved).rows if row["kind"] == "moved"]

    assert (row["first"], row["now"], row["change"], row["why"]) == ("2026-12", "2027-03", "推迟 3 个月", "用地未批")


def test_a_promise_that_was_moved_long_ago_is_no_news(tmp_path):
    moved = "[{by: 2026-12, set: 2026-05-20}, {by: 2027-03, set: 2026-09-18, why: 用地未批}]"

    assert [row for row in slipped(tmp_path, moved).rows if row["kind"] == "moved"] == []


def test_what_went_overdue_since_last_week_is_new_and_what_was_overdue_is_not(tmp_path):
    assert [row["change"] for row in slipped(tmp_path / "a", "2026-11-18").rows if row["node"]] == ["新逾期 5 天"]
    assert [row["change"] for row in slipped(tmp_path / "b", "2026-10").rows if row["node"]] == []
    assert [row["change"] for row in slipped(tmp_path / "c", "2026-10", "2026-W44").rows if row["node"]] == [
        "新逾期 23 天"
    ]


def test_a_milestone_that_was_reached_is_no_slip(tmp_path):
    text = PROJECT.format(id="a1", promise="2026-11-18").replace(
        "{签约: 2026-05-20}", "{签约: 2026-05-20, 开工: 2026-11-19}"
    )

    assert [r for r in slip(index_of(make_store(tmp_path, text.lstrip())), None, MONDAY).rows if r["node"]] == []


def test_a_project_that_was_reported_and_now_is_not_turned_silent(tmp_path):
    store_text = (
        "== data/returns/2026-W46/hengnan.yaml\nsubmitted: 2026-11-13T09:00\nprojects:\n  p26-a1: {progress: 谈}\n"
    )

    assert [row["change"] for row in slipped(tmp_path, "2027", told=store_text).rows] == ["转未报"]


def test_the_brief_counts_and_names(tmp_path):
    text = PROJECT.format(id="a1", promise="2026-11-18").lstrip()

    [row] = brief(index_of(make_store(tmp_path, text)), "2026-W47", MONDAY).rows

    assert (row["due"], row["heard"], row["owed"]) == (1, 0, 1)
    assert (row["projects"]["owed"], row["units"]["owed"], row["units_partial"]) == (1, 3, [])
    assert "\n单位 应报 3：按时 0  迟报 0  部分已报 0  未报 3\n项目 应报 1：按时 0  迟报 0  未报 1\n" in row["text"]
    assert "承诺变动 1：示例·a1项目 新逾期 5 天" in row["text"]


@given(*[st.lists(st.text(min_size=1, max_size=60), max_size=20)] * 4)
def test_the_brief_is_never_longer_than_three_hundred_characters(owed, new, slipped, late):
    counts = dict.fromkeys(("due", "heard", "partial", "late", "owed", "pending", "exempt", "nil"), 9999)
    row = {
        "units": counts,
        "projects": counts,
        "tasks": counts,
        "note": "节假日安排未公布，按周一至周五计",
        "units_owed": owed,
        "units_partial": owed,
        "new": new,
        "slipped": slipped,
        "matters_overdue": late,
        "needs_overdue": late,
    }

    assert len(truncated(row, "招商引资项目周跟踪清单")) <= LONGEST


MATTER = """
== data/matters/x26-a1b2.yaml
text: 示例·用电增容
sample: true
origin: 企业诉求
raised: {by: 示例电气集团, on: 2026-11-02}
lead: 市商务局
due: %s
events: [{on: 2026-11-02, do: 交办}%s]
"""


def test_a_matter_past_its_deadline_since_last_week_is_told_too(tmp_path):
    rows = slipped(tmp_path, "2027-03", told=MATTER.lstrip() % ("2026-11-19", "")).rows

    assert [(row["id"], row["change"]) for row in rows if row["node"] == "交办事项"] == [("x26-a1b2", "新逾期 4 天")]


def test_a_matter_that_got_more_time_is_told_with_the_reason(tmp_path):
    extended = ", {on: 2026-11-18, do: 延期, due: 2026-12-19, by: 市商务局, note: 等停电}"
    rows = slipped(tmp_path, "2027-03", told=MATTER.lstrip() % ("2026-11-19", extended)).rows

    assert [(row["change"], row["why"]) for row in rows if row["node"] == "交办事项"] == [("延期 1 个月", "等停电")]
