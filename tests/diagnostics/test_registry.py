"""Every code: its example raises it, at the marked place, and explains it."""

from datetime import date

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.diagnostics.registry import rules_by_code
from hyzs.index.index import Index
from hyzs.store.trees import WorkingTree
from support.stores import make_store, marked_span

TODAY = date(2026, 11, 23)
#: Examples are told in any city's store: they know the base store's units by names that no city has.
NEUTRAL = {
    "衡阳市商务局": "某市招商局",
    "市商务局": "市招商局",
    "市商粮局": "市引资局",
    "衡南县": "甲县",
    "衡东县": "乙县",
    "衡山县": "丙县",
    "hengnan": "jiaxian",
    "hengshan": "bingxian",
}
WITH_EXAMPLE = [rule for rule in rules_by_code().values() if rule.example]


def neutral(text):
    for name, other in NEUTRAL.items():
        text = text.replace(name, other)
    return text


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_breaks_it_at_the_marked_place(rule, tmp_path):
    example = neutral(rule.example)
    path, place = marked_span(example)
    make_store(tmp_path)
    for file in (tmp_path / "data").rglob("*.yaml"):
        file.write_text(neutral(file.read_text(encoding="utf-8")), encoding="utf-8")
    index = Index(make_store(tmp_path, example, base=False), keep=False)
    index.show_tree(WorkingTree(tmp_path))

    all_findings = [f for f in findings(index, TODAY) if f.code == rule.code]

    assert [(f.path, tuple(f.span), str(f.severity)) for f in all_findings] == [(path, place, str(rule.severity))]


def test_the_base_store_is_clean_of_errors(tmp_path):
    index = Index(make_store(tmp_path), keep=False)
    index.show_tree(WorkingTree(tmp_path))

    assert [f for f in findings(index, TODAY) if f.severity == "error"] == []
