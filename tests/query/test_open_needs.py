"""A need stays open until it is settled, withdrawn, or struck off as the matter that it became."""

import inspect
from datetime import date, datetime

import pytest

from hyzs.model.week import Week
from hyzs.query.matters import matters
from hyzs.query.open_needs import needs_now, open_needs
from hyzs.reports.track import TrackFilter, track
from hyzs.reports.who import who
from support.need_stories import MONDAY, PROJECT, as_return_files
from support.stores import index_of, make_store

NEXT_THURSDAY = datetime(2026, 11, 26, 9, 0)


@pytest.fixture
def store(request, tmp_path):
    """The index of the store that the test's docstring tells: 甲项目, and what was said of it week by week."""
    store_text = inspect.cleandoc(request.function.__doc__ or "") + "\n"
    index = index_of(make_store(tmp_path, as_return_files(store_text)))
    yield index
    index.close()


def open_at(index, week: str, day: date | None = None) -> list[tuple[str, str, str]]:
    """Text, first and last week of each need that is open after that week."""
    the_week = Week.parse(f"2026-{week}")
    day = day or the_week.sunday
    result = open_needs(index, the_week, day, matters(index, day)).get("p26-a1", [])
    return [(need["text"], need["week"][5:], need["last_week"][5:]) for need in result]


# -- one need over the weeks


def test_a_need_stays_open_in_weeks_that_do_not_name_it(store):
    """
    W44 hengnan: [{text: 用电, to: 市发改委, due: 2026-11-13}]
    """
    raised = [("用电", "W44", "W44")]
    assert [open_at(store, week) for week in ("W43", "W44", "W47")] == [[], raised, raised]


def test_the_same_words_again_are_the_same_need(store):
    """
    W44 hengnan: [{text: 临时用电，增容}]
    W45 hengnan: [{text: "临时用电 增容。"}]
    """
    assert open_at(store, "W45") == [("临时用电 增容。", "W44", "W45")]


def test_other_numbers_are_another_need(store):
    """
    W44 hengnan: [{text: 缺口1.2万吨}, {text: 缺口12万吨}]
    """
    assert [text for text, *_ in open_at(store, "W45")] == ["缺口1.2万吨", "缺口12万吨"]


@pytest.mark.parametrize("state", ["已解决", "撤回"])
def test_it_ends_with_the_week_that_settles_it(tmp_path, state):
    output = f"W44 hengnan: [{{text: 用电}}, {{text: 用水}}]\nW46 hengnan: [{{text: 用电, state: {state}}}]\n"
    index = index_of(make_store(tmp_path, as_return_files(output)))

    assert [[text for text, *_ in open_at(index, week)] for week in ("W45", "W46")] == [["用电", "用水"], ["用水"]]


def test_raised_again_after_it_was_settled_it_counts_from_then(store):
    """
    W43 hengnan: [{text: 用电, due: 2026-10-30}]
    W44 hengnan: [{text: 用电, state: 已解决}]
    W46 hengnan: [{text: 用电}]
    """
    assert open_at(store, "W47") == [("用电", "W46", "W46")]


def test_raised_and_settled_in_one_entry_it_is_settled(store):
    """
    W46 hengnan: [{text: 用电}, {text: 用电, state: 已解决}]
    """
    assert open_at(store, "W46") == []


def test_where_two_units_disagree_in_a_week_it_stays_open(store):
    """
    W45 hengnan: [{text: 用电}]
    W46 hengnan: [{text: 用电, state: 已解决}]
    W46 swj: [{text: 用电}]
    """
    assert open_at(store, "W46") == [("用电", "W45", "W46")]


def test_a_return_that_comes_late_counts_in_its_own_week(store):
    """
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-23T08:00
    projects: {p26-a1: {progress: 略, late: 漏报, needs: [{text: 用电}]}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 略, needs: [{text: 用电, state: 已解决}]}}
    """
    assert [open_at(store, week) for week in ("W45", "W46")] == [[("用电", "W45", "W45")], []]


def test_who_handles_it_and_by_when_is_the_last_that_was_said(store):
    """
    W43 hengnan: [{text: 用电, to: 市发改委, due: 2026-10-30}]
    W44 hengnan: [{text: 用电, due: 2026-11-10}]
    W45 hengnan: [{text: 用电}]
    """
    result = open_needs(store, Week(2026, 45), date(2026, 11, 15), [])

    assert result["p26-a1"] == [
        {
            "text": "用电",
            "to": "市发改委",
            "due": "2026-11-10",
            "first_due": "2026-10-30",
            "overdue_days": 5,
            "week": "2026-W43",
            "last_week": "2026-W45",
            "matter": None,
            "return": "2026-W45/hengnan",
        }
    ]


# -- a need that became a matter

MATTER = """\
== data/matters/x26-a1b2.yaml
text: 示例·用电增容
sample: true
origin: 周填报
raised: {by: 衡南县, on: 2026-11-11}
project: p26-a1
lead: 市发改委
due: 2026-12-05
"""
HANDED = "W45 hengnan: [{text: 用电, to: 市发改委, due: 2026-11-06, matter: x26-a1b2}]\n" + MATTER


def test_handed_over_it_is_the_matter_from_the_day_that_was_raised(tmp_path):
    index = index_of(make_store(tmp_path, as_return_files(HANDED)))

    results = [
        [(need["matter"], need["overdue_days"]) for need in open_needs(index, week, day, matters(index, day))["p26-a1"]]
        for week, day in ((Week(2026, 45), date(2026, 11, 8)), (Week(2026, 46), date(2026, 11, 15)))
    ]
    assert results == [[(None, 2)], [("示例·用电增容", 0)]]
    assert [need["text"] for need in needs_now(index, MONDAY)] == []


def _events(*acts: str) -> str:
    return "events:\n" + "".join(f"  - {{on: {act.split()[0]}, do: {act.split()[1]}}}\n" for act in acts)


CLOSED = ("2026-11-11 交办", "2026-11-12 办结", "2026-11-13 销号")


@pytest.mark.parametrize(
    ("acts", "need_lines", "left"),
    [
        (CLOSED[:2], "", ["用电"]),
        (CLOSED, "", []),
        ((*CLOSED, "2026-11-14 重开"), "", ["用电"]),
        (CLOSED, "W46 hengnan: [{text: 用电}]\n", []),
        (CLOSED, "W47 hengnan: [{text: 用电}]\n", ["用电"]),
    ],
    ids=["done", "struck off", "reopened", "repeated in that week", "raised again after it"],
)
def test_struck_off_as_a_matter_it_is_over(tmp_path, acts, need_lines, left):
    index = index_of(make_store(tmp_path, as_return_files(need_lines + HANDED + _events(*acts))))

    assert [text for text, *_ in open_at(index, "W47")] == left


# -- who must do something about it


def test_whoever_handles_it_is_told_in_later_weeks_too_with_the_day_and_how_late(store):
    """
    W45 hengnan: [{text: 用电, to: 衡阳市发展和改革委员会, due: 2026-11-20}, {text: 用水, to: 市商务局}]
    """
    [row] = [row for row in who(store, "市发改委", NEXT_THURSDAY).rows if row["kind"] == "need"]

    assert row == {
        **{"role": "handle", "kind": "need", "id": "2026-W45/hengnan", "name": "用电", "via": None, "open": False},
        **{"project": "p26-a1", "project_name": "示例·甲项目", "week": "2026-W45"},
        **{"plan": None, "state": None},
        **{"due": "2026-11-20", "overdue_days": 6},
    }


def test_a_group_that_handles_it_passes_it_to_its_members(store):
    """
    W45 hengnan: [{text: 用电, to: 各县市区}]
    """
    results = [row["via"] for row in who(store, "衡南县", MONDAY).rows if row["kind"] == "need"]

    assert results == ["各县市区"]


def test_the_same_need_of_two_projects_is_two(store):
    """
    == data/projects/p26-b2.yaml
    name: 示例·乙项目
    sample: true
    tier: 一般
    county: 衡南县
    tracked: {since: 2026-05-11}
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects:
      p26-a1: {progress: 略, needs: [{text: 用电, to: 市发改委}]}
      p26-b2: {progress: 略, needs: [{text: 用电, to: 市发改委}]}
    """
    assert who(store, "市发改委", MONDAY).summary["by_kind"]["need"] == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("states: [{state: 终止, since: 2026-11-10, reason: 企业撤资}]", "终止"),
        ("draft: true", "草稿"),
        ("milestones: {在谈: 2026-05-11, 达产: 2026-11-10}", "已完结"),
    ],
)
def test_with_its_project_it_rests_and_that_is_said(tmp_path, change, reason):
    text = as_return_files("W45 hengnan: [{text: 用电, to: 市发改委, due: 2026-11-06}]\n")
    project = PROJECT.replace("milestones: {在谈: 2026-05-11}\n", change + "\n")
    index = index_of(make_store(tmp_path, text.replace(PROJECT, project)))

    answer = who(index, "市发改委", MONDAY)

    assert [row for row in answer.rows if row["kind"] == "need"] == []
    assert answer.summary["needs_resting"] == {reason: 1}
    assert f"另有 1 条诉求没有列：所在项目{reason} 1" in [getattr(block, "text", "") for block in answer.blocks]
    [row] = track(index, None, MONDAY, TrackFilter(all=True)).rows
    assert [need["text"] for need in row["needs"]] == ["用电"]


def test_a_project_that_goes_to_another_reporter_takes_its_needs_along(store):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: [{unit: 衡南县, until: 2026-11-08}, {unit: 衡山县, since: 2026-11-09}]
    tracked: {since: 2026-05-11}
    W44 hengnan: [{text: 用电}]
    W46 hengshan: [{text: 用水}, {text: 用电, state: 已解决}]
    """
    assert [open_at(store, week) for week in ("W45", "W46")] == [[("用电", "W44", "W44")], [("用水", "W46", "W46")]]
