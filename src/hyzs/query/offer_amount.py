"""Amount of an offer in 万元, by the rule that it declares: a product of factors within its bounds.

Factors are numbers, rates of ``settings.base_rates`` (in percent, as of the day), or facts of the firm. A fact that is
not known makes the amount unknown, and is named; it is never taken for zero.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import Number, decimal_of, number_text, total_of
from hyzs.model.quotient import round_to
from hyzs.query.firm_figures import INDICATORS, firm_figures

AMOUNTS = """
SELECT o.id, o."amount.fixed" AS fixed, o."amount.cap" AS cap, o."amount.at_most" AS at_most FROM offer o ORDER BY o.id
"""
FACTORS = """
SELECT p.record, coalesce(p.text, p.number) AS factor FROM pair p
WHERE p.kind = 'offer' AND p.field = 'amount.product' ORDER BY p.record, p.pos
"""
RATES = "SELECT name, label, value FROM base_rate WHERE since <= :day ORDER BY since, pos"
_HUNDRED, _DIGITS = 100, 4


class AmountRule(NamedTuple):
    """An amount as an offer declares it."""

    product: Sequence[str]
    fixed: Number | None = None
    cap: Number | None = None
    at_most: str | None = None


class LabelledRate(NamedTuple):
    """A rate in percent, by its label."""

    label: str
    percent: Number


class OfferAmount(NamedTuple):
    """The amount in 万元 (None: nothing is declared, or ``missing`` names the unknown facts) and its steps."""

    value: Decimal | None
    missing: list[str]
    steps: str


def amount_rules(index: IndexReader) -> dict[str, AmountRule]:
    """The declared amount of every offer that declares one, by its id."""
    products: dict[str, list[str]] = defaultdict(list)
    for offer, factor in index.tuples(FACTORS):
        products[offer].append(str(factor))
    rules = {
        row["id"]: AmountRule(products[row["id"]], row["fixed"], row["cap"], row["at_most"])
        for row in index.rows(AMOUNTS)
    }
    return {id: rule for id, rule in rules.items() if rule.product or rule.fixed is not None}


def rates(index: IndexReader, day: date) -> dict[str, LabelledRate]:
    """The rates in force on the day, by name."""
    return {row["name"]: LabelledRate(row["label"], row["value"]) for row in index.rows(RATES, day=str(day))}


def firm_facts(index: IndexReader, day: date) -> dict[str, dict[str, Number]]:
    """The latest figures known by the day, by firm and indicator, each in the unit of the indicator.

    Raises: BadUsage: a file of figures cannot be read, or names a stranger.
    """
    latest_figures = firm_figures(index, day)
    return {
        id: {name: figure.latest.value for name, figure in figures.items()} for id, figures in latest_figures.items()
    }


def indicator_labels(index: IndexReader) -> dict[str, Row]:
    """The declared indicators of firms by name: {name, label, unit, keeper}."""
    return {row["name"]: row for row in index.rows(INDICATORS)}


def offer_amount(
    rule: AmountRule, facts: Mapping[str, Number], rates: Mapping[str, LabelledRate], labels: Mapping[str, Row]
) -> OfferAmount:
    """The amount for a firm with these facts, to 4 digits, half up; its steps in words: 3000×3%×0.5=45，最高 100."""
    values: list[Decimal] = []
    words: list[str] = []
    missing: list[str] = []
    for factor in rule.product:
        value, word = _factor(factor, facts, rates)
        if value is None:
            missing.append(_with_keeper(factor, labels))
        else:
            values.append(value)
            words.append(word)
    bound = facts.get(rule.at_most) if rule.at_most else None
    if rule.at_most and bound is None:
        missing.append(_with_keeper(rule.at_most, labels))
    if missing:
        return OfferAmount(None, list(dict.fromkeys(missing)), "")
    amount = _product(values) if values else decimal_of(rule.fixed or 0)
    steps = [f"{'×'.join(words)}={number_text(round_to(amount, _DIGITS))}" if words else f"定额 {number_text(amount)}"]
    if rule.cap is not None and amount > decimal_of(rule.cap):
        amount = decimal_of(rule.cap)
        steps.append(f"最高 {number_text(amount)}")
    if bound is not None and amount > decimal_of(bound):
        amount = decimal_of(bound)
        steps.append(f"不超过{_label(str(rule.at_most), labels)} {number_text(amount)}")
    return OfferAmount(round_to(amount, _DIGITS), [], "，".join(steps))


def linked_amount(
    rule: AmountRule, awards: Sequence[Number], fact: str, rates: Mapping[str, LabelledRate]
) -> OfferAmount:
    """The amount of an offer that follows awards (奖贷联动): of their sum, so that one bound holds for all of them."""
    return offer_amount(rule, {fact: total_of(awards)}, rates, {})


def _factor(factor: str, facts: Mapping[str, Number], rates: Mapping[str, LabelledRate]) -> tuple[Decimal | None, str]:
    if factor in rates:
        percent = decimal_of(rates[factor].percent)
        return percent / _HUNDRED, f"{number_text(percent)}%"
    if factor in facts:
        return decimal_of(facts[factor]), number_text(facts[factor])
    try:
        number = Decimal(factor)
    except ArithmeticError:
        return None, ""
    return (number, number_text(number)) if number.is_finite() else (None, "")


def _product(values: Sequence[Decimal]) -> Decimal:
    product = Decimal(1)
    for value in values:
        product *= value
    return product


def _label(name: str, labels: Mapping[str, Row]) -> str:
    return str(labels[name]["label"]) if name in labels else name


def _with_keeper(name: str, labels: Mapping[str, Row]) -> str:
    """The label of a missing fact, with the unit that has it: 设备投资(市统计局)."""
    keeper = labels[name]["keeper"] if name in labels else None
    return f"{_label(name, labels)}({keeper})" if keeper else _label(name, labels)
