"""Policies: publication by working days, review, the public list, the ledger; achievements and platforms."""

import json

import pytest

from support.program import run
from support.stores import REPO, make_store

SETTINGS = """
== data/settings.yaml
id: base
name: 测试库
week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
cadence: {default: weekly}
tiers: [{name: 一般}]
stages: [{name: 线索}]
unit_types: [{name: 政府部门}]
policies: {publish: {days: 3, of: 工作日}, publish_source: 湘政办发〔2025〕26号}
achievements: {stale_days: 180, source: 示例}
firm_labels: [{name: 技术中心, platform: 省}, {name: 链主}]
== data/units/units.yaml
- {id: jia, name: 甲局, type: 政府部门}
"""
POLICY = """== data/policies/{id}.yaml
name: 示例·{id}
sample: true
number: 示例〔2026〕{id}
issuer: 示例
maker: 部门
drafter: 甲局
issued: {issued}
{rest}
"""
REVIEWED = "review: {by: 甲局, on: 2026-04-01, conclusion: 符合}"
#: Ten achievements: 6 met, 3 signed (800, 200, 500), 1 landed.
ACTS = [
    "{on: 2026-05-06, do: 对接}, {on: 2026-06-01, do: 签约, amount: 800}, {on: 2026-09-01, do: 落地}",
    "{on: 2026-05-06, do: 对接}, {on: 2026-06-01, do: 签约, amount: 200}",
    "{on: 2026-05-06, do: 对接}, {on: 2026-11-01, do: 签约, amount: 500}",
    *["{on: 2026-11-06, do: 对接}"] * 3,
    *[""] * 4,
]


def calendar_of(year: int) -> str:
    return f"== data/calendar/{year}.yaml\n" + (REPO / f"data/calendar/{year}.yaml").read_text("utf-8")


def policies(*pairs: tuple[str, str, str]) -> str:
    return "".join(POLICY.format(id=id, issued=issued, rest=rest) for id, issued, rest in pairs)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    texts = policies(
        ("a1", "2026-09-24", REVIEWED),
        ("a2", "2026-04-30", f"{REVIEWED}\npublished: {{on: 2026-05-11}}"),
        ("a3", "2026-04-30", "published: {on: 2026-05-06}"),
        ("a4", "2026-04-30", f"{REVIEWED}\npublished: {{on: 2026-05-06}}\ncleanup: [{{on: 2026-06-01, result: 废止}}]"),
    )
    lines = (
        f"- {{id: cg-{n}, name: 示例·成果{n}, sample: true, owner: 示例研究院, maturity: 中试, since: 2026-03-02,"
        f" events: [{acts}]}}\n"
        for n, acts in enumerate(ACTS)
    )
    firms = "- {id: f1, name: 示例·甲公司, sample: true, labels: [{label: 技术中心, until: 2026-05-01}, 链主]}\n"
    store_text = f"{SETTINGS}{calendar_of(2026)}\n{texts}== data/achievements/a.yaml\n{''.join(lines)}"
    return make_store(tmp_path_factory.mktemp("policies"), f"{store_text}== data/investors/a.yaml\n{firms}", base=False)


def report(store, name, day="2026-10-08"):
    process = run(["--today", day, "report", name, "-f", "json"], store, encoding="utf-8", check=True)
    return json.loads(process.stdout)


def ledger(store, id):
    return next(row for row in report(store, "cleanup")["rows"] if row["id"] == id)


@pytest.mark.parametrize(
    ("id", "due", "late"), [("a1", "2026-09-30", 1), ("a2", "2026-05-08", 2), ("a3", "2026-05-08", 0)]
)
def test_publication_is_due_in_working_days(store, id, due, late):
    row = ledger(store, id)

    assert (row["publish_due"], row["publish_late"]) == (due, late)


def test_the_ledger_says_what_is_to_be_done(store):
    assert ledger(store, "a1")["todo"] == ["公布（限 2026-09-30，逾期 1 个工作日）"]
    assert ledger(store, "a3")["todo"] == ["补公平竞争审查"]


def test_what_was_repealed_is_not_in_force(store):
    assert report(store, "policies")["summary"]["in_force"] == 3


def test_the_public_page_counts_what_was_late(store):
    summary = report(store, "policies")["summary"]

    assert (summary["published_late"], summary["unpublished"], summary["reviewed"]) == (1, 1, 2)


def test_todo_lists_what_must_be_published(store):
    process = run(["--today", "2026-10-08", "report", "todo", "-f", "json"], store, encoding="utf-8", check=True)
    [item] = [row for row in json.loads(process.stdout)["rows"] if row["id"] == "a1"]

    assert (item["step"], item["due"], item["overdue_days"], item["counted"]) == ("公布", "2026-09-30", 1, "工作日")


def codes(store, day):
    process = run(["--today", day, "check", "-f", "jsonl"], store, encoding="utf-8")
    return {(row["record"], row["code"]) for row in map(json.loads, process.stdout.splitlines())}


def test_checks_say_what_was_neither_reviewed_nor_published(store):
    result = codes(store, "2026-10-08")

    assert {("a1", "policy-unpublished"), ("a3", "policy-unreviewed"), ("f1", "platform-expired")} <= result
    assert ("a4", "policy-unreviewed") not in result


def test_the_funnel(store):
    summary = report(store, "achievements", "2026-11-23")["summary"]

    assert summary["funnel"] == {"入库": 10, "对接": 6, "签约": 3, "落地": 1}
    assert (summary["amount"], summary["rate"]) == (1500, 30)


def test_what_has_not_moved_for_long_is_stale(store):
    rows = report(store, "achievements", "2026-12-01")["rows"]

    assert [row["id"] for row in rows if row["is_stale"]] == ["cg-1", "cg-6", "cg-7", "cg-8", "cg-9"]


def test_platforms_are_labels_with_a_level(store):
    [row] = report(store, "platforms")["rows"]

    assert (row["name"], row["level"], row["holder"], row["is_over"]) == ("技术中心", "省", "示例·甲公司", True)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("method: 转让, income: 400, reward: {share: 45}", "result-reward-low"),
        ("method: 作价投资, price: {by: 协议定价}", "result-price-unpublished"),
    ],
)
def test_the_law_on_conversion(tmp_path, more, code):
    line = f"- {{id: x, name: 示例·成果, sample: true, owner: 示例研究院, maturity: 中试, {more}}}\n"
    text = run(
        ["check", "-f", "concise"],
        make_store(tmp_path, f"{SETTINGS}== data/achievements/a.yaml\n{line}", base=False),
        encoding="utf-8",
    ).stdout

    assert code in text and ("至少 200 万元" in text) is (code == "result-reward-low")
