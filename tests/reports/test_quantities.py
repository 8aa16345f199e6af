"""Quantities: rates that real tables print, sums that are exact, and the facts they count by."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.decimals import total_of
from hyzs.model.errors import BadUsage
from hyzs.model.quotient import quotient, round_to
from hyzs.query.quantities import CountedTerm, Period, QuantityReader, read_quantity, term_value
from hyzs.query.task_rows import task_rows
from hyzs.reports.list_ import list_
from support.stores import index_of, make_store, repo_index

Q3 = Period(date(2026, 7, 1), date(2026, 9, 30))
NOW = datetime(2026, 11, 23, 9, 0)


@pytest.mark.parametrize(
    ("numerator", "denominator", "digits", "rounding", "printed"),
    [
        *((dividend, divisor, 1, "half_up", rate) for dividend, divisor, rate in (
            (45, 52, "86.5"), (39, 52, "75.0"), (36, 47, "76.6"), (43, 46, "93.5"),
            (34, 45, "75.6"), (37, 44, "84.1"), (34, 39, "87.2"), (17, 19, "89.5"),
        )),  # 六安 2022-09
        (18 + 180, 292, 1, "half_up", "67.8"),  # 渭南 2010，开工率
        (18 + 180 + 93, 292, 2, "down", "99.65"),  # 渭南 2010，履约率：截去，不进位
        (18 + 180 + 93, 292, 2, "half_up", "99.66"),
        (326, 2104, 2, "half_up", "15.49"),  # 阿坝 2016
        (40, 45, 1, "half_up", "88.9"),  # 贵池
        (Decimal("99.68"), 145, 1, "half_up", "68.7"),  # 贵池
        (345, 400, 1, "half_up", "86.3"),  # 86.25 逢五进一
    ],
)  # fmt: skip
def test_rates_are_those_that_were_printed(numerator, denominator, digits, rounding, printed):
    assert str(quotient(numerator, denominator, digits, rounding)) == printed


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12), st.integers(0, 6))
def test_a_rate_is_rounded_from_the_fraction_itself(numerator, denominator, digits):
    exact = Fraction(numerator, denominator) * 100
    near, cut = (quotient(numerator, denominator, digits, how) for how in ("half_up", "down"))

    assert abs(Fraction(near) - exact) <= Fraction(1, 2 * 10**digits)
    assert 0 <= (exact - Fraction(cut)) * (1 if exact >= 0 else -1) < Fraction(1, 10**digits)


def test_a_rate_over_nothing_is_not_known():
    assert quotient(3, 0, 1) is None
    assert round_to(Decimal("86.25"), 1) == Decimal("86.3")


PROJECT = """== data/projects/p26-{id}.yaml
name: 示例·{id}项目
sample: true
tier: 一般
county: 衡南县
investment: {{total: {total}}}
milestones: {{{milestones}}}
{more}"""


def project(id: str, total: str, milestones: str, more: str = "") -> str:
    return PROJECT.format(id=id, total=total, milestones=milestones, more=more)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Four signed in the quarter, three of them started in it; one signed before, and a draft."""
    text = (
        project("a1", "0.1", "签约: 2026-07-02, 开工: 2026-09-01"),
        project("b2", "0.2", "签约: 2026-08-02, 开工: 2026-09-30"),
        project("c3", "6000", "签约: 2026-09-30, 开工: 2026-09-30"),
        project("d4", "20000", "签约: 2026-09-01, 开工: 2026-10-01"),
        project("e5", "5", "签约: 2026-06-30, 开工: 2026-09-01"),
        project("f6", "7", "签约: 2026-08-01", "draft: true\n"),
    )
    return index_of(make_store(tmp_path_factory.mktemp("quantities"), "".join(text)))


BATCH = "milestones.签约>=期初 and milestones.签约<=期末"
STARTED = {
    "over": [{"count": "项目", "where": "milestones.开工<=期末"}, {"count": "项目"}],
    "batch": BATCH,
    "digits": 1,
}


def record_ids(index, term, period, batch=None):
    """The records behind the term, by id."""
    return sorted(member.id for member in QuantityReader(index, period, period.end).members(term, batch, ""))


def test_a_rate_of_a_batch_keeps_numerator_and_denominator(index):
    rate = read_quantity(STARTED)

    assert [term_value(index, term, Q3, rate.batch) for term in (rate.of, rate.over)] == [3, 4]


def test_the_records_behind_a_number_are_named(index):
    assert record_ids(index, CountedTerm("项目", "milestones.开工>期末"), Q3, BATCH) == ["p26-d4"]
    assert record_ids(index, CountedTerm("项目", "milestones.签约<=上期末"), Q3) == ["p26-e5"]


def test_a_sum_is_exact(index):
    small = CountedTerm("项目", "investment.total<1", "investment.total")

    assert term_value(index, small, Q3) == Decimal("0.3")


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"count": "项目", "sum": "项目"}, "只写一样"),
        ({"sum": "项目"}, "sum 要写 field"),
        ({"count": "项目", "round": "half_even"}, "不是进位的办法"),
        ({"over": [{"count": "项目"}] * 3}, "只写两项"),
    ],
)
def test_a_quantity_that_says_too_much_or_too_little_is_refused(declared, message):
    with pytest.raises(BadUsage, match=message):
        read_quantity(declared)


def test_what_is_no_number_is_not_added_up(index):
    with pytest.raises(BadUsage, match="加不起来"):
        term_value(index, CountedTerm("项目", None, "tier"), Q3)


def test_the_facts_of_a_project_are_asked_in_lists():
    """p26-k7m3: 框架 and 正式合同 are one contract; 开工 was put off by 275 days and has not begun."""
    columns = "id,contracted,moved.开工,overdue.开工,figure.invested"

    [row] = list_(repo_index(), "project", NOW, "id=p26-k7m3", None, columns).rows

    assert row == {
        "id": "p26-k7m3",
        "contracted": 120000,
        "moved.开工": 275,
        "overdue.开工": 0,
        "figure.invested": row["figure.invested"],
    }


@pytest.mark.parametrize(
    "name", ["figure.paid_in", "落地天数", "overdue.开工", "moved.开工", "contracted", "heard_rate", "days_to.开工"]
)
def test_every_derived_number_is_asked_by_conditions_and_added_up(name):
    listed = list_(repo_index(), "project", NOW, f"{name}>0 and draft=false", None, f"id,{name}").rows
    year = Period(date(2026, 1, 1), NOW.date())
    key = next(key for key in listed[0] if key != "id")

    assert term_value(repo_index(), CountedTerm("项目", None, name), year) == total_of(row[key] for row in listed)
    assert record_ids(repo_index(), CountedTerm("项目", f"{name}>0"), year) == sorted(row["id"] for row in listed)


def test_the_weeks_heard_of_those_due_are_a_rate(tmp_path):
    """Two weeks of November were due by Monday of the 47th, one was heard in time."""
    store_text = (
        "== data/projects/p26-g7.yaml\nname: 示例·g7项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
        "milestones: {在谈: 2026-10-02}\ntracked: {since: 2026-11-02}\n"
        "== data/returns/2026-W45/hengnan.yaml\nsubmitted: 2026-11-05T09:00\nprojects: {p26-g7: {progress: 洽谈}}\n"
    )
    rows = list_(
        index_of(make_store(tmp_path, store_text)), "project", datetime(2026, 11, 16, 9), None, None, "heard_rate"
    )

    assert [str(row["heard_rate"]) for row in rows.rows] == ["50"]


def test_a_target_may_add_up_a_field(tmp_path):
    counts = "{sum: 项目, field: investment.total, on: milestones.签约, source: 示例}"
    target = f"{{at_least: 30000, unit: 万元, per: 年, counts: {counts}}}"
    task = f"  - {{id: m02-1, text: 引进, due: 长期, reports: derived, target: {target}}}\n"
    measure = (
        "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 二\n"
        f"lead: [市商务局]\nresponsible: [[市发改委]]\nsummary: 略\ntasks:\n{task}"
    )
    text = measure + project("a1", "0.1", "签约: 2026-07-02") + project("b2", "20000.2", "签约: 2026-08-02")
    index = index_of(make_store(tmp_path, text))

    [row] = [row for row in task_rows(index, NOW) if row["id"] == "m02-1"]

    assert (row["target"]["done"], row["state"]) == (Decimal("20000.3"), "推进")
