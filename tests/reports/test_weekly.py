"""The weekly report adds up, and says what changed."""

from datetime import datetime

import pytest

from hyzs.index.index import Index
from hyzs.reports.track import track
from hyzs.reports.weekly import weekly
from hyzs.store.trees import WorkingTree
from support.stores import REPO

MONDAY = datetime(2026, 11, 23, 9, 0)


@pytest.fixture(scope="module")
def index():
    index = Index(REPO, keep=False)
    index.show_tree(WorkingTree(REPO))
    return index


def test_the_totals_are_those_of_the_list(index):
    *tiers, total = weekly(index, "2026-W47", MONDAY).rows
    listed = track(index, "2026-W47", MONDAY).rows

    assert total["projects"] == len(listed) == sum(row["projects"] for row in tiers)
    assert total["total"] == sum(row["total"] or 0 for row in listed)
    assert sum(total["stages"].values()) == total["projects"]


def test_it_counts_what_the_other_reports_tell(index):
    summary = weekly(index, "2026-W47", MONDAY).summary

    owing = ["珠晖区", "耒阳市", "市委组织部", "市发改委", "市财政局", "市商务局", "市政府驻长沙办事处"]
    assert (summary["owed"], summary["units_owed"]) == (3, owing)
    assert (summary["matters_open"], summary["matters_overdue"], summary["silent"]) == (2, 1, 1)


def test_an_older_week_is_told_as_it_stood(index):
    assert weekly(index, "2026-W45", MONDAY).summary["matters_overdue"] == 0
