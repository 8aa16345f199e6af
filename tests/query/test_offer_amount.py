"""Amounts of offers: products below their bounds; a fact that nobody knows makes them unknown."""

from decimal import Decimal

import pytest

from hyzs.query.offer_amount import AmountRule, LabelledRate, linked_amount, offer_amount

INTEREST = AmountRule(("loan.principal", "base_rate", "0.5"), cap=100, at_most="loan.interest_paid")
LINKED = AmountRule(("awarded", "5"), cap=500)
RATES = {"base_rate": LabelledRate("年基准利率", Decimal(3))}
LABELS = {"loan.principal": {"label": "贷款本金", "keeper": "市财政局"}}


@pytest.mark.parametrize(
    ("principal", "paid", "amount", "steps"),
    [
        (3000, 90, 45, "3000×3%×0.5=45"),
        (8000, 240, 100, "8000×3%×0.5=120，最高 100"),
        (8000, 30, 30, "8000×3%×0.5=120，最高 100，不超过loan.interest_paid 30"),
    ],
)
def test_interest_subsidy(principal, paid, amount, steps):
    result = offer_amount(INTEREST, {"loan.principal": principal, "loan.interest_paid": paid}, RATES, LABELS)

    assert (result.value, result.steps) == (amount, steps)


def test_an_unknown_fact_is_named_with_who_has_it():
    result = offer_amount(INTEREST, {"loan.interest_paid": 30}, RATES, LABELS)

    assert (result.value, result.missing) == (None, ["贷款本金(市财政局)"])


@pytest.mark.parametrize(("awards", "amount"), [([60], 300), ([60, 70], 500)])
def test_a_loan_that_follows_awards_has_one_bound_for_all(awards, amount):
    assert linked_amount(LINKED, awards, "awarded", RATES).value == amount


def test_a_word_that_is_no_number_is_a_missing_fact():
    assert offer_amount(AmountRule(("NaN", "sales")), {}, {}, {}).missing == ["NaN", "sales"]
