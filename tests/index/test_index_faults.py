"""Whatever happens to the index file, the answer is the one that a fresh index gives."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from hyzs.index.index import Index
from hyzs.model.errors import Busy
from hyzs.store.trees import CommitTree, WorkingTree
from support.index_answers import ask
from support.stores import make_store

pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path):
    """A store that was asked once, so that it has an index."""
    make_store(tmp_path)
    ask(tmp_path, keep=True)
    return tmp_path


def index_file(root):
    return root / ".hyzs" / "index.db"


def change(root, name="示例方案二"):
    plan = root / "data" / "plans" / "sz-2026-1.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("示例方案", name), encoding="utf-8")


def damaged_in_the_middle(file):
    data = bytearray(file.read_bytes())
    spots = random.Random(1)
    for _ in range(200):
        data[spots.randrange(100, len(data))] ^= 0xFF
    file.write_bytes(data)


def one_word_changed(file):
    file.write_bytes(file.read_bytes().replace("市商务局".encode(), "市商物局".encode()))


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"junk" * 5000),
        lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
        damaged_in_the_middle,
        one_word_changed,
        lambda file: file.unlink(),
        lambda file: file.with_name("index.db.seal").write_text("junk"),
    ],
    ids=["empty", "junk", "truncated", "damaged", "one word changed", "gone", "seal broken"],
)
def test_a_harmed_index_is_made_anew_without_a_word(root, harm):
    harm(index_file(root))

    assert ask(root, keep=True) == ask(root, keep=False)


def test_an_index_of_another_version_is_made_anew(root):
    with sqlite3.connect(index_file(root)) as db:
        db.execute("UPDATE meta SET value = 'older' WHERE key = 'fingerprint'")
        db.execute("DROP VIEW mention")
    db.close()

    assert ask(root, keep=True) == ask(root, keep=False)


def test_a_locked_index_is_left_alone(root, monkeypatch):
    monkeypatch.setattr("hyzs.index.database._WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(index_file(root), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    change(root)

    assert ask(root, keep=True) == ask(root, keep=False)
    holder.close()


def test_from_the_first_look_on_no_writer_comes_between(root):
    index = Index(root)
    index.show_tree(WorkingTree(root))
    writer = sqlite3.connect(index_file(root), timeout=0, isolation_level=None)

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        writer.execute("BEGIN EXCLUSIVE")
    writer.close()
    index.close()


@pytest.mark.parametrize(
    "ask_index",
    [
        lambda index: index.rows("SELECT 1 FROM plan"),
        lambda index: index.value("SELECT 1 FROM plan"),
        lambda index: index.tuples("SELECT 1 FROM plan"),
        lambda index: index.rows_of_all(["SELECT 1 FROM plan"]),
    ],
)
def test_an_index_that_others_build_for_longer_than_one_waits_is_busy(root, monkeypatch, ask_index):
    """A reader that let go of its lock comes back while another process writes."""
    monkeypatch.setattr("hyzs.index.database._WAIT_SECONDS", 0.1)
    index = Index(root)
    index.show_tree(WorkingTree(root))
    index.release_lock()
    builder = sqlite3.connect(index_file(root), isolation_level=None)
    builder.execute("BEGIN EXCLUSIVE")

    with pytest.raises(Busy, match="正在重建这个仓库的索引"):
        ask_index(index)
    builder.close()
    assert index.value("SELECT count(*) FROM plan") == 1
    index.close()


def test_an_index_that_cannot_be_written_is_not_believed_for_changed_files(root):
    change(root)
    index = Index(root)
    index.db.execute("PRAGMA query_only = 1")
    index.show_tree(WorkingTree(root))

    assert index.value("SELECT name FROM plan") == "示例方案二"


def test_a_store_without_room_for_an_index_is_asked_in_memory(tmp_path):
    make_store(tmp_path)
    (tmp_path / ".hyzs").write_text("在路上的文件", encoding="utf-8")

    assert ask(tmp_path, keep=True) == ask(tmp_path, keep=False)


def test_a_read_only_store_is_asked_in_memory(tmp_path, monkeypatch):
    def refuse(_folder):
        raise PermissionError(13, "Permission denied")

    make_store(tmp_path)
    monkeypatch.setattr("hyzs.index.database.ensure_state_dir", refuse)

    assert ask(tmp_path, keep=True) == ask(tmp_path, keep=False)
    assert not (tmp_path / ".hyzs").exists()


def hyzs(root, *words):
    env = {**os.environ, "HYZS_TODAY": "2026-11-23"}
    return subprocess.Popen(
        [sys.executable, "-m", "hyzs", *words], cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_two_at_once_never_break_each_other(root):
    shutil.rmtree(root / ".hyzs")
    children = []
    for n in range(5):
        change(root, f"示例方案{n}")
        children.append(hyzs(root, "who", "市商务局", "-f", "json"))
    results = [(child.communicate(), child.returncode) for child in children]

    assert {code for _, code in results} == {0}
    assert len({out for (out, _), _ in results}) == 1
    assert ask(root, keep=True) == ask(root, keep=False)


@pytest.mark.skipif(os.name == "nt", reason="没有 SIGKILL")
def test_a_kill_at_any_moment_leaves_a_right_index(root):
    for n in range(8):
        change(root, f"示例方案{n}")
        child = hyzs(root, "check")
        time.sleep(0.05 + n * 0.045)
        child.send_signal(signal.SIGKILL)
        child.communicate()

        assert ask(root, keep=True) == ask(root, keep=False)


def git(root, *words):
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(root), *words],
        check=True,
        capture_output=True,
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")
def test_a_commit_is_asked_through_the_same_tables(root):
    git(root, "init", "-q")
    git(root, "add", "data")
    git(root, "commit", "-qm", "one")
    change(root)
    index = Index(root)
    index.show_tree(CommitTree(root, "HEAD"))

    assert index.value("SELECT name FROM plan") == "示例方案"
    assert index.value("SELECT count(*) FROM mention WHERE target IS NULL") == 0


@pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")
def test_switching_back_parses_nothing(root, monkeypatch):
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "data")
    git(root, "commit", "-qm", "one")
    git(root, "switch", "-qc", "other")
    change(root)
    git(root, "commit", "-qam", "two")
    ask(root, keep=True)
    git(root, "switch", "-q", "main")
    monkeypatch.setattr("hyzs.index.parallel_parser.parse_files", None)
    index = Index(root)
    index.show_tree(WorkingTree(root))

    assert index.value("SELECT name FROM plan") == "示例方案"
