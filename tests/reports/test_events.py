"""Events, festivals, training: counted by their last day; what was called off or is to come counts nothing."""

import inspect
from datetime import date, datetime

import pytest

from hyzs.query.events import event_rows
from hyzs.query.pace import pace
from hyzs.query.task_rows import task_rows
from hyzs.reports.outreach.events import events
from hyzs.reports.outreach.festivals import festivals
from hyzs.reports.outreach.training import training
from support.stores import SHIPPED, index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 9)
TYPES = (
    "event_types:\n  - {name: 组团招商, follow: 30}\n  - {name: 推介会, follow: 30}\n"
    "  - {name: 跟班学习, people: true, training: true}\n  - {name: 挂职, people: true, training: true}\n"
    "  - {name: 培训研修, people: true, training: true}\n"
    "festivals:\n  - {name: 春节, lunar: 1-1, source: 方案第九条}\n"
    "  - {name: 清明, solar_term: 清明, source: 方案第九条}\n"
    "  - {name: 中元, lunar: 7-15, source: 方案第九条}\n  - {name: 中秋, lunar: 8-15, source: 方案第九条}\n"
    "  - {name: 国庆, solar: 10-1, source: 方案第九条}\n"
    "series:\n  - {name: 年会, every: 1, source: 方案第六条}\n  - {name: 隔年会, every: 2, source: 方案第六条}\n"
    "  - {name: 新会, every: 1, source: 方案第六条}\n"
)


@pytest.fixture
def index(request, tmp_path):
    """The frozen store with the settings of events and the events of the test's docstring over it."""
    story = inspect.cleandoc(request.function.__doc__ or "")
    root = make_store(tmp_path, f"{story}\n", over=SHIPPED)
    settings = root / "data" / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + TYPES, "utf-8")
    return index_of(root)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, ["02-17", "04-05", "08-27", "09-25", "10-01"]),
        (2027, ["02-06", "04-05", "08-16", "09-15", "10-01"]),
    ],
)
def test_festivals_have_their_days(year, days):
    rows = festivals(repo_index(), year, NOW).rows

    assert [(row["name"], row["day"]) for row in rows] == [
        (name, f"{year}-{day}") for name, day in zip(("春节", "清明", "中元", "中秋", "国庆"), days, strict=True)
    ]


def test_two_festivals_may_fall_on_one_day():
    days = {row["name"]: row["day"] for row in festivals(repo_index(), 2031, NOW).rows}

    assert days["中秋"] == days["国庆"] == "2031-10-01"


def test_what_was_held_against_what_should_have_been():
    target = next(row for row in festivals(repo_index(), 2026, NOW).extra["targets"] if row["id"] == "m09-1")

    numbers = {
        key: target[key] for key in ("done", "percent", "elapsed", "points_behind", "due", "days_passed", "days")
    }
    assert numbers == {
        **{"done": 16, "percent": 80, "elapsed": 89.6, "points_behind": 9.6},
        **{"due": 17.9, "days_passed": 327, "days": 365},
    }


@pytest.mark.parametrize(("done_count", "points"), [(16, "9.6"), (15, "14.6")])
def test_points_behind(done_count, points):
    result = pace(20, done_count, date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 23))

    assert str(result.points_behind) == points


def test_a_target_that_events_are_counted_for_is_lit_by_its_pace():
    row = next(row for row in task_rows(repo_index(), NOW) if row["id"] == "m09-1")

    assert (row["target"]["done"], row["facts"]["points_behind"], row["light"]["name"]) == (16, 9.6, "绿灯")


def test_an_event_is_of_the_year_of_its_last_day(index):
    """
    == data/events/e26-a1.yaml
    {name: 示例·跨年团, sample: true, type: 组团招商, on: {from: 2025-12-30, to: 2026-01-02}}
    == data/events/e26-b1.yaml
    {name: 示例·取消团, sample: true, type: 组团招商, on: 2026-03-02, cancelled: {on: 2026-03-01, reason: 略}}
    == data/events/e26-c1.yaml
    {name: 示例·来年团, sample: true, type: 组团招商, on: 2026-12-02}
    """
    assert {row["id"]: (row["status"], row["held_on"]) for row in event_rows(index, NOW.date())} == {
        "e26-a1": ("已办", "2026-01-02"),
        "e26-b1": ("取消", None),
        "e26-c1": ("计划", None),
    }
    assert len(events(index, 2026, NOW).rows) == 3


def test_who_sent_people_to_learn_and_who_did_not(index):
    """
    == data/events/e26-a1.yaml
    name: 示例·跟班学习
    sample: true
    type: 跟班学习
    on: {from: 2026-05-06, to: 2026-05-31}
    people: [{unit: 衡南县, count: 3}, {unit: 衡东县, count: 2}]
    """
    (sent,) = training(index, 2026, NOW).extra["sent"]

    assert (sent["sent"], sent["missing"]) == (2, 10)
    assert sent["units"] == [
        "珠晖区",
        "雁峰区",
        "石鼓区",
        "蒸湘区",
        "南岳区",
        "衡阳县",
        "衡山县",
        "祁东县",
        "耒阳市",
        "常宁市",
    ]


def test_days_of_people_away(index):
    """
    == data/events/e26-a1.yaml
    name: 示例·挂职
    sample: true
    type: 挂职
    on: {from: 2026-03-01, to: 2026-08-31}
    people: [{unit: 衡南县, count: 2}]
    """
    assert [(row["heads"], row["person_days"]) for row in training(index, 2026, NOW).rows] == [(2, 368)]


def test_a_span_over_new_year_is_split(index):
    """
    == data/events/e25-a1.yaml
    name: 示例·挂职
    sample: true
    type: 挂职
    on: {from: 2025-12-30, to: 2026-01-04}
    people: [{unit: 衡南县, count: 1}]
    """
    assert [training(index, year, NOW).summary["person_days"] for year in (2025, 2026)] == [2, 4]


def test_training_that_was_called_off_or_has_no_people_counts_nothing(index):
    """
    == data/events/e26-a1.yaml
    name: 示例·研修
    sample: true
    type: 培训研修
    on: 2026-03-02
    people: [{unit: 衡南县, count: 9}]
    cancelled: {on: 2026-03-01, reason: 示例}
    == data/events/e26-b1.yaml
    {name: 示例·研修二, sample: true, type: 培训研修, on: 2026-03-02}
    """
    summary = training(index, 2026, NOW).summary

    assert (summary["heads"], summary["cancelled"], summary["without_people"]) == (0, 1, 1)


def test_a_lead_that_nobody_took_up_is_listed_after_thirty_days(index):
    """
    == data/events/e26-a1.yaml
    {name: 示例·推介会, sample: true, type: 推介会, on: 2026-10-13}
    == data/projects/2026/p26-j5m8.yaml
    name: 示例·音视频编解码模组项目
    sample: true
    tier: 一般
    source: {event: 示例·推介会}
    milestones: {线索: 2026-10-13}
    """
    (left,) = events(index, 2026, NOW).extra["left"]

    assert (left["project"], left["due"], left["late"]) == ("p26-j5m8", "2026-11-12", 11)


def test_a_series_that_is_not_planned_this_year_is_told(index):
    """
    == data/events/e25-a1.yaml
    {name: 示例·年会, sample: true, type: 推介会, series: 年会, on: 2025-10-13}
    == data/events/e25-b1.yaml
    {name: 示例·隔年会, sample: true, type: 推介会, series: 隔年会, on: 2025-10-13}
    """
    states = {row["series"]: row["state"] for row in events(index, 2026, NOW).extra["series"]}

    assert states == {"年会": "今年未安排", "隔年会": "今年不办", "新会": "今年未安排，没有办过的记录"}


def test_figures_that_were_verified_stand_apart():
    outcomes = {row["name"]: row for row in events(repo_index(), 2026, NOW).extra["outcomes"]}

    assert (outcomes["毕业生留衡"]["reported"], outcomes["毕业生留衡"]["verified"]) == (46, 120)


def test_names_of_the_roster_stay_where_they_are(index):
    """
    == private/roster.yaml
    衡南县: [示例甲金丝雀, 示例乙金丝雀]
    衡东县: []
    """
    answer = training(index, 2026, NOW)

    assert answer.extra["roster"] == [{"unit": "衡南县", "people": 2}, {"unit": "衡东县", "people": 0}]
    assert "金丝雀" not in repr(answer)
