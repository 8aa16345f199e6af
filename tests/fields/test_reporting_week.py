"""When returns fall due over weekends, festivals and New Year, and which week people mean."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.reporting_schedule import UNPUBLISHED, ReportingInterval, ReportingSchedule
from hyzs.model.week import Week
from support.stores import index_of, make_store

NOW = datetime(2026, 11, 23, 9, 0)


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> ReportingSchedule:
    """The rhythm of the base store: open 周四 00:00, due 周五 10:00, closed 下周三 18:00, 提前."""
    return load_schedule(index_of(make_store(tmp_path_factory.mktemp("base"))))


def week(text: str) -> Week:
    return Week.parse(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def due(rhythm: ReportingSchedule, text: str, **other) -> tuple[str | None, str, str]:
    """When the week is due, else why not, and how its days were counted."""
    result = replace(rhythm, **other).due_of(week(text))
    assert result.is_exempt == (result.moment is None)
    return result.moment and result.moment.isoformat(" ", "minutes"), result.reason, result.note


# Due


@pytest.mark.parametrize("holiday", ["提前", "顺延", "并报"])
def test_an_ordinary_week_is_due_on_its_friday(base, holiday):
    assert due(base, "2026-W47", holiday=holiday) == ("2026-11-20 10:00", "", "")


@pytest.mark.parametrize(
    ("text", "holiday", "expected"),
    [
        ("2026-W40", "提前", ("2026-09-30 10:00", "", "")),
        ("2026-W40", "顺延", ("2026-10-08 10:00", "", "")),
        ("2026-W40", "并报", (None, "并入下周", "")),
        ("2025-W40", "提前", ("2025-09-30 10:00", "", "")),
        ("2025-W40", "顺延", ("2025-10-09 10:00", "", "")),
        ("2026-W18", "提前", ("2026-04-30 10:00", "", "")),
        ("2026-W18", "顺延", ("2026-05-06 10:00", "", "")),
        ("2026-W01", "提前", ("2025-12-31 10:00", "", "")),
        ("2026-W01", "顺延", ("2026-01-04 10:00", "", "")),
    ],
)
def test_a_friday_off_moves_the_due_time_as_the_settings_say(base, text, holiday, expected):
    assert due(base, text, holiday=holiday) == expected


@pytest.mark.parametrize("holiday", ["提前", "顺延", "并报"])
def test_a_week_without_a_working_day_is_exempt(base, holiday):
    assert due(base, "2026-W08", holiday=holiday) == (None, "全周放假", "")


@pytest.mark.parametrize("holiday", ["提前", "顺延", "并报"])
def test_in_an_unpublished_year_monday_to_friday_count_and_it_says_so(base, holiday):
    assert due(base, "2026-W53", holiday=holiday) == ("2027-01-01 10:00", "", UNPUBLISHED)
    assert due(base, "2027-W01", holiday=holiday) == ("2027-01-08 10:00", "", UNPUBLISHED)
    assert UNPUBLISHED == "节假日安排未公布，按周一至周五计"


def test_what_is_unpublished_after_the_due_time_does_not_matter(base):
    assert due(base, "2026-W53", due="周三 10:00") == ("2026-12-30 10:00", "", "")


def test_moving_on_goes_on_in_the_next_year(base):
    base = replace(
        base, years=frozenset({2025}), off=frozenset({date(2025, 12, n) for n in range(22, 32)}), holiday="顺延"
    )

    assert due(base, "2025-W52") == (None, "全周放假", "")
    assert due(replace(base, work=frozenset({date(2025, 12, 22)})), "2025-W52") == ("2026-01-01 10:00", "", UNPUBLISHED)


def test_a_weekend_that_is_worked_counts_as_a_working_day(base):
    assert base.is_working_day(date(2026, 10, 10)) is True
    assert due(base, "2026-W41", due="周六 10:00") == ("2026-10-10 10:00", "", "")
    assert due(base, "2026-W42", due="周六 10:00") == ("2026-10-16 10:00", "", "")


def test_with_no_working_day_before_it_an_earlier_time_is_the_first_after_it(base):
    assert due(base, "2026-W41", due="周一 10:00") == ("2026-10-08 10:00", "", "")


def test_a_due_time_in_the_next_week_is_moved_among_all_days_up_to_it(base):
    assert due(base, "2026-W40", due="下周三 10:00") == ("2026-09-30 10:00", "", "")
    assert due(base, "2026-W41", due="下周三 10:00") == ("2026-10-14 10:00", "", "")
    assert due(base, "2025-W41", due="下周日 10:00") == ("2025-10-17 10:00", "", "")


def test_a_due_time_in_an_unpublished_year_is_stamped(base):
    base = replace(base, years=frozenset({2023}))

    assert due(base, "2023-W52", due="下周一 10:00") == ("2024-01-01 10:00", "", UNPUBLISHED)


def test_a_week_whose_known_days_are_off_goes_on_with_the_weekdays_of_the_other_year(base):
    base = replace(base, off=frozenset({date(2026, 12, 28)}))

    assert due(base, "2026-W53", due="周一 10:00") == ("2026-12-29 10:00", "", "")
    assert due(
        replace(base, off=frozenset(date(2026, 12, n) for n in range(28, 32))), "2026-W53", due="周一 10:00"
    ) == ("2027-01-01 10:00", "", UNPUBLISHED)


@pytest.mark.parametrize(
    ("day", "left", "expected"),
    [
        ("2026-11-20", 2, ("2026-11-24", "")),
        ("2026-12-30", 1, ("2026-12-31", "")),
        ("2026-12-30", 3, ("2027-01-04", UNPUBLISHED)),
        ("2027-03-05", 5, ("2027-03-12", UNPUBLISHED)),
        ("2027-03-05", 0, ("2027-03-05", UNPUBLISHED)),
    ],
)
def test_working_days_are_counted_on_into_an_unpublished_year(base, day, left, expected):
    assert base.add_working_days(date.fromisoformat(day), left) == (date.fromisoformat(expected[0]), expected[1])


# A calendar that comes later


NEW_YEAR = """
== data/calendar/2027.yaml
notice: 示例〔2026〕1号
title: 示例
{adopted}holidays:
  - {{name: 元旦, since: 2026-12-31, until: 2027-01-02, work: [2026-12-27, 2027-01-03]}}
"""


def with_2027(tmp_path, adopted: str = "") -> ReportingSchedule:
    return load_schedule(index_of(make_store(tmp_path, NEW_YEAR.lstrip().format(adopted=adopted))))


def test_a_published_calendar_moves_the_due_day(tmp_path):
    assert due(with_2027(tmp_path), "2026-W53") == ("2026-12-30 10:00", "", "")


def test_before_the_day_on_which_a_calendar_was_taken_up_the_days_count_as_they_did_then(tmp_path):
    late = with_2027(tmp_path, "adopted: 2027-01-04\n")

    assert due(late, "2026-W53") == ("2026-12-30 10:00", "", "")
    assert due(late.as_known_on(date(2027, 1, 3)), "2026-W53") == ("2027-01-01 10:00", "", UNPUBLISHED)
    assert late.as_known_on(date(2027, 1, 4)) is late
    assert late.as_known_on(date(2027, 1, 3)).is_working_day(date(2026, 10, 1)) is False  # the other years stay


@pytest.mark.parametrize(
    "text",
    [
        "title: 示例\nholidays: []\n",
        "notice: 示例〔2026〕1号\nholidays: []\n",
        "holidays: [{name: 元旦, since: 2027-01-01, until: 2027-01-03}]\n",
    ],
)
def test_a_calendar_without_its_notice_or_its_festivals_is_not_published(tmp_path, text):
    store = make_store(tmp_path, f"== data/calendar/2027.yaml\n{text}")

    assert due(load_schedule(index_of(store)), "2026-W53") == ("2027-01-01 10:00", "", UNPUBLISHED)


@given(
    st.dates(date(2025, 1, 6), date(2026, 12, 20)).map(Week.of),
    st.frozensets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=200),
    st.sampled_from(["提前", "顺延", "并报"]),
)
def test_whatever_is_due_is_due_on_a_working_day(week, off, holiday):
    rhythm = ReportingSchedule(
        "周四 00:00", "周五 10:00", "下周三 18:00", holiday, (), frozenset({2025, 2026}), off, frozenset()
    )
    result = rhythm.due_of(week)

    assert (result.moment is None) == bool(result.reason)
    assert result.moment is None or rhythm.is_working_day(result.moment.date())


# The week in force


@pytest.mark.parametrize(
    ("now", "current"),
    [
        ("2026-11-23T09:00", "2026-W47"),
        ("2026-11-25T23:59", "2026-W47"),
        ("2026-11-26T00:00", "2026-W48"),
        ("2026-11-29T23:59", "2026-W48"),
        ("2026-12-30T12:00", "2026-W52"),
        ("2026-12-31T00:00", "2026-W53"),
        ("2027-01-06T23:59", "2026-W53"),
        ("2027-01-07T00:00", "2027-W01"),
    ],
)
def test_the_week_in_force_is_the_last_that_has_opened(base, now, current):
    assert str(base.current_week(at(now))) == current


def test_a_week_may_open_in_the_next_one(base):
    assert str(replace(base, opens="下周一 08:00").current_week(at("2026-11-23T07:59"))) == "2026-W46"
    assert str(replace(base, opens="下周一 08:00").current_week(at("2026-11-23T08:00"))) == "2026-W47"


@pytest.mark.parametrize(("now", "closed"), [("2026-11-25T17:59", False), ("2026-11-25T18:00", True)])
def test_a_week_closes_on_the_wednesday_after_it(base, now, closed):
    assert base.is_closed(week("2026-W47"), at(now)) is closed


# Cadence


def asks(every: str, weeks: list[str], since: str = "2026-W40") -> list[str]:
    """The weeks in which a project with that cadence must report."""
    rule = ReportingInterval(None, "达产", every)
    rhythm = ReportingSchedule(
        "周四 00:00", "周五 10:00", "下周三 18:00", "提前", [rule], frozenset(), frozenset(), frozenset()
    )
    return [text for text in weeks if not rhythm.exemption_reason(week(text), "重大", "达产", week(since))]


ALL_2026 = [f"2026-W{n:02d}" for n in range(1, 54)]


def test_every_second_week_counts_from_the_first_also_over_new_year():
    assert asks("2", ["2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02"]) == ["2026-W52", "2027-W01"]
    assert asks("2", ["2026-W51", "2026-W52"], since="2026-W41") == ["2026-W51"]
    assert asks("1", ALL_2026) == ALL_2026


def test_every_month_is_the_week_with_the_last_day_of_a_month():
    assert asks("month", ALL_2026)[:4] == ["2026-W01", "2026-W05", "2026-W09", "2026-W14"]
    assert "2026-W36" in asks("month", ALL_2026)  # 31 August is its Monday
    assert len(asks("month", ALL_2026)) == 13  # W01 holds 31 December 2025


def test_every_quarter_is_the_week_with_the_last_day_of_a_quarter():
    assert asks("quarter", ALL_2026) == ["2026-W01", "2026-W14", "2026-W27", "2026-W40", "2026-W53"]


RULES = [
    ReportingInterval("一般", "线索", "4"),
    ReportingInterval(None, "线索", "2"),
    ReportingInterval("一般", None, "month"),
]


@pytest.mark.parametrize(
    ("tier", "stage", "reason"),
    [
        ("一般", "线索", "一般线索每 4 周一报"),
        ("重大", "线索", "线索每 2 周一报"),
        ("一般", "开工", "一般每月末报"),
        ("重大", "开工", ""),
        (None, None, ""),
    ],
)
def test_the_first_rule_for_tier_and_stage_decides(base, tier, stage, reason):
    assert replace(base, rules=RULES).exemption_reason(week("2026-W47"), tier, stage, week("2026-W46")) == reason


def test_a_quarterly_rule_says_so(base):
    rules = [ReportingInterval(None, "达产", "quarter")]

    assert (
        replace(base, rules=rules).exemption_reason(week("2026-W47"), "重大", "达产", week("2026-W01"))
        == "达产每季末报"
    )


# What people write


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (None, "2026-W47"),
        ("本期", "2026-W47"),
        ("本周", "2026-W48"),
        ("上周", "2026-W47"),
        ("2026-W47", "2026-W47"),
        ("2026-w47", "2026-W47"),
        ("2025-W52", "2025-W52"),
        ("W47", "2026-W47"),
        ("w7", "2026-W07"),
        ("47", "2026-W47"),
        ("7", "2026-W07"),
        ("第47周", "2026-W47"),
        ("47周", "2026-W47"),
        ("第７周", "2026-W07"),
        ("2025年第47周", "2025-W47"),
        ("2025 年 47 周", "2025-W47"),
        ("2026W47", "2026-W47"),
        ("W47 ", "2026-W47"),
        ("53", "2026-W53"),
        ("2026-11-22", "2026-W47"),
        ("2027-01-01", "2026-W53"),
    ],
)
def test_a_week_is_meant_by_many_words(base, text, meaning):
    assert str(parse_week_argument(text, base, NOW)) == meaning


@pytest.mark.parametrize(
    ("now", "text", "meaning"),
    [
        ("2027-01-01T09:00", "本周", "2026-W53"),
        ("2027-01-01T09:00", "本期", "2026-W53"),
        ("2027-01-01T09:00", "上周", "2026-W52"),
        ("2027-01-01T09:00", "W53", "2026-W53"),
        ("2027-01-04T09:00", "本周", "2027-W01"),
        ("2027-01-04T09:00", "本期", "2026-W53"),
        ("2027-01-04T09:00", "上周", "2026-W53"),
        ("2027-01-04T09:00", "1", "2027-W01"),
        ("2025-12-29T09:00", "W01", "2026-W01"),
    ],
)
def test_weeks_are_meant_over_new_year_too(base, now, text, meaning):
    assert str(parse_week_argument(text, base, at(now))) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "",
        "W",
        "W0",
        "0",
        "54",
        "2026-W54",
        "2025-W53",
        "2026-47",
        "2026-02-30",
        "20261122",
        "下周",
        "047",
        "9999-W52",
        "9999-12-31",
        "2026/11/22",
    ],
)
def test_what_is_no_week_is_refused_with_the_ways_to_write_one(base, text):
    with pytest.raises(BadUsage) as refused:
        parse_week_argument(text, base, NOW)

    assert refused.value.message == f"“{text}”不是周"
    assert refused.value.hint == "写 2026-W47、W47、第47周、一个日期，或 本期、本周、上周"


def test_without_settings_there_is_no_rhythm(tmp_path):
    with pytest.raises(BadConfig) as refused:
        load_schedule(index_of(make_store(tmp_path, "== data/settings.yaml\nid: base\nname: [\n")))

    assert refused.value.message == "设置读不出来：data/settings.yaml"
