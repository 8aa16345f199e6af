"""Files in wrong places or of wrong sorts: a finding each, while all others answer as before."""

import inspect
import os
from pathlib import Path

import pytest

from hyzs.model.errors import CannotRead
from hyzs.store.trees import WorkingTree
from support.stores import make_store
from support.stray_files import PROJECT, UNIT, Store

POSIX = pytest.mark.skipif(os.name == "nt", reason="只有 POSIX 有")


@pytest.fixture
def store(request, tmp_path):
    """The base store, with the files that the test's docstring tells."""
    store_text = f"{inspect.cleandoc(request.function.__doc__)}\n" if request.function.__doc__ else ""
    return Store(make_store(tmp_path, store_text.replace("{project}\n", PROJECT)))


# Where files stand


#: Paths below ``data/``, and what is wrong with each.
PATHS = {
    "misc/x.yaml": "path-unknown",
    "x.yaml": "path-unknown",
    "plan/x.yaml": "path-unknown",
    "plans/2026/x.yaml": "path-unknown",
    "returns/hengnan.yaml": "path-unknown",
    "returns/2026-W47/deep/hengnan.yaml": "path-unknown",
    "plans/x.yml": "path-unknown",
    "plans/x.YAML": "path-unknown",
    "projects/CON.yaml": "bad-id",
    "projects/con.yaml": "bad-id",
    "projects/lpt1.yaml": "bad-id",
    "projects/P26.yaml": "bad-id",
    "projects/a b.yaml": "bad-id",
    "projects/a_b.yaml": "bad-id",
    "projects/-a.yaml": "bad-id",
    "projects/a.b.yaml": "bad-id",
    "projects/a\n.yaml": "bad-id",
    "projects/T１.yaml": "bad-id",
    "projects/某项目.yaml": "bad-id",
    "projects/..yaml.yaml": None,
    "projects/.hidden.yaml": None,
    "projects/.git/x.yaml": None,
    "projects/x.yaml.bak": None,
    "projects/notes.txt": None,
    "projects/2026/高新区/p26-a1.yaml": None,
    "units/二〇二六.yaml": "bad-id",
    "returns/2026-W54/hengnan.yaml": "bad-week",
    "returns/2025-W53/hengnan.yaml": "bad-week",
    "returns/9999-W52/hengnan.yaml": "bad-week",
    "returns/W47/hengnan.yaml": "bad-week",
    "returns/2026-w47/hengnan.yaml": "bad-week",
    "returns/2026-W47/Hengnan.yaml": "bad-id",
    "returns/2026-W47/nul.yaml": "bad-id",
}


@POSIX
def test_a_file_that_stands_wrong_is_told_and_others_are_left_alone(store):
    for path in PATHS:
        store.put(path, UNIT if "units" in path else "submitted: 2026-11-20T09:00\n" if "returns" in path else PROJECT)

    assert {path: code for code, path in store.error_codes()} == {path: code for path, code in PATHS.items() if code}


def test_a_stray_file_is_told_where_files_may_stand(store):
    """
    == data/misc/x.yaml
    name: 示例
    """
    [item] = store.findings()[:1]

    assert item.message == "这里不放记录：data/misc/x.yaml 不属于任何一种记录"
    assert "data/projects/**/{id}.yaml" in item.hint


@POSIX
def test_a_name_that_is_no_utf8_is_told(store):
    folder = os.fsencode(store.root / "data" / "plans")
    os.close(os.open(folder + b"/\xff\xfe.yaml", os.O_CREAT))

    assert store.error_codes() == [("bad-id", "plans/??.yaml")]


@POSIX
@pytest.mark.parametrize("target", ["../../outside.yaml", "sz-2026-1.yaml", "nowhere", "/dev/zero"])
def test_a_linked_file_is_told_and_not_followed(store, target):
    (store.root / "outside.yaml").write_text(PROJECT, encoding="utf-8")
    (store.root / "data" / "plans" / "link.yaml").symlink_to(target)

    assert store.error_codes() == [("file-type", "plans/link.yaml")]


@POSIX
def test_a_linked_folder_is_told_and_not_entered(store, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "p26-a1.yaml").write_text(PROJECT, encoding="utf-8")
    (store.root / "data" / "projects").mkdir()
    (store.root / "data" / "projects" / "link").symlink_to(outside)
    (store.root / "data" / "loop.yaml").symlink_to(store.root / "data")

    assert store.error_codes() == [("file-type", "loop.yaml"), ("file-type", "projects/link")]
    assert store.ids("project") == []


@POSIX
def test_a_pipe_is_told_and_nobody_waits_for_it(store):
    os.mkfifo(store.root / "data" / "plans" / "pipe.yaml")

    assert store.error_codes() == [("file-type", "plans/pipe.yaml")]


@POSIX
@pytest.mark.parametrize("becomes", ["link", "pipe"])
def test_a_file_that_becomes_something_else_while_we_look_is_not_read(store, monkeypatch, becomes):
    plan = store.root / "data" / "plans" / "sz-2026-1.yaml"
    opened = os.open

    def change(path, flags, *rest):
        if Path(path) == plan:
            plan.unlink()
            plan.symlink_to("/etc/hostname") if becomes == "link" else os.mkfifo(plan)
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", change)

    assert "plans/sz-2026-1.yaml" not in WorkingTree(store.root).list_files({})


def test_files_and_folders_that_go_while_we_look_are_not_missed(store, monkeypatch):
    scanned = os.scandir

    def scan(folder):
        entries = list(scanned(folder))
        if Path(folder).name == "data":
            (store.root / "data" / "plans" / "sz-2026-1.yaml").unlink()
            (store.root / "data" / "plans").rmdir()
        if Path(folder).name == "people":
            (store.root / "data" / "people" / "people.yaml").unlink()
        return entries

    monkeypatch.setattr(os, "scandir", scan)

    result = WorkingTree(store.root).list_files({})
    assert "measures/m01.yaml" in result
    assert not {path for path in result if path.startswith(("plans", "people"))}


def test_a_file_that_goes_before_it_is_opened_is_not_missed(store, monkeypatch):
    plan, opened = store.root / "data" / "plans" / "sz-2026-1.yaml", os.open

    def go(path, flags, *rest):
        plan.unlink(missing_ok=True)
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", go)

    assert "plans/sz-2026-1.yaml" not in WorkingTree(store.root).list_files({})


def test_a_file_that_cannot_be_read_is_told_and_the_others_answer(store, monkeypatch):
    opened = os.open

    def refuse(path, flags, *rest):
        if str(path).endswith("sz-2026-1.yaml"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)

    assert ("file-unreadable", "plans/sz-2026-1.yaml") in store.error_codes()
    assert store.ids("measure") == ["m01"]


def test_a_folder_that_cannot_be_read_stops_us(store, monkeypatch):
    def refuse(folder):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)

    with pytest.raises(CannotRead, match="读不了文件夹 data：没有权限"):
        WorkingTree(store.root).list_files({})
