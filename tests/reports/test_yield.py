"""What came of channels, units, events: exact on the frozen store, and each project once in a sum."""

import json
from datetime import datetime

import pytest

from hyzs.model.errors import BadUsage
from hyzs.query.yields import SUBJECTS, read_by
from hyzs.reports.outreach.yield_table import yield_table
from support import program
from support.stores import index_of, make_store, repo_index, shipped_index

NOW = datetime(2026, 11, 23, 9)
COUNTS = ("leads", "signed", "started", "producing", "total")
SETTINGS = "counts: {{agreements: [{types}], around: 7, source: 示例}}\nevent_types: [{{name: 推介会}}]\n"


def counts(row, names=COUNTS):
    return tuple(row[name] for name in names)


def rows_of(index, by, *options):
    return {row["by"]: row for row in yield_table(index, by, NOW, *options).rows}


@pytest.mark.parametrize(
    ("channel", "expected"), [("以商招商", (7, 6, 4, 1, 221700)), ("商协会推荐", (5, 3, 0, 0, 81050))]
)
def test_leads_by_channel(channel, expected):
    assert counts(rows_of(shipped_index(), "channel")[channel]) == expected


def test_what_was_contracted_stands_apart_from_what_was_planned():
    assert rows_of(shipped_index(), "channel")["以商招商"]["contract"] == 200700


def test_leads_by_offices_with_those_that_brought_none():
    rows = rows_of(shipped_index(), "unit", "单位类型=驻外机构")

    assert {name: counts(row) for name, row in rows.items()} == {
        "市政府驻广(深)办事处": (3, 2, 2, 2, 44800),
        "衡阳高新区驻上海联络处": (2, 1, 0, 0, 32000),
        "市政府驻北京办事处": (1, 0, 0, 0, 100000),
        "市政府驻长沙办事处": (0, 0, 0, 0, 0),
        "合计": (6, 3, 2, 2, 176800),
    }


@pytest.mark.parametrize("by", SUBJECTS)
def test_the_city_has_the_same_sum_whatever_it_is_parted_by(by):
    """Property: the last row never counts a project twice."""
    answer = yield_table(repo_index(), by, NOW)
    names = (*COUNTS, "talks", "contract", "paid_in", "projects")

    assert counts(answer.rows[-1], names) == (41, 28, 18, 5, 1342050, 37, 888850, 390625, 41)
    assert len(set(answer.rows[-1]["ids"])) == len(answer.rows[-1]["ids"]) == answer.summary["projects"]


@pytest.mark.parametrize("by", SUBJECTS)
def test_no_row_counts_a_project_twice(by):
    for row in yield_table(repo_index(), by, NOW).rows:
        assert len(set(row["ids"])) == row["projects"]


def _store(tmp_path, agreements, types="正式合同", **more):
    """Two events, one of which may be a part of the other, and a project."""
    root = make_store(tmp_path)
    settings = root / "data" / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + SETTINGS.format(types=types), "utf-8")
    for name, id in (("甲会", "e26-a1"), ("乙会", "e26-b1")):
        text = f"name: 示例·{name}\nsample: true\ntype: 推介会\non: 2026-07-09\n{more.get(id, '')}"
        (root / "data" / "events").mkdir(exist_ok=True)
        (root / "data" / "events" / f"{id}.yaml").write_text(text, "utf-8")
    (root / "data" / "projects").mkdir(exist_ok=True)
    text = f"name: 示例·甲项目\nsample: true\ntier: 一般\nmilestones: {{签约: 2026-10-28}}\nagreements:\n{agreements}"
    (root / "data" / "projects" / "p26-a1.yaml").write_text(text, "utf-8")
    return index_of(root)


def test_a_part_of_an_event_counts_in_both_and_once_in_the_sum(tmp_path):
    agreements = "  - {type: 正式合同, on: 2026-07-09, amount: 12000, event: 示例·乙会}\n"
    rows = rows_of(_store(tmp_path, agreements, **{"e26-b1": "part_of: 示例·甲会\n"}), "event")

    assert {name: counts(row, ("signed", "contract")) for name, row in rows.items() if name != "没有注明"} == {
        "示例·甲会": (1, 12000),
        "示例·乙会": (1, 12000),
        "合计": (1, 12000),
    }


@pytest.mark.parametrize(
    ("types", "first", "second"),
    [("正式合同", (0, 1, {"框架": 1}), {}), ("框架, 正式合同", (1, 0, {}), {"正式合同": 1})],
)
def test_signing_is_put_down_to_the_first_agreement_that_counts(tmp_path, types, first, second):
    agreements = (
        "  - {type: 框架, on: 2026-07-09, amount: 80000, event: 示例·甲会}\n"
        "  - {type: 正式合同, on: 2026-10-28, amount: 80000, event: 示例·乙会}\n"
    )
    rows = rows_of(_store(tmp_path, agreements, types), "event")

    assert (rows["示例·甲会"]["signed"], rows["示例·乙会"]["signed"], rows["示例·甲会"]["other_agreements"]) == first
    assert rows["示例·乙会"]["other_agreements"] == second
    assert rows["合计"]["contract"] == 80000


def test_a_cohort_is_the_projects_that_came_in_the_year():
    every = yield_table(repo_index(), "channel", NOW).rows[-1]["leads"]
    by_year = [yield_table(repo_index(), "channel", NOW, None, year).rows[-1]["leads"] for year in (2024, 2025, 2026)]

    assert sum(by_year) == every


def test_rates_are_made_last_from_numerator_and_denominator():
    rate = yield_table(repo_index(), "channel", NOW).rows[-1]["rates"]["开工率"]

    assert rate == {"numerator": 18, "denominator": 28, "value": 64.3}


def test_who_is_no_subject_is_told_what_is():
    with pytest.raises(BadUsage, match="不能按“月亮”统计"):
        read_by("月亮")


def test_the_command(tmp_path):
    make_store(tmp_path)
    process = program.run(["--store", tmp_path, "yield", "--by", "渠道", "-f", "json"], encoding="utf-8")

    assert (process.returncode, json.loads(process.stdout)["report"]) == (0, "yield")
