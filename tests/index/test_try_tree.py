"""A tree that is only tried: the index shows it for a while, and nobody else ever does."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.index.index import Index
from hyzs.store.trees import WorkingTree
from hyzs.writing.overlay_tree import OverlayTree
from support.stores import index_of, make_store

TODAY = date(2026, 11, 23)
UNITS = """\
== data/units/a.yaml
- {id: swj, name: 市商务局, type: 政府部门}
"""
OTHER = "- {id: swj, name: 市商务局, type: 政府部门}\n- {id: gyy, name: 市公用局, type: 政府部门}\n".encode()
NAMES = "SELECT id, name FROM unit ORDER BY id"
RESOLVED = "SELECT * FROM resolved_name ORDER BY text, kinds"


@pytest.fixture
def index(tmp_path):
    with closing(Index(make_store(tmp_path, UNITS, base=False))) as index:
        index.show_tree(WorkingTree(tmp_path))
        yield index


def overlay(index, files):
    return OverlayTree(index.tree, index.tracked_files(), files)


def test_it_is_shown_for_as_long_as_it_is_tried(index):
    before = [index.rows(sql) for sql in (NAMES, RESOLVED, "SELECT * FROM meta")]

    with index.try_tree(overlay(index, {"units/a.yaml": OTHER})):
        assert [row["name"] for row in index.rows(NAMES)] == ["市公用局", "市商务局"]

    assert [index.rows(sql) for sql in (NAMES, RESOLVED, "SELECT * FROM meta")] == before


def test_it_answers_as_an_index_of_those_files(index, tmp_path):
    files = make_store(tmp_path / "other", f"== data/units/a.yaml\n{OTHER.decode()}", base=False)

    with index.try_tree(overlay(index, {"units/a.yaml": OTHER})), closing(index_of(files)) as fresh:
        assert index.rows(NAMES) == fresh.rows(NAMES)
        assert index.rows(RESOLVED) == fresh.rows(RESOLVED)


def test_others_read_meanwhile_and_a_kill_would_leave_nothing(index, tmp_path):
    state = tmp_path / ".hyzs"
    with index.try_tree(overlay(index, {"units/a.yaml": OTHER})):
        assert [file.name for file in state.glob("index.db-*") if file.stat().st_size] == []
        with closing(sqlite3.connect(state / "index.db", timeout=0)) as other:
            assert other.execute(NAMES).fetchall() == [("swj", "市商务局")]


def test_an_error_within_ends_it_too(index):
    with pytest.raises(ZeroDivisionError), index.try_tree(overlay(index, {"units/a.yaml": None})):
        assert index.rows(NAMES) == []
        raise ZeroDivisionError

    assert [row["id"] for row in index.rows(NAMES)] == ["swj"]


def test_where_the_file_is_lost_it_is_tried_in_memory(index, tmp_path):
    tree = overlay(index, {"units/a.yaml": OTHER})
    index.release_lock()
    (tmp_path / ".hyzs" / "index.db").write_bytes(b"no index" * 1000)

    with index.try_tree(tree):
        assert len(index.rows(NAMES)) == 2 and index.in_memory


def checked_on(index):
    return index.value("SELECT value FROM meta WHERE key = 'checked_on'")


def test_what_was_tried_and_is_then_written_need_not_be_checked_again(index, tmp_path):
    data = OTHER.replace("市公用局".encode(), "市商务局".encode())
    with index.try_tree(overlay(index, {"units/a.yaml": data})):
        tried = findings(index, TODAY)
    (tmp_path / "data" / "units" / "a.yaml").write_bytes(data)

    index.refresh()

    assert checked_on(index) == str(TODAY)
    with closing(index_of(tmp_path)) as fresh:
        assert findings(index, TODAY) == tried == findings(fresh, TODAY) != []


def test_anything_else_than_what_was_tried_is_checked(index, tmp_path):
    with index.try_tree(overlay(index, {"units/a.yaml": OTHER})):
        findings(index, TODAY)
    (tmp_path / "data" / "units" / "a.yaml").write_bytes(OTHER)
    (tmp_path / "data" / "units" / "b.yaml").write_text("- {id: sww, name: 市水文局, type: 政府部门}\n", "utf-8")

    index.refresh()

    assert checked_on(index) is None
