"""Open needs in the tracking list, letters and weekly reports; texts by which they are the same."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.blocks import Text
from hyzs.model.folding import fold_wording
from hyzs.query.lights import FACT_LABELS
from hyzs.reports.brief import brief
from hyzs.reports.duty import duty
from hyzs.reports.remind import remind
from hyzs.reports.slip import slip
from hyzs.reports.track import TrackFilter, track
from hyzs.reports.weekly import weekly
from hyzs.reports.whats_new import whats_new
from hyzs.reports.why import why
from support.need_stories import MONDAY, as_return_files
from support.stores import BASE, index_of, make_store


@pytest.fixture
def store(request, tmp_path):
    """The index of the store that the test's docstring tells: 甲项目, and what was said of it week by week."""
    store_text = inspect.cleandoc(request.function.__doc__ or "") + "\n"
    index = index_of(make_store(tmp_path, as_return_files(store_text)))
    yield index
    index.close()


# -- the tracking list and its lights


def test_the_list_has_every_open_need_and_the_lights_count_those_overdue(store):
    """
    W44 hengnan: [{text: 用电, due: 2026-11-06}, {text: 用水, due: 2026-11-20}, {text: 用气}]
    W47 hengnan: [{text: 用气, state: 撤回}]
    """
    rows = [track(store, week, MONDAY).rows[0] for week in ("W45", "W47")]

    assert [[need["text"] for need in row["needs"]] for row in rows] == [["用电", "用水", "用气"], ["用电", "用水"]]
    facts = why(store, "p26-a1", "W47", MONDAY).summary["facts"]
    assert (facts["needs_overdue"], "needs_overdue" in FACT_LABELS) == (2, True)


# -- letters, the week in words, what slipped

LADDER = "\nladder:\n  - {type: 提醒函, notices: 0, days: 2}\n"


def test_whoever_has_overdue_needs_gets_them_in_a_letter(tmp_path):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + LADDER
    text = """
W44 hengnan: [{text: 用电, to: 市发改委, due: 2026-11-06}, {text: 用水, to: 市发改委, due: 2026-12-06}]
W45 hengnan: [{text: 用气, due: 2026-11-13}]
"""
    index = index_of(make_store(tmp_path, as_return_files(f"{text}== data/settings.yaml\n{settings}")))

    answer = remind(index, None, MONDAY)
    [row] = [row for row in answer.rows if row["unit"] == "市发改委"]

    need = {"project": "p26-a1", "text": "用电", "week": "2026-W44", "due": "2026-11-06", "overdue_days": 17}
    assert (row["needs"], row["projects"], row["weeks_silent"]) == ([need], [], 0)
    texts = [block.text for block in answer.blocks if isinstance(block, Text)]
    assert "你单位有 1 条企业诉求逾期未解决。请于 2026-11-25 前解决并说明原因。" in texts[-2]
    assert texts[-1] == "另有 1 条逾期的诉求没有写承办单位，不知道催谁"
    assert "" not in [row["unit"] for row in answer.rows]


def test_the_brief_and_the_list_of_duties_name_them(store):
    """
    W44 hengnan: [{text: 用电, to: 市发改委, due: 2026-11-06}]
    """
    assert "诉求逾期 1：用电(市发改委)" in brief(store, None, MONDAY).rows[0]["text"]
    listed = duty(store, "市发改委", MONDAY)
    assert [need["name"] for need in listed.extra["needs"]] == ["用电"]
    assert ("2026-11-06", "p26-a1", "诉求 用电") in [(d["day"], d["id"], d["text"]) for d in listed.extra["days"]]


def test_the_weekly_report_counts_what_was_raised_settled_and_left(store):
    """
    W45 hengnan: [{text: 用电, due: 2026-11-13}, {text: 用水}, {text: 用气}]
    W46 hengnan: [{text: 用路}, {text: 用水, state: 已解决}, {text: 用气, state: 撤回}]
    """
    answer = weekly(store, "W46", MONDAY)

    counts = {key: value for key, value in answer.summary.items() if key.startswith("needs_")}
    assert counts == {"needs_open": 2, "needs_overdue": 1, "needs_raised": 1, "needs_settled": 2}
    assert "本周新提 1 条，了结 2 条(已解决 1、撤回 1)；未解决 2 条，其中逾期 1 条" in [
        block.text for block in answer.blocks if isinstance(block, Text)
    ]


def test_a_need_of_this_week_is_new_and_one_of_an_earlier_week_is_not(store):
    """
    W44 hengnan: [{text: 用电}]
    W47 hengnan: [{text: 用电}, {text: 用水}]
    """
    [row] = whats_new(store, "W47", MONDAY, TrackFilter()).rows

    assert row["new_needs"] == ["用水"]


def test_what_went_overdue_and_what_got_more_time_slipped(store):
    """
    W44 hengnan: [{text: 用电, to: 市发改委, due: 2026-11-18}, {text: 用水, due: 2026-11-10}]
    W47 hengnan: [{text: 用水, due: 2026-12-10}]
    """
    rows = slip(store, "W47", MONDAY).rows

    assert [(row["kind"], row["name"], row["days"], row["first"], row["now"], row["lead"]) for row in rows] == [
        ("moved", "用水（示例·甲项目）", 30, "2026-11-10", "2026-12-10", None),
        ("overdue", "用电（示例·甲项目）", 5, "2026-11-18", "2026-11-18", "市发改委"),
    ]


def test_the_list_says_whom_one_met_in_the_week(store):
    """
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 略, met: [{on: 2026-11-18, how: 拜访, with: 示例集团, rank: 县长}]}}
    """
    before, now = (track(store, week, MONDAY).rows[0]["met"] for week in ("W46", "W47"))

    assert (before, now) == ([], [{"on": "2026-11-18", "how": "拜访", "with": "示例集团", "rank": "县长"}])
    assert weekly(store, "W47", MONDAY).summary["met"] == 1


# -- texts by which needs are the same


@pytest.mark.parametrize(
    ("wording", "other"),
    [
        ("临时用电，增容", "临时用电增容。"),
        ("１０千伏（临时）", "10千伏(临时)"),
        ("缺口1,200吨", "缺口1200吨"),
        ("VOCs 总量", "vocs总量"),
        ("市 商 务 局", "市商务局"),
        ("“土石方”外运\n审批", "土石方外运审批"),
    ],
)
def test_width_case_blanks_and_punctuation_make_no_difference(wording, other):
    assert fold_wording(wording) == fold_wording(other)


@pytest.mark.parametrize(
    ("wording", "other"),
    [("1.2万吨", "12万吨"), ("2,3号地块", "23号地块"), ("3-4月", "34月"), ("降10%", "降10"), ("？", "！")],
)
def test_figures_do_make_one(wording, other):
    assert fold_wording(wording) != fold_wording(other)


@given(st.text(min_size=1))
def test_folding_once_more_changes_nothing(text):
    assert fold_wording(fold_wording(text)) == fold_wording(text)
