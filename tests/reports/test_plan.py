"""The plan as it was issued: who leads, who is responsible, directly or through a group."""

from datetime import datetime

import pytest

from hyzs.query.ownership_clause import ownerships
from hyzs.reports.division import division
from hyzs.reports.who import who
from support.stores import repo_index

NOW = datetime(2026, 11, 23, 9, 0)


@pytest.fixture(scope="module")
def index():
    return repo_index()


def measures(index, unit, role):
    rows = who(index, unit, NOW, role=role).rows
    return {int(row["id"][1:]): row for row in rows if row["kind"] == "measure"}


def test_the_bureau_of_commerce_leads_ten_and_is_responsible_for_nine(index):
    lead, responsible = measures(index, "市商务局", "lead"), measures(index, "市商务局", "responsible")

    assert (sorted(lead), sorted(responsible)) == (
        [1, 2, 4, 6, 7, 8, 9, 11, 13, 18],
        [3, 5, 10, 12, 14, 15, 17, 19, 20],
    )


def test_measure_16_is_the_one_that_does_not_name_the_bureau_of_commerce(index):
    assert 16 not in measures(index, "市商务局", "lead").keys() | measures(index, "市商务局", "responsible").keys()


def test_the_bureau_of_industry_leads_none_and_is_responsible_for_fifteen(index):
    summary = who(index, "市工信局", NOW).summary

    assert (summary["lead"], summary["responsible"]) == (0, 15)


def test_the_counties_answer_for_all_measures_but_20(index):
    assert sorted(measures(index, "各县市区", "responsible")) == list(range(1, 20))


def test_a_county_answers_through_the_group(index):
    result = measures(index, "衡南县", "responsible")

    assert {row["via"] for row in result.values()} == {"各县市区"}
    assert sorted(result) == list(range(1, 20))


def test_nobody_is_reached_through_an_open_group(index):
    assert {row["via"] for row in who(index, "市城管局", NOW).rows} == {None}


def test_every_list_of_units_of_the_city_is_open(index):
    assert all(row["open"] for row in division(index).rows)


def test_measures_18_and_20_have_two_leads(index):
    joint_leads = {row["number"]: row["lead"] for row in division(index).rows if len(row["lead"]) > 1}

    assert joint_leads == {18: ["市发改委", "市商务局"], 20: ["市委督查室", "市政府督查室"]}


def test_the_plan_has_twenty_measures_in_four_sections(index):
    rows = division(index).rows

    assert [row["number"] for row in rows] == list(range(1, 21))
    assert len({row["section"] for row in rows}) == 4


def test_every_measure_says_who_owns_it(index):
    assert sorted(ownerships(index)) == [f"m{n:02d}" for n in range(1, 21)]
