"""Sharing: what was verified is divided to the last cent, what both count is in no sum of the city."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyzs.query.sharing import divide
from hyzs.reports.assessment.sharing import sharing
from support.score_stories import B, C, story

DAY = date(2029, 2, 1)
MOVED = (
    "== data/projects/p26-w1.yaml\nname: 示例·流转项目\nsample: true\ntier: 一般\n"
    "county: [{{unit: 衡山县, until: 2026-11-08}}, {{unit: 衡东县, since: 2026-11-09}}]\n"
    "claims: [{{unit: 衡山县, on: 2026-02-26}}]\n"
    "transfers: [{{on: 2026-11-09, do: 已流转, from: 衡山县, to: 衡东县}}]\n"
    "milestones: {{开工: 2027-03-02}}\n{sharing}figures:\n{figures}"
)
RULE = "sharing: {rule: 示例规则, agreed: 2026-11-20}\n"


def figure(name, *years):
    by = "by: 财政, verified_by: 市发改委"
    own = "".join(
        f"    - {{value: {value}, as_of: {year}-12-31, {by}, verified_on: {year + 1}-01-20}}\n" for year, value in years
    )
    return f"  {name}:\n{own}"


PAID = figure("paid_in", (2027, 8000))
TAX = {
    "tax_local": "{value: 320, as_of: 2028-12-31, by: 税务, verified_by: 市发改委, verified_on: 2029-01-20}",
    "redeemed": "{value: 20, as_of: 2028-12-31, by: 财政, verified_by: 市发改委, verified_on: 2029-01-20}",
}


def settle(folder, figures, sharing_text=RULE, period=None, private=None):
    index = story(folder, MOVED.format(sharing=sharing_text, figures=figures), is_reported=False)
    if private:
        (folder / "private/figures").mkdir(parents=True)
        text = "".join(f"{name}: {value}\n" for name, value in private.items())
        (folder / "private/figures/p26-w1.yaml").write_text(text, "utf-8")
    return sharing(index, DAY, period)


def parts(answer):
    return [(row["label"], row["year"], row["first"], row["host"]) for row in answer.rows if row["base"] is not None]


def test_what_was_verified_is_divided_between_first_place_and_host(tmp_path):
    """Of the tax 320 less 20 that was given back, 300 are divided; nobody has verified any output."""
    answer = settle(tmp_path, PAID, private=TAX)

    assert parts(answer) == [("到位资金", 2027, 4000, 4000), ("地方税收", 2028, 150, 150)]
    assert [(row["first_unit"], row["host_unit"]) for row in answer.rows] == [(B, C)] * 3
    assert answer.extra["sums"][0]["city_total"] == 8000
    assert [row["note"] for row in answer.rows if row["base"] is None] == ["待核：没有核定数"]


def test_what_both_count_stands_in_brackets_and_is_in_no_sum_of_the_city(tmp_path):
    [sums] = settle(tmp_path, figure("output", (2028, 500))).extra["sums"]

    assert (sums["county_total"], sums["city_total"], sums["difference"]) == (1000, 0, 1000)


def test_after_its_years_all_is_the_hosts(tmp_path):
    figures = figure("paid_in", (2026, 1), (2027, 10), (2031, 10), (2032, 10))
    answer = settle(tmp_path, figures)
    ages = {row["year"]: (row["first"], row["host"]) for row in sharing_rows(answer)}

    assert ages[2027] == (5, 5)
    assert 2031 not in ages, "verified later than the day that is asked"


def sharing_rows(answer):
    return [row for row in answer.rows if row["base"] is not None]


def test_the_years_are_counted_from_the_event(tmp_path):
    index = story(
        tmp_path,
        MOVED.format(sharing=RULE, figures=figure("paid_in", (2026, 1), (2031, 10), (2032, 10))),
        is_reported=False,
    )
    rows = {row["year"]: (row["first"], row["host"]) for row in sharing_rows(sharing(index, date(2034, 1, 1)))}

    assert rows == {2026: (0, 1), 2031: (5, 5), 2032: (0, 10)}


def test_without_a_rule_only_the_first_place_is_remembered(tmp_path):
    answer = settle(tmp_path, PAID, sharing_text="")

    assert [row["note"] for row in answer.rows] == ["没有约定共享规则：只记首谈，不分数"]
    assert (answer.summary["without_rule"], answer.extra["sums"]) == (1, [])


def test_of_the_past_nothing_private_is_known(tmp_path):
    assert settle(tmp_path, PAID, period="2028").summary["waiting"] == 3


@settings(max_examples=40, deadline=None)
@given(st.decimals(0, 10**9, places=6), st.integers(0, 100))
def test_both_parts_always_make_up_the_whole(base, share):
    first, host = divide(base, Decimal(share))

    assert first + host == base
    assert 0 <= base * share / 100 - first < Decimal("0.01")


@pytest.mark.parametrize(("base", "first", "host"), [("100.01", "50.00", "50.01"), ("0.01", "0.00", "0.01")])
def test_the_first_place_is_cut_off_to_a_cent(tmp_path, base, first, host):
    [row] = sharing_rows(settle(tmp_path, figure("paid_in", (2027, base))))

    assert (row["first"], row["host"]) == (Decimal(first), Decimal(host))
