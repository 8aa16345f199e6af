"""Matches: who fits whom, with every item explained; the same from both sides, and unknown is neither yes nor no."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.checking.tree_findings import findings
from hyzs.model.errors import BadUsage
from hyzs.query.match_rules import match_rules
from hyzs.query.match_tests import TESTS, Lineage, Toolbox
from hyzs.query.matches import Matcher
from hyzs.reports.support.match import match, reason_words
from support.stores import index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 9, 0)
TOOLBOX = Toolbox(
    Lineage.of({"输变电装备": None, "绝缘材料": "输变电装备", "变压器": "输变电装备"}), {"粤港澳": ["广东"]}
)


def test_the_plots_for_a_project_stand_in_order_with_what_is_missing():
    answer = match(repo_index(), NOW, "p26-x2c8", rule="项目找地")

    assert [(row["to"], row["score"], row["possible"]) for row in answer.rows] == [
        ("k26-a1", Decimal("78.8"), Decimal("93.8")),
        ("k26-c2", Decimal("63.4"), Decimal("78.4")),
        ("k26-b3", Decimal("9.4"), Decimal("24.4")),
    ]
    assert reason_words(answer.rows[0]) == "产业对口 40，面积贴合 18.75，投资规模 20；缺 承诺时限·开工"
    assert answer.summary == {"fit": 3, "unknown": 0, "excluded": 2, "by_reason": {"面积": 1, "投资强度": 1}}


def test_who_is_excluded_is_named_with_the_reason():
    answer = match(repo_index(), NOW, "p26-x2c8", rule="项目找地", every=True)

    assert [(row["to"], row["score"], row["excluded"]) for row in answer.rows[3:]] == [
        ("k26-d7", None, "面积 40 < 45"),
        ("k26-e1", None, "投资强度 300 < 350"),
    ]


def test_a_plot_finds_its_projects_and_a_missing_must_keeps_the_pair():
    answer = match(repo_index(), NOW, "k26-a1", "project")

    first, *rest = answer.rows
    assert (first["of"], first["score"], first["unknown"]) == ("p26-x2c8", Decimal("78.8"), 0)
    assert next(row for row in rest if row["unknown"])["excluded"] is None


def test_every_pair_has_the_same_score_from_both_sides():
    index = repo_index()
    rule = next(rule for rule in match_rules(index) if rule.name == "项目找地")
    matcher = Matcher(index, rule, NOW)
    projects, parcels = sorted(matcher.left.in_scope), sorted(matcher.right.in_scope)

    from_left = [pair for id in projects for pair in matcher.matches([id])]
    from_right = [pair for id in parcels for pair in matcher.matches(None, [id])]

    def key(pair):
        return pair.of, pair.to

    assert sorted(from_left, key=key) == sorted(from_right, key=key)
    assert len(from_left) == len(projects) * len(parcels)


def test_two_records_show_every_item():
    answer = match(repo_index(), NOW, "p26-x2c8", "k26-a1")

    heading, table = answer.blocks[1:3]
    text = [[str(column.value(item)) for column in table.columns] for item in table.rows]
    assert heading.text == "项目找地　得分 78.8，满分可达 93.8；待核，缺 承诺时限·开工"
    assert text[2] == ["产业对口", "同一环节或下级", "绝缘材料", "输变电装备", "符合", "40", "40"]
    assert text[5] == ["交地时间", "不早于", "—", "2026-12", "缺数据", "0", "15"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("p26-x2c8", None, "项目找人"), "项目找地"),
        (("p26-x2c8", "project", None), "项目找地"),
    ],
)
def test_a_rule_that_is_not_there_is_an_error_that_names_those_that_are(words, hint):
    with pytest.raises(BadUsage) as caught:
        match(repo_index(), NOW, words[0], words[1], rule=words[2])

    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("test", "left", "right", "share"),
    [
        ("equals", "甲", "甲", 1),
        ("in", "甲", ["乙", "甲"], 1),
        ("in", "丙", ["乙", "甲"], 0),
        ("overlap", ["甲", "乙"], ["乙", "丙"], 0.5),
        ("tree", "绝缘材料", ["输变电装备"], 1),
        ("tree", "绝缘材料", ["变压器"], 0.25),
        ("tree", ["绝缘材料", "其他"], ["其他"], 1),
        ("at_most", 45, 60, 1),
        ("at_least", 45, 60, 0),
        ("between", 21000, [15000, None], 1),
        ("between", 21000, [None, 20000], 0),
        ("near", 45, 60, 0.75),
        ("near", 0, 60, 0),
        ("before", "2026-11", "2026-12", 1),
        ("before", "2026-12-15", "2026-12", 0),
        ("not_before", "2026-12", "2026-12", 1),
        ("covers", "广东深圳", ["粤港澳"], 1),
        ("covers", "湖南长沙", ["粤港澳"], 0),
        ("is", True, "是", 1),
        ("is", "净地", "毛地", 0),
    ],
)
def test_each_test_gives_a_share(test, left, right, share):
    sides = TESTS[test]
    other = frozenset([right]) if sides.right == "word" else TOOLBOX.prepare(sides.right, right)

    assert TOOLBOX.share(test, 0.25)(TOOLBOX.prepare(sides.left, left), other) == share


@given(left=st.integers(0, 10**9), right=st.integers(0, 10**9))
def test_near_is_the_same_both_ways_and_never_more_than_whole(left, right):
    near = TOOLBOX.share("near", 0)

    assert near(left, right) == near(right, left)
    assert 0 <= near(left, right) <= 1


def test_a_tree_that_goes_in_a_circle_ends():
    lineage = Lineage.of({"甲": "乙", "乙": "丙", "丙": "甲"})

    assert lineage.above["甲"] == ["甲", "乙", "丙"]


SETTINGS = """
== data/settings.yaml
id: base
name: 测试库
week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
cadence: {default: weekly}
tiers: [{name: 重大}, {name: 重点}, {name: 一般}]
stages: [{name: 线索}, {name: 在谈}]
matches:
  - {name: 企业找事项, of: investor, to: offer, source: 示例}
== data/offers/offers.yaml
- {id: sb-a1, name: 示例·甲事项, sample: true, form: 奖补, unit: 市商务局, basis: 示例, who: region=江苏 and local=true}
- {id: sb-b1, name: 示例·乙事项, sample: true, form: 奖补, unit: 市商务局, basis: 示例, who: region=上海}
- {id: sb-c1, name: 示例·丙, sample: true, form: 基金, to: 项目, unit: 市商务局, basis: 示例, who: investment.total>1}
== data/investors/shili.yaml
- {id: firm-a1, name: 示例·甲公司, sample: true, region: 江苏}
"""


def test_the_target_s_own_condition_is_a_must(tmp_path):
    """An offer for firms is judged by its ``who``; one for projects is not for a firm."""
    answer = match(index_of(make_store(tmp_path, SETTINGS)), NOW, "firm-a1", every=True)

    assert {row["to"]: (row["excluded"], row["unknown"]) for row in answer.rows} == {
        "sb-a1": ("本地 现 否，要是 是", 0),
        "sb-b1": ("所在地 现 江苏，要是 上海", 0),
        "sb-c1": ("不在这条规则的范围", 0),
    }


def test_a_rule_of_ten_thousand_lines_and_hostile_conditions_are_findings(tmp_path):
    """Bounded time, all findings in one run; the command refuses the rule as check does."""
    items = "".join(f"      - {{name: 面{n}, left: land.area_mu, test: at_most, right: area_mu}}\n" for n in range(300))
    text = SETTINGS.partition("matches:")[0] + (
        f"matches:\n  - name: 长的\n    of: project\n    to: parcel\n    source: 示例\n    must:\n{items}"
        f"views: [{{name: 甲, where: {' and '.join(['tier=重大'] * 10_000)}}}, {{name: 乙, where: {'(' * 20_000}}}]\n"
        "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\n"
        "== data/parcels/k26-a1.yaml\nname: 示例·甲地块\nsample: true\ntype: 净地\n"
    )
    index = index_of(make_store(tmp_path, text))

    codes = [
        finding.code for finding in findings(index, NOW.date()) if finding.code in ("match-form", "condition-unknown")
    ]

    assert sorted(codes) == ["condition-unknown", "condition-unknown", "match-form"]
    with pytest.raises(BadUsage):
        match(index, NOW, "p26-a1")
