"""lint of files and records, and the checks that come from the same words; articles of a store's own."""

import json

import pytest

from support.program import run
from support.stores import make_store, repo_store

SETTINGS = """
== data/settings.yaml
id: base
name: 测试库
week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}
cadence: {default: weekly}
tiers: [{name: 一般}]
stages: [{name: 线索}]
unit_types: [{name: 政府部门}]
"""
POLICY = """
== data/units/units.yaml
- {id: jia, name: 甲局, type: 政府部门}
== data/policies/zc-a1.yaml
name: 示例·奖励办法
sample: true
number: 示例〔2026〕1号
issuer: 示例
maker: 部门
drafter: 甲局
texts:
  - {n: 一, text: 对列入白名单的企业给予奖励。}
  - {n: 二, text: 对使用星标产品的企业给予补助。}
"""
OWN = """articles:
  - {id: zd-1, law: 示例清单, article: 第一条, title: 限定产品, all: [[星标产品], [补助]]}
"""


def rows(store, *words):
    process = run(["lint", *words, "-f", "json"], store, encoding="utf-8", check=True)
    return json.loads(process.stdout)


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    file = tmp_path_factory.mktemp("paper") / "办法.txt"
    file.write_text("第一条 须承诺五年内注册地不迁出我县。\n第二条 清理以在本地注册为条件的规定。\n", encoding="utf-8")
    return file


def test_a_file_is_linted_by_paragraph(paper):
    answer = rows(repo_store(), str(paper))

    assert [(row["place"], row["article"]) for row in answer["rows"]] == [("第 1 段", "fc-8-4")]
    assert answer["summary"] == {
        "characters": answer["summary"]["characters"],
        "articles": 17,
        "hits": 1,
        "weak": 0,
        "negated": 1,
        "excepted": 0,
    }


def test_all_lists_what_is_forbidden_too(paper):
    assert [row["outcome"] for row in rows(repo_store(), str(paper), "--all")["rows"]] == ["命中", "否定"]


def test_what_is_not_listed_is_counted_and_nothing_is_judged(paper):
    text = run(["lint", str(paper)], repo_store(), encoding="utf-8").stdout

    assert "1 处没有列出" in text and "命中不等于违规，零命中不等于合规" in text


def test_measure_13_forbids_and_is_no_hit():
    answer = rows(repo_store(), "规范招商政策", "--all")

    assert {row["outcome"] for row in answer["rows"]} == {"否定"}


def test_a_fund_is_linted_by_its_terms():
    assert [row["percent"] for row in rows(repo_store(), "示例天使投资基金")["rows"]] == [120]


def test_no_file_and_no_record_of_that_name_is_said():
    assert run(["lint", "没有这个"], repo_store()).returncode == 66


def lint_codes(store):
    lines = run(["check", "--select", "policy-lint", "-f", "jsonl"], store, encoding="utf-8").stdout.splitlines()
    return [(json.loads(line)["line"], json.loads(line)["message"][:10]) for line in lines]


def test_articles_of_the_store_are_added_and_taken_back(tmp_path):
    store = make_store(tmp_path, SETTINGS + POLICY, base=False)
    before = lint_codes(store)
    settings = store / "data/settings.yaml"
    settings.write_text(settings.read_text("utf-8") + OWN, "utf-8")
    with_own = lint_codes(store)
    settings.write_text(settings.read_text("utf-8").replace(OWN, ""), "utf-8")

    assert (len(before), len(with_own), lint_codes(store)) == (1, 2, before)


def test_an_empty_word_of_the_store_is_a_finding(tmp_path):
    text = SETTINGS + OWN.replace("星标产品", '""') + POLICY
    process = run(["check", "-f", "concise"], make_store(tmp_path, text, base=False), encoding="utf-8")

    assert "bad-text" in process.stdout and process.returncode == 1


def test_more_articles_than_are_looked_for_are_said(tmp_path):
    many = "articles:\n" + "".join(
        f"  - {{id: a{n}, law: 示例, article: 一, title: 示例, all: [[词{n}]]}}\n" for n in range(2001)
    )
    process = run(["check", "-f", "concise"], make_store(tmp_path, SETTINGS + many, base=False), encoding="utf-8")

    assert "只用前 2000 条" in process.stdout
