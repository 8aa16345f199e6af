"""The answer of ``check``: a row a finding, what is shown of it, and what is counted."""

from datetime import date

import pytest

from hyzs.checking.tree_findings import check_tree
from hyzs.reports.check import CheckOptions, check
from support.stores import index_of, make_store

#: One warning, two errors in two files; one of them with a hint.
FAULTS = """== data/projects/p26-a1.yaml
name: 甲项目
sample: true
tier: 一般
lead: 市商物局
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects:
  p26-zz: {progress: 打桩}
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    return index_of(make_store(tmp_path_factory.mktemp("store"), FAULTS))


def checked(index, *paths):
    return check(index, check_tree(index, date(2026, 11, 23)), CheckOptions(paths))


def test_the_keys_and_values_of_a_row_are_pinned(broken):
    rows = checked(broken, "data/projects").rows

    assert rows[-1] == {
        **{"code": "unknown-name", "severity": "error", "path": "data/projects/p26-a1.yaml"},
        **{"line": 4, "column": 7, "end_line": 4, "end_column": 11},
        **{"message": "没有叫“市商物局”的单位", "hint": "是不是：市商务局", "record": "p26-a1", "field": "lead"},
    }
    assert list(rows[-1]) == [
        *("code", "severity", "path", "line", "column", "end_line", "end_column", "message", "hint", "record", "field")
    ]


def test_findings_stand_in_the_order_of_files_and_lines(broken):
    places = [(row["path"], row["line"], row["column"]) for row in checked(broken).rows]

    assert places == sorted(places)
    assert {path for path, _, _ in places} == {"data/projects/p26-a1.yaml", "data/returns/2026-W47/hengnan.yaml"}


def test_what_there_is_not_is_null(tmp_path):
    index = index_of(make_store(tmp_path, "== data/stray.yaml\nname: 甲\n"))

    [row] = checked(index).rows

    assert (row["record"], row["field"]) == (None, None)


def test_the_summary_counts_what_is_shown_and_the_whole_store(broken):
    full, part = checked(broken).summary, checked(broken, "data/returns").summary

    keys = ["errors", "warnings", "files", "records", "allowed", "known", "stood", "held_back", "more"]
    assert list(full) == [*keys, "evidence", "evidence_unchecked", "empty_paths"]
    assert (full["errors"], full["warnings"]) == (2, 1)
    assert (part["errors"], part["warnings"]) == (1, 0)
    assert (part["files"], part["records"]) == (full["files"], full["records"])


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["data/projects/p26-a1.yaml"], 1),
        (["data/projects/"], 1),
        (["data/returns/2026-W47"], 1),
        (["data/projects", "data/returns"], 2),
        (["data"], 2),
        (["data/pro"], 0),
        (["data/units"], 0),
    ],
)
def test_paths_choose_what_is_shown(broken, paths, files):
    answer = checked(broken, *paths)

    assert len({row["path"] for row in answer.rows}) == files
    assert answer.params["paths"] == paths


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([], ("11 个文件，23 条记录：2 个错误，1 个警告", "warn")),
        (["data/returns"], ("所列文件：1 个错误，0 个警告(全库 11 个文件，23 条记录)", "warn")),
        (["data/units"], ("所列文件：没有问题(全库 11 个文件，23 条记录)", "plain")),
    ],
)
def test_the_page_ends_with_the_verdict_on_what_is_shown(broken, paths, expected):
    verdict = checked(broken, *paths).blocks[-1]

    assert (verdict.text, verdict.tone) == expected


def test_a_store_without_findings_is_told_so(tmp_path):
    answer = checked(index_of(make_store(tmp_path)))

    assert answer.blocks[-1].text == "9 个文件，21 条记录，没有问题"


@pytest.mark.parametrize(("path", "judges"), [(".", True), ("data", True), ("data/units", True), ("schema", False)])
def test_a_path_without_data_is_not_said_to_be_right(tmp_path, path, judges):
    text = checked(index_of(make_store(tmp_path)), path).blocks[-1].text

    assert ("没有问题" in text, "什么也没有查" in text) == (judges, not judges)


def test_of_several_paths_those_without_data_are_named(tmp_path):
    answer = checked(index_of(make_store(tmp_path)), "schema", "data/units", "docs")

    assert answer.summary["empty_paths"] == ["schema", "docs"]
    assert answer.blocks[-1].text.endswith("；schema、docs 里没有数据文件")
