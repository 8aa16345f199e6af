"""Eligibility: what is not known is neither yes nor no, every missing fact is named, and nothing is cut short."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyzs.fields.comparison_sql import ComparisonCompiler
from hyzs.fields.eligibility import eligibilities
from hyzs.fields.filter_lexer import FilterSyntaxError
from hyzs.fields.filter_parser import compile_filter
from hyzs.fields.record_query import RecordQuery
from hyzs.model.errors import BadUsage
from hyzs.reports.list_ import list_
from support.fuzz import examples
from support.stores import index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 9, 0)
CHECK = "phase: 事前, by: 市商务局, item: 投资实力"
STORE = f"""
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 重大
investment: {{total: 480}}
land: {{area_mu: 60}}
responsible: [市工信局]
checks: [{{{CHECK}, on: 2026-01-05, result: 存疑}}, {{{CHECK}, on: 2026-03-05, result: 通过}}]
== data/projects/p26-b1.yaml
name: 示例·乙项目
sample: true
tier: 一般
land: {{area_mu: 30}}
checks: [{{{CHECK}, on: 2026-01-05, result: 通过, until: 2026-06-30}}]
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(make_store(tmp_path_factory.mktemp("eligibility"), STORE))


def of(index, condition):
    result = eligibilities(index, "project", condition, NOW)
    return result["p26-a1"], result["p26-b1"]


@pytest.mark.parametrize(
    ("condition", "verdicts"),
    [
        ("investment.total>=500", "不符合 待核"),
        ("investment.total<500", "符合 待核"),
        ("not investment.total>=500", "符合 待核"),
        ("investment.total!=480", "不符合 待核"),
        ("investment.total=null", "不符合 符合"),
        ("tier=重大 or investment.total>1", "符合 待核"),
        ("tier=重大 and investment.total>1", "符合 不符合"),
        ("responsible=市工信局", "符合 待核"),
        ("responsible=市商务局", "不符合 待核"),
        ("responsible!=市商务局", "符合 待核"),
        ("checks.投资实力=通过", "符合 待核"),
        ("checks.投资实力 in (存疑, 不通过)", "不符合 待核"),
    ],
)
def test_what_is_absent_is_unknown_and_the_whole_is_strong_kleene(index, condition, verdicts):
    assert " ".join(item.label for item in of(index, condition)) == verdicts


def test_every_comparison_says_how_far_it_is_from_holding(index):
    condition = "investment.total>=500 and not land.area_mu<100 and tier=一般 and checks.投资实力!=通过"

    facts = of(index, condition)[0].failing

    assert [fact.text for fact in facts] == [
        "总投资 现 480，到 500 才算",
        "用地面积 现 60，到 100 才算",
        "项目类别 现 重大，要是 一般",
        "研判·投资实力 现 通过，不能是 通过",
    ]
    assert [fact.short for fact in facts] == [Decimal(20), Decimal(40), None, None]


def test_all_missing_facts_are_named_even_where_one_decides(index):
    result = of(index, "tier=重大 and investment.total>1 and promises.开工<2027 and investment.fixed>1")[1]

    assert (result.label, result.missing) == ("不符合", ["总投资", "承诺时限·开工", "固定资产投资"])


def test_a_list_takes_what_is_absent_for_not_so_and_money_does_not():
    index, condition = repo_index(), "not land.area_mu<50"

    verdicts = [item.verdict for item in eligibilities(index, "project", condition, NOW).values()]

    listed = list_(index, "projects", NOW, condition).summary["count"]
    assert listed == verdicts.count("eligible") + verdicts.count("unknown")
    assert verdicts.count("unknown")


def test_some_records_only(index):
    assert list(eligibilities(index, "project", "tier=重大", NOW, ["p26-b1"])) == ["p26-b1"]


@pytest.mark.parametrize("condition", [" and ".join(["tier=重大"] * 10_000), "(" * 5_000 + "tier=重大", "not " * 9_999])
def test_a_hostile_condition_is_refused_in_bounded_time(index, condition):
    with pytest.raises(FilterSyntaxError):
        eligibilities(index, "project", condition, NOW)


def test_the_error_says_whose_condition_it_is(index):
    with pytest.raises(BadUsage, match="“示例·奖补”的条件读不懂：没有字段“没有这个”"):
        eligibilities(index, "project", "没有这个=1", NOW, owner="示例·奖补")


LEAVES = st.sampled_from(
    ["tier=重大", "investment.total>=500", "land.area_mu<50", "responsible=市工信局", "tier!=一般"]
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda three: "({} {} {})".format(*three)),
    ),
    max_leaves=6,
)


@pytest.mark.slow
@settings(max_examples=examples(60), deadline=None)
@given(condition=CONDITIONS)
def test_where_everything_is_known_a_list_and_eligibility_agree(index, condition):
    query = RecordQuery(index, "project", NOW)
    sql = compile_filter(condition, ComparisonCompiler(query))
    listed = {id for (id,) in index.tuples(f"SELECT k.id FROM project k WHERE {sql}", **query.parameters.values)}

    decided = {id: item for id, item in eligibilities(index, "project", condition, NOW).items() if not item.missing}

    assert {id for id, item in decided.items() if item.verdict == "eligible"} == listed & set(decided)


@settings(max_examples=examples(40), deadline=None)
@given(condition=CONDITIONS)
def test_not_turns_yes_into_no_and_leaves_unknown_alone(index, condition):
    swapped = {"eligible": "ineligible", "ineligible": "eligible", "unknown": "unknown"}
    plain, opposite = (eligibilities(index, "project", text, NOW) for text in (condition, f"not ({condition})"))

    assert {id: swapped[item.verdict] for id, item in plain.items()} == {
        id: item.verdict for id, item in opposite.items()
    }
