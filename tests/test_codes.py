"""Every code: its example raises it, at the marked place, and explains it."""

from datetime import date

import pytest

from hyzs.store.codes import codes
from hyzs.store.index import Index
from hyzs.store.judge import findings
from hyzs.store.tree import WorkingTree
from stores import make_store, marked

TODAY = date(2026, 11, 23)
WITH_EXAMPLE = [rule for rule in codes().values() if rule.example]


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_breaks_it_at_the_marked_place(rule, tmp_path):
    path, place = marked(rule.example)
    index = Index(make_store(tmp_path, rule.example), keep=False)
    index.see(WorkingTree(tmp_path))

    found = [f for f in findings(index, TODAY) if f.code == rule.code]

    assert [(f.path, tuple(f.place), str(f.severity)) for f in found] == [(path, place, str(rule.severity))]


def test_the_base_store_is_clean_of_errors(tmp_path):
    index = Index(make_store(tmp_path), keep=False)
    index.see(WorkingTree(tmp_path))

    assert [f for f in findings(index, TODAY) if f.severity == "error"] == []
