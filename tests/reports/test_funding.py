"""Projects recommended to funds: how far each came, where they stuck; matched with the fund's own conditions."""

import json

import pytest

from support.program import run
from support.stores import make_store

FLOW = """
flows:
  - name: 推荐
    source: 示例
    steps:
      - {do: 已推荐, first: true}
      - {do: 受理, after: [已推荐], limit: {days: 5}}
      - {do: 尽调, after: [受理], limit: {days: 20}}
      - {do: 已投, after: [尽调], ends: true}
      - {do: 未投, after: [已推荐, 受理, 尽调], note: true, ends: true}
matches:
  - name: 项目找钱
    of: project
    to: offer
    where: {to: "form=基金"}
    must: [{name: 单笔, left: financing.amount, test: between, right: ticket}]
    score: [{name: 单笔贴合, left: financing.amount, test: near, right: ticket.max, weight: 100}]
    source: 示例
"""
STORE = f"""
== data/settings.yaml
id: base
name: 测试库
week: {{opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}}
cadence: {{default: weekly}}
tiers: [{{name: 一般}}]
stages: [{{name: 线索}}]
unit_types: [{{name: 政府部门}}]
{FLOW}
== data/units/units.yaml
- {{id: jia, name: 甲局, type: 政府部门}}
== data/offers/funds.yaml
- {{id: jj-a, name: 甲基金, form: 基金, basis: 示例, unit: 甲局, to: 项目, ticket: {{min: 500, max: 5000}}}}
- {{id: jj-b, name: 乙基金, form: 基金, basis: 示例, unit: 甲局, to: 项目, ticket: {{max: 2000}}, until: 2025-12-31}}
"""
PROJECT = """== data/projects/{id}.yaml
name: 示例·{id}
sample: true
tier: 一般
financing: {{kind: 股权, amount: 3000}}
recommended:
  {fund}: {{events: [{events}]}}
"""
CASES = {
    "p26-a": ("甲基金", "{on: 2026-11-02, do: 已推荐}"),
    "p26-b": (
        "甲基金",
        "{on: 2026-03-02, do: 已推荐}, {on: 2026-03-05, do: 受理}, {on: 2026-04-01, do: 尽调}, "
        "{on: 2026-05-06, do: 已投}",
    ),
    "p26-c": (
        "甲基金",
        "{on: 2026-03-02, do: 已推荐}, {on: 2026-03-05, do: 受理}, {on: 2026-03-20, do: 未投, note: 估值谈不拢}",
    ),
    "p26-d": ("jj-b", "{on: 2026-12-02, do: 已推荐}"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    projects = (PROJECT.format(id=id, fund=fund, events=events) for id, (fund, events) in CASES.items())
    return make_store(tmp_path_factory.mktemp("funds"), STORE + "".join(projects), base=False)


def report(store):
    process = run(["--today", "2026-11-23", "report", "funding", "-f", "json"], store, encoding="utf-8", check=True)
    return json.loads(process.stdout)


def test_conversion_has_its_numerator_and_denominator(store):
    fund = next(row for row in report(store)["rows"] if row["name"] == "甲基金")

    assert {key: fund[key] for key in ("recommended", "open", "done", "refused", "rate")} == {
        "recommended": 3,
        "open": 1,
        "done": 1,
        "refused": 1,
        "rate": 33.3,
    }


def test_it_says_where_they_stuck(store):
    summary = report(store)["summary"]

    assert summary["reached"] == {"已推荐": 3, "受理": 2, "尽调": 1, "已投": 1}
    assert summary["stuck"] == {"已推荐": 1, "受理后没成": 1}


def test_a_case_is_late_by_working_days(store):
    case = next(case for case in report(store)["cases"] if case["project"] == "p26-a")

    assert (case["step"], case["due"], case["overdue_days"], case["counted"]) == ("受理", "2026-11-09", 10, "工作日")


def test_a_refusal_has_its_reason(store):
    assert next(case["reason"] for case in report(store)["cases"] if case["project"] == "p26-c") == "估值谈不拢"


def test_what_comes_later_is_not_there_yet(store):
    assert "p26-d" not in {case["project"] for case in report(store)["cases"]}


def test_a_ticket_excludes_with_its_reason(store):
    process = run(
        ["--today", "2026-11-23", "match", "p26-a", "--to", "offer", "--all", "-f", "jsonl"], store, encoding="utf-8"
    )
    rows = {row["to"]: row for row in map(json.loads, process.stdout.splitlines())}

    assert (rows["jj-a"]["excluded"], "3000" in rows["jj-b"]["excluded"]) == (None, True)


@pytest.mark.parametrize("name", ["乙基金", "jj-b"])
def test_a_step_finds_the_case_by_any_name_of_the_fund(store, name):
    process = run(
        ["--today", "2026-12-03", "step", "p26-d", name, "受理", "--by", "甲局", "--dry-run"], store, encoding="utf-8"
    )

    assert (
        "+    - {on: 2026-12-03" in process.stdout or "{on: 2026-12-02, do: 已推荐}, {on: 2026-12-03" in process.stdout
    )
