"""The shelf of parcels, the proposal for one project, and what check says of parcels."""

from datetime import datetime

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.edits.matter import EventDetails
from hyzs.edits.step import step
from hyzs.model.errors import BadUsage
from hyzs.model.measurement_units import parse_unit
from hyzs.model.typed_input import parse_quantity
from hyzs.query.parcels import AMOUNTS, land_densities, parcel_rows
from hyzs.reports.support.parcels import parcels
from hyzs.reports.support.proposal import proposal
from support.stores import index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 9, 0)
FLOW = """
== data/settings.yaml
id: base
name: 测试库
week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
cadence: {default: weekly}
tiers: [{name: 重大}, {name: 重点}, {name: 一般}]
stages: [{name: 线索}, {name: 在谈}]
parcel_types: [{name: 片区}, {name: 净地}]
flows:
  - name: 供地
    source: 示例
    steps:
      - {do: 可供, first: true, after: [盘活], ends: true}
      - {do: 预留, after: [可供, 解除预留]}
      - {do: 成交, after: [预留], ends: true}
      - {do: 解除预留, after: [预留], note: true, status: 可供, ends: true}
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
investment: {fixed: 80000}
expected: {tax: 6000, output: 200000}
land: {area_mu: 150, parcels: [k26-a1]}
== data/projects/p26-b1.yaml
name: 示例·乙项目
sample: true
tier: 一般
land: {parcels: [k26-a1]}
== data/parcels/k26-a0.yaml
name: 示例·甲片区
sample: true
type: 片区
area_mu: 500
== data/parcels/k26-a1.yaml
name: 示例·甲地块
sample: true
type: 净地
part_of: 示例·甲片区
area_mu: 150
steps:
  - {on: 2026-01-10, do: 可供}
  - {on: 2026-03-01, do: 预留, project: p26-a1}
  - {on: 2026-05-01, do: 解除预留, note: 资金没有到位}
== data/parcels/k26-b1.yaml
name: 示例·乙地块
sample: true
type: 净地
steps:
  - {on: 2026-10-01, do: 可供}
  - {on: 2026-11-01, do: 预留, project: p26-b1}
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(make_store(tmp_path_factory.mktemp("parcels"), FLOW))


def test_a_reservation_that_was_given_up_does_not_begin_the_months_anew(index):
    by_key = {row["id"]: row for row in parcel_rows(index, NOW)}

    assert (by_key["k26-a1"]["status"], by_key["k26-a1"]["shelf_since"]) == ("可供", "2026-01-10")
    assert (by_key["k26-b1"]["status"], by_key["k26-b1"]["reserved_for"]) == ("预留", "p26-b1")


def test_the_shelf_counts_the_plots_of_a_whole_and_not_the_whole(index):
    answer = parcels(index, NOW)

    assert [(row["id"], row["months"]) for row in answer.rows] == [("k26-a1", 10), ("k26-b1", None)]
    assert {key: answer.summary[key] for key in ("parcels", "on_shelf", "area_mu", "wholes")} == {
        "parcels": 2,
        "on_shelf": 1,
        "area_mu": 150,
        "wholes": 1,
    }


def test_a_second_project_on_a_parcel_is_an_error(index):
    all_findings = [finding for finding in findings(index, NOW.date()) if finding.code == "parcel-double"]

    assert [(finding.record, finding.message) for finding in all_findings] == [
        ("p26-b1", "“示例·甲地块”给了两家：项目 p26-a1 也写了它")
    ]


def test_a_step_names_the_project(index):
    details = EventDetails(NOW.date(), project="p26-b1")

    (change,) = step(index, "k26-a1", "供地", "预留", details)

    assert change.value["project"] == "p26-b1"


def test_what_a_project_puts_on_each_mu(index):
    densities = {name: dict(land_densities(index, NOW, name))["p26-a1"] for name in AMOUNTS}

    assert {name: str(density) for name, density in densities.items()} == {
        "intensity": "533.33",
        "tax_per_mu": "40.00",
        "output_per_mu": "1333.33",
    }


@pytest.mark.parametrize(
    ("text", "unit", "own", "value"),
    [
        ("4", "公顷", "亩", "60"),
        ("40000", "㎡", "亩", "60"),
        ("3750", "万元/公顷", "万元/亩", "250"),
        ("1000", "万元/公顷", "万元/亩", "66.666667"),
        ("60", "亩", "平方米", "40000"),
    ],
)
def test_areas_and_intensities_are_read_in_the_unit_of_their_heading(text, unit, own, value):
    assert str(parse_quantity(text, own, parse_unit(unit, own)).value) == value


def test_the_proposal_names_three_and_what_is_excluded():
    answer = proposal(repo_index(), NOW, "p26-x2c8")

    assert [(row["rank"], row["id"], str(row["score"])) for row in answer.rows] == [
        (1, "k26-a1", "78.8"),
        (2, "k26-c2", "63.4"),
        (3, "k26-b3", "9.4"),
    ]
    assert [row["excluded"] for row in answer.extra["excluded"]] == ["面积 40 < 45", "投资强度 300 < 350"]


def test_a_proposal_needs_a_project():
    with pytest.raises(BadUsage):
        proposal(repo_index(), NOW)
