"""What the index keeps, forgets, and tells commands of the store."""

import sqlite3
from datetime import date

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.index.index import Index
from hyzs.model.finding import Finding, Severity
from hyzs.store.trees import WorkingTree
from support.stores import index_of, make_store

TODAY = date(2026, 11, 23)


def rename(root, name):
    plan = root / "data" / "plans" / "sz-2026-1.yaml"
    plan.write_text(f"name: {name}\nnumber: 示政办发〔2026〕1号\nissuer: 示例\nissued: 2026-01-05\n", encoding="utf-8")


def open_index(root) -> Index:
    index = Index(root)
    index.show_tree(WorkingTree(root))
    return index


class Spied:
    """A database whose statements somebody watches."""

    def __init__(self, db, execute):
        self.db, self.execute = db, execute

    def __getattr__(self, name):
        return getattr(self.db, name)


def contents(index: Index, path: str) -> int:
    return int(index.value("SELECT count(*) FROM file WHERE path = :path", path=path))


def test_contents_that_no_tree_shows_any_more_are_kept_for_the_way_back(tmp_path):
    make_store(tmp_path)
    for name in ("甲", "乙", "丙"):
        rename(tmp_path, name)
        open_index(tmp_path).close()

    assert contents(open_index(tmp_path), "plans/sz-2026-1.yaml") == 3


def test_too_many_dead_contents_are_forgotten_with_all_their_rows(tmp_path, monkeypatch):
    make_store(tmp_path)
    monkeypatch.setattr("hyzs.index.content_loader._MOST_UNUSED", -99)
    for name in ("甲", "乙", "丙"):
        rename(tmp_path, name)
        open_index(tmp_path).close()
    index = open_index(tmp_path)

    assert contents(index, "plans/sz-2026-1.yaml") == 1
    assert index.rows("SELECT name FROM all_plan") == [{"name": "丙"}]
    assert index.value("SELECT count(*) FROM all_record WHERE file NOT IN (SELECT file FROM visible_file)") == 0
    assert index.value("SELECT name FROM unit WHERE id = 'swj'") == "市商务局"


def test_a_verdict_is_kept_for_the_day(tmp_path, monkeypatch):
    make_store(tmp_path)
    all_findings = findings(open_index(tmp_path), TODAY)
    index = open_index(tmp_path)
    monkeypatch.setattr("hyzs.checking.run_checks.run_checks", None)

    assert findings(index, TODAY) == all_findings
    with pytest.raises(TypeError):  # another day is judged anew
        findings(index, date(2026, 11, 24))


def test_a_verdict_on_a_tree_that_another_process_has_left_is_not_kept(tmp_path):
    make_store(tmp_path)
    slow = open_index(tmp_path)
    commit = slow.db.execute

    def others_come_between(sql, *values):
        result = commit(sql, *values)
        if sql == "COMMIT" and not moved:
            moved.append(rename(tmp_path, "别的名称"))
            open_index(tmp_path).close()
        return result

    moved: list[None] = []
    slow.db = Spied(slow.db, others_come_between)
    slow.store_check_results([Finding("number-gap", Severity.error, "旧的", "data/x.yaml")], str(TODAY))

    assert open_index(tmp_path).value("SELECT count(*) FROM check_finding") == 0


def test_a_verdict_that_cannot_be_written_is_judged_again(tmp_path):
    make_store(tmp_path)
    index = open_index(tmp_path)
    index.db.execute("PRAGMA query_only = 1")

    assert [f.code for f in findings(index, TODAY)] == [f.code for f in findings(index_of(tmp_path), TODAY)]
    assert open_index(tmp_path).value("SELECT value FROM meta WHERE key = 'checked_on'") is None


def test_names_are_completed_with_another_name_of_the_same_record(tmp_path):
    index = index_of(make_store(tmp_path))

    assert index.complete_names("unit", "市商") == [("市商务局", "swj"), ("市商粮局", "市商务局")]
    assert index.complete_names("plan|industry", "示政") == [("示政办发〔2026〕1号", "示例方案")]
    assert index.complete_names("unit", "没有") == []


def test_files_with_errors_are_counted_once_each(tmp_path):
    store_text = (
        "== data/units/a.yaml\n- {id: A, name: 甲}\n- {id: B, name: 乙}\n== data/x.yaml\nx: 1\n== data/y.yml\ny: 1\n"
    )

    assert index_of(make_store(tmp_path, store_text)).unreadable_file_count() == 3
    assert index_of(make_store(tmp_path / "good")).unreadable_file_count() == 0


@pytest.mark.parametrize("sample", ["true", "false"])
def test_the_store_says_its_name_and_whether_it_holds_samples(tmp_path, sample):
    make_store(tmp_path)
    for path in ("investors/investors.yaml", "people/people.yaml"):
        file = tmp_path / "data" / path
        file.write_text(file.read_text(encoding="utf-8").replace("sample: true", f"sample: {sample}"), encoding="utf-8")

    assert index_of(tmp_path).store_info() == {
        "id": "base",
        "name": "测试库",
        "as_of": None,
        "sample": sample == "true",
    }


def test_an_index_that_fails_half_way_keeps_nothing_of_it(tmp_path, monkeypatch):
    make_store(tmp_path)
    open_index(tmp_path).close()
    rename(tmp_path, "新的名称")
    monkeypatch.setattr("hyzs.index.record_file.read_file", None)
    with pytest.raises(TypeError):
        open_index(tmp_path)
    monkeypatch.undo()
    db = sqlite3.connect(tmp_path / ".hyzs" / "index.db")

    assert db.execute("SELECT count(*) FROM file WHERE path LIKE 'plans/%'").fetchone() == (1,)
    assert open_index(tmp_path).value("SELECT name FROM plan") == "新的名称"
