"""Points of items: published tables give exactly these."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.quotient import quotient
from hyzs.model.scoring_formula import capped, item_points


def points(item, value, others=()):
    result, bound = capped(item, item_points(item, value, others).value)
    return f"{float(result):.2f}", bound


DAYS = [{"to": Decimal(15), "points": 10}, {"to": Decimal(20), "points": 9}, {"to": Decimal(30), "points": 6}]


@pytest.mark.parametrize(
    ("item", "value", "others", "printed"),
    [
        ({"how": "ratio", "full_at": 100, "points": 30}, quotient(3, 4, 1), (), "22.50"),
        ({"how": "efficacy", "span": 40, "floor": 60, "points": 30}, 300, (100, 300, 500), "24.00"),
        ({"how": "efficacy", "span": 40, "floor": 60, "points": 30, "better": "low"}, 100, (100, 500), "30.00"),
        ({"how": "efficacy", "span": 40, "floor": 60, "points": 30}, 5, (5, 5), "30.00"),
        ({"how": "of_best", "points": 20}, 18, (18, 24), "15.00"),
        ({"how": "of_best", "points": 20, "better": "low"}, 40, (20, 40), "10.00"),
        ({"how": "bands", "bands": DAYS}, 17, (), "9.00"),
        ({"how": "bands", "bands": DAYS}, 31, (), "0.00"),
        # 寿县蜀山园区：满 400 万元/亩，每低 10 减 0.1，保底 1
        ({"how": "steps", "points": 5, "full_at": 400, "per": 10, "less": Decimal("0.1"), "least": 1}, 360, (), "4.60"),
        ({"how": "steps", "points": 5, "full_at": 400, "per": 10, "less": Decimal("0.1"), "least": 1}, 0, (), "1.00"),
        ({"how": "steps", "points": 10, "full_at": 15, "per": 2, "less": 1, "better": "low"}, 17, (), "9.00"),
        # 黄岩：亩均税收不封顶
        ({"how": "ratio", "full_at": Decimal("24.097"), "points": 30}, Decimal("30.12125"), (), "37.50"),
        ({"how": "ratio", "full_at": 100, "points": Decimal("0.5")}, 120, (), "0.60"),
        ({"how": "ratio", "full_at": 100, "points": Decimal("0.5"), "cap": Decimal("0.5")}, 108, (), "0.50"),
        ({"how": "each", "each": Decimal("-0.5"), "least": -2}, 5, (), "-2.00"),
        ({"how": "each", "each": 2, "most": 6}, 2, (), "4.00"),
    ],
)
def test_points_are_those_that_were_published(item, value, others, printed):
    assert points(item, value, others)[0] == printed


def test_a_bound_is_named():
    assert points({"how": "ratio", "full_at": 100, "points": 30, "cap": 30}, 120) == ("30.00", "封顶 30")


def test_the_arithmetic_is_told():
    steps = {"how": "steps", "points": 5, "full_at": 400, "per": 10, "less": Decimal("0.1")}

    assert item_points(steps, 360, ()).words == "5 − 4 × 0.1（满分值 400，差 40，每 10）"
    assert item_points({"how": "ratio", "full_at": 3, "points": 1}, 1, ()).words == "1 ÷ 3 × 1"


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=12), st.sampled_from(["efficacy", "of_best"]))
def test_more_is_never_worth_less(values, how):
    item = {"how": how, "points": 30, "floor": 60, "span": 40}
    results = [item_points(item, value, values).value for value in sorted(values)]

    assert results == sorted(results)
    assert all(Fraction(0) <= each <= 30 for each in results)
