"""Figures of firms: read from private/ only, the latest and the verified apart, none of the past."""

import json
from datetime import date
from decimal import Decimal

import pytest

from hyzs.model.errors import BadUsage
from hyzs.query.firm_figures import firm_figures
from support.program import run
from support.stores import index_of, make_store

STORE = """
== data/settings.yaml
id: base
name: 测试库
week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
cadence: {default: weekly}
tiers: [{name: 一般}]
stages: [{name: 线索}]
firm_indicators:
  - {name: tax, label: 当年税收, unit: 万元}
  - {name: loan.principal, label: 贷款本金, unit: 万元}
== data/investors/firms.yaml
- {id: shili-jia, name: 示例·甲公司, sample: true}
- {id: shili-yi, name: 示例·乙公司, sample: true}
== private/figures/shili-jia.yaml
tax:
  - {value: 300, as_of: 2024-12-31, by: 税务, verified_by: 市税务局, verified_on: 2025-03-01}
  - {value: 320.5, as_of: 2025-12-31, by: 企业自报}
loan.principal: {value: 8000, as_of: 2025-06-30, by: 企业自报}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("figures"), STORE, base=False)


def test_the_latest_figure_and_the_latest_verified_one_stand_apart(store):
    tax = firm_figures(index_of(store), date(2026, 11, 23))["shili-jia"]["tax"]

    assert (tax.latest.value, tax.verified.value) == (Decimal("320.5"), 300)


def test_a_figure_that_was_verified_later_is_not_verified_yet(store):
    tax = firm_figures(index_of(store), date(2025, 1, 15))["shili-jia"]["tax"]

    assert (tax.latest.value, tax.verified) == (300, None)


@pytest.mark.parametrize(
    ("where", "ids"),
    [("figure.tax>=320.5", ["shili-jia"]), ("figure.tax>321", []), ("verified.tax=300", ["shili-jia"])],
)
def test_lists_compare_figures_as_numbers(store, where, ids):
    process = run(["list", "investors", "--where", where, "-f", "jsonl"], store, encoding="utf-8")

    assert [json.loads(line)["id"] for line in process.stdout.splitlines()] == ids


def test_an_audience_without_the_right_may_not_even_ask(store):
    process = run(["list", "investors", "--where", "figure.tax>1", "--audience", "internal"], store, encoding="utf-8")

    assert (process.returncode, "不能按它筛选" in process.stderr) == (2, True)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("nobody.yaml", "tax: {value: 1, as_of: 2025-12-31, by: 税务}", "没有编号为 nobody 的企业或项目"),
        ("shili-yi.yaml", "taxes: {value: 1, as_of: 2025-12-31, by: 税务}", "没有“taxes”这个企业指标，是不是：tax"),
        ("shili-yi.yaml", "tax: {value: 1, as_of: 2025-12-31, by: 税务, verified_by: 市税务局}", "要一起写"),
        ("shili-yi.yaml", "tax: 5", "缺少“截至”(as_of)"),
        ("shili-yi.yaml", "- tax", "要写成一组"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(tmp_path, file, text, message):
    make_store(tmp_path, f"{STORE}== private/figures/{file}\n{text}\n", base=False)

    with pytest.raises(BadUsage, match="private/figures") as error:
        firm_figures(index_of(tmp_path), date(2026, 11, 23))

    assert message in str(error.value)


def test_links_are_not_followed(tmp_path):
    make_store(tmp_path, STORE, base=False)
    (tmp_path / "private/figures/shili-yi.yaml").symlink_to(tmp_path / "data/settings.yaml")

    with pytest.raises(BadUsage, match="符号链接"):
        firm_figures(index_of(tmp_path), date(2026, 11, 23))


def test_the_past_knows_no_figures(store):
    """A commit has no private/: asked of it, nobody has any."""
    index = index_of(store)
    index.tree = type("Past", (), {})()

    assert firm_figures(index, date(2026, 11, 23)) == {}
