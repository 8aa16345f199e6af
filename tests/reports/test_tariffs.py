"""Prices by place: a basket's cost with its range, what is missing, what changed; quotas: pool, pledged, left."""

import json

import pytest

from support.program import run
from support.stores import make_store

SETTINGS = """
== data/settings.yaml
id: base
name: 测试库
week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
cadence: {default: weekly}
tiers: [{name: 一般}]
stages: [{name: 线索}]
unit_types: [{name: 园区}]
factors:
  - {name: 天然气, unit: 元/立方米}
  - {name: 工业用水, unit: 元/立方米, conversions: [{unit: 元/吨, worth: 1}]}
  - {name: 工业用地, unit: 万元/亩, once: true}
baskets:
  - {name: 用气, source: 示例, items: [{factor: 天然气, amount: 2000000}]}
  - {name: 水气, source: 示例, items: [{factor: 天然气, amount: 2000000}, {factor: 工业用水, amount: 10000}]}
  - {name: 气地, source: 示例, items: [{factor: 天然气, amount: 2000000}, {factor: 工业用地, amount: 100}]}
quotas:
  - {name: 绿电, unit: 万千瓦时, pools: [{year: 2026, amount: 1000, source: 示例}]}
  - {name: 能耗, unit: 吨标准煤}
== data/units/parks.yaml
- {id: jia, name: 甲园, type: 园区}
- {id: yi, name: 乙园, type: 园区}
- {id: bing, name: 丙园, type: 园区}
== data/tariffs/a.yaml
- {id: q1, of: 甲园, factor: 天然气, low: 3.68, unit: 元/立方米, until: 2026-06-30, basis: 示例, source: 示例}
- {id: q2, of: 甲园, factor: 天然气, low: 3.5, unit: 元/立方米, since: 2026-07-01, basis: 示例, source: 示例}
- {id: s1, of: 甲园, factor: 工业用水, low: 2.2, high: 3.2, unit: 元/吨, includes: [污水费], basis: 示例, source: 甲}
- {id: q3, of: 乙园, factor: 天然气, low: 3.3, high: 4, unit: 元/立方米, basis: 示例, source: 示例}
- {id: s2, of: 乙园, factor: 工业用水, unit: 元/立方米, source: 待填}
- {id: d2, of: 乙园, factor: 工业用地, low: 10, high: 25, unit: 万元/亩, basis: 示例, source: 示例}
- {id: q4, of: 丙园, factor: 天然气, low: 9, unit: 元/立方米, to: 1000000, basis: 示例, source: 示例}
- {id: q5, of: 丙园, factor: 天然气, low: 4.1, unit: 元/立方米, from: 1000000, basis: 示例, source: 示例}
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
quota:
  - {of: 绿电, year: 2026, amount: 600.1, on: 2026-03-01}
  - {of: 绿电, year: 2026, amount: 500, on: 2026-04-01, released: 2026-05-01}
  - {of: 能耗, year: 2026, amount: 7, on: 2026-03-01}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("tariffs"), SETTINGS, base=False)


def report(store, *words, day="2026-11-28"):
    process = run(["--today", day, "report", *words, "-f", "json"], store, encoding="utf-8", check=True)
    return json.loads(process.stdout)


def yearly(store, *words, day="2026-11-28"):
    rows = report(store, "tariffs", *words, day=day)["rows"]
    return {row["place"]: row["yearly"] and (row["yearly"]["low"], row["yearly"]["high"]) for row in rows}


@pytest.mark.parametrize(("day", "cost"), [("2026-06-30", 736), ("2026-11-28", 700)])
def test_a_price_holds_for_its_days(store, day, cost):
    assert yearly(store, "--basket", "用气", day=day)["甲园"] == (cost, cost)


def test_a_range_stays_a_range(store):
    assert yearly(store, "用气")["乙园"] == (660, 800)


def test_the_price_is_that_of_the_use(store):
    assert yearly(store, "用气")["丙园"] == (820, 820)


def test_ranges_that_overlap_share_a_rank(store):
    rows = report(store, "tariffs", "用气")["rows"]

    assert {row["place"]: row["rank"] for row in rows} == {"甲园": 1, "乙园": 1, "丙园": 3}


def test_a_missing_price_is_named_and_never_ranked(store):
    [row] = [row for row in report(store, "tariffs", "水气")["rows"] if row["place"] == "乙园"]

    assert (row["rank"], row["yearly"], row["missing"]["yearly"]) == (None, None, ["工业用水"])


def test_a_converted_price_says_so(store):
    [row] = [row for row in report(store, "tariffs", "水气")["rows"] if row["place"] == "甲园"]

    assert row["items"][1]["cost"] == {"low": 2.2, "high": 3.2}
    assert row["items"][1]["notes"] == ["s1 的元/吨折成元/立方米，1 合 1", "s1 含污水费"]


def test_what_is_paid_once_stands_apart(store):
    [row] = [row for row in report(store, "tariffs", "气地")["rows"] if row["place"] == "乙园"]

    assert (row["yearly"], row["once"]) == ({"low": 660, "high": 800}, {"low": 1000, "high": 2500})


def test_what_fell_since(store):
    rows = report(store, "tariffs", "--change")["rows"]

    assert [(row["id"], row["percent_low"], row["percent_high"]) for row in rows] == [("q2", -4.9, -4.9)]


def test_an_unknown_basket_is_said(store):
    process = run(["report", "tariffs", "没有"], store, encoding="utf-8")

    assert (process.returncode, "可以写：用气、水气、气地" in process.stderr) == (66, True)


def test_quotas_are_pledged_until_released(store):
    rows = report(store, "quotas")["rows"]

    assert [(row["quota"], row["pool"], row["pledged"], row["left"]) for row in rows] == [
        ("绿电", 1000, 600.1, 399.9),
        ("能耗", None, 7, None),
    ]


def test_more_pledged_than_there_is_is_said(store):
    answer = report(store, "quotas", day="2026-04-15")

    assert (answer["rows"][0]["left"], answer["rows"][0]["state"], answer["summary"]["over"]) == (-100.1, "超出总量", 1)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("- {id: x1, of: 甲园, factor: 天然气, low: 3, unit: 元/千克, basis: 示例, source: 示例}", "tariff-unit"),
        ("- {id: x2, of: 甲园, factor: 天然气, low: 3, unit: 元/立方米, basis: 示例, source: 示例}", "tariff-overlap"),
        ("- {id: x3, of: 乙园, factor: 工业用水, low: 3, unit: 元/吨, source: 示例}", "tariff-no-basis"),
    ],
)
def test_prices_that_cannot_be_compared_are_findings(tmp_path, line, code):
    store = make_store(tmp_path, f"{SETTINGS}== data/tariffs/b.yaml\n{line}\n", base=False)

    assert code in run(["check", "-f", "concise"], store, encoding="utf-8").stdout
