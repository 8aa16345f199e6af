"""A ``.hyzs`` that came with a store: nothing in it is believed, nothing is written through it."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

from hyzs.index.index import Index
from hyzs.model.errors import CannotRead
from hyzs.store.trees import WorkingTree
from hyzs.writing import journal
from hyzs.writing.journal import Write
from hyzs.writing.undo_log import find_edit, record
from support import program
from support.index_answers import ask
from support.stores import index_of, make_store


@pytest.fixture
def root(tmp_path):
    """A store with an index, below a folder that is none of its business."""
    make_store(tmp_path / "store")
    index = Index(tmp_path / "store")
    index.show_tree(WorkingTree(index.root))
    index.close()
    return tmp_path / "store"


def hyzs(root, *words):
    env = {**os.environ, "HYZS_TODAY": "2026-11-23", "PYTHONUTF8": "1"}
    return program.run(words, root, env)


def git(root, *words):
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def test_an_index_that_was_copied_with_its_seal_is_made_anew(root, tmp_path):
    with sqlite3.connect(root / ".hyzs" / "index.db") as db:
        db.execute("UPDATE all_plan SET name = '伪造的方案'")
    db.close()
    shutil.copytree(root, tmp_path / "copy")
    file = tmp_path / "copy" / ".hyzs" / "index.db"
    info = file.stat()
    marks = (info.st_dev, info.st_ino, info.st_uid, info.st_size, info.st_mtime_ns, info.st_ctime_ns - 1)
    file.with_name("index.db.seal").write_text(" ".join(map(str, marks)), "ascii")

    assert "伪造的方案" not in hyzs(tmp_path / "copy", "list", "plans").stdout.decode()


def test_a_journal_that_names_another_file_deletes_nothing(root, tmp_path):
    victim = tmp_path / "victim.txt"
    victim.write_text("precious", "utf-8")
    name = str(victim).encode()
    hot = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0\0\0\0" * 5 + b"\0" * 484 + b"\0\0\0\1" + name
    hot += len(name).to_bytes(4, "big") + sum(name).to_bytes(4, "big") + b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    (root / ".hyzs" / "index.db-journal").write_bytes(hot)

    process = hyzs(root, "check")

    assert (process.returncode, victim.read_text("utf-8")) == (0, "precious")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="链接要有权限")
@pytest.mark.parametrize("name", ["index.db", "index.db.seal", "index.db-journal", "lock", "undo", "redo"])
def test_nothing_is_written_through_a_link(root, tmp_path, name):
    outside = tmp_path / "outside"
    outside.write_text("precious", "utf-8")
    path = root / ".hyzs" / name
    path.unlink(missing_ok=True)
    path.symlink_to(outside)

    process = hyzs(root, "check")

    assert b"[state-dir]" in process.stdout and b"precious" not in process.stdout
    assert outside.read_text("utf-8") == "precious"
    assert hyzs(root, "fmt").returncode in (0, 73)
    assert outside.read_text("utf-8") == "precious"


@pytest.mark.skipif(os.name == "nt", reason="链接要有权限")
def test_a_state_dir_that_is_a_link_is_not_used(root, tmp_path):
    shutil.rmtree(root / ".hyzs")
    (tmp_path / "elsewhere").mkdir()
    (root / ".hyzs").symlink_to(tmp_path / "elsewhere")

    assert b'"state-dir"' in hyzs(root, "check", "-f", "json").stdout
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")
def test_a_state_dir_that_git_tracks_is_a_finding(root):
    git(root, "init", "-q")
    git(root, "add", "-f", ".hyzs")

    assert b".hyzs/ \xe9\x9a\x8f" in hyzs(root, "check", "-f", "concise").stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ['{"version": 1, "files": []}', "{", "\x1b[31m", '{"files": [{"path": "\\ud800.yaml"}]}']
)
def test_a_foreign_journal_is_a_finding_and_changes_nothing(root, text):
    journal.journal_path(root).write_text(text, "utf-8")

    process = hyzs(root, "check")

    assert (process.returncode, b"[state-dir]" in process.stdout, process.stderr) == (1, True, b"")


def test_a_reader_ends_no_edit_and_says_that_one_is_unfinished(root):
    path = "units/x.yaml"
    journal.begin(root, [Write(path, None, b"- {id: x, name: x}\n"), Write("units/y.yaml", None, b"y\n")])

    process = hyzs(root, "who", "市商务局")

    assert (process.returncode, (root / "data" / path).exists()) == (0, False)
    assert "上次的改动写到一半中断了" in process.stderr.decode()


def test_an_undo_log_that_came_with_the_store_undoes_nothing(root, tmp_path):
    record(root, [Write("units/units.yaml", b"old", (root / "data/units/units.yaml").read_bytes())])
    shutil.copytree(root, tmp_path / "copy")

    assert find_edit(root, None)
    assert hyzs(tmp_path / "copy", "undo").returncode == 66


@pytest.mark.slow
def test_a_module_in_the_store_is_never_run_by_our_children(root):
    for name in ("pickle", "zipfile", "multiprocessing", "hyzs"):
        (root / name).mkdir()
        (root / name / "__init__.py").write_text("open('PWNED', 'w')", "utf-8")
    (root / "templates").mkdir()
    (root / "templates" / "page.md.j2").write_text("甲", "utf-8")
    (root / "x.xlsx").write_bytes(b"PK")
    program = "import sys; sys.path.pop(0); from hyzs.__main__ import main; main()"
    for words in (["list", "units", "-f", "md"], ["collect", "x.xlsx"], ["import", "projects", "x.xlsx"]):
        subprocess.run([sys.executable, "-c", program, *words], cwd=root, capture_output=True, check=False)

    assert not (root / "PWNED").exists()


def test_an_index_that_cannot_be_sealed_is_made_anew_next_time(root, monkeypatch):
    def refuse(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hyzs.index.database.write_seal", refuse)
    (root / ".hyzs" / "index.db.seal").unlink()

    assert ask(root, keep=True) == ask(root, keep=False)
    assert index_of(root).value("SELECT 1") == 1


@pytest.mark.skipif(os.name == "nt", reason="链接要有权限")
@pytest.mark.parametrize("inside", ["page.md.j2", "x"])
def test_a_template_that_is_a_link_is_not_read(root, tmp_path, inside):
    (tmp_path / "secret").write_text("token", "utf-8")
    (root / "templates").mkdir()
    (root / "templates" / inside).symlink_to(tmp_path / "secret" if inside == "page.md.j2" else "/etc")

    process = hyzs(root, "list", "units", "-f", "md")

    assert (process.returncode, b"token" in process.stdout + process.stderr) == (78, False)
    assert hyzs(root, "list", "units", "-f", "text").returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="链接要有权限")
def test_what_is_put_beside_the_data_is_not_written_through_a_link(root, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "bashrc").write_text("mine", "utf-8")
    (root / "templates").symlink_to(tmp_path / "elsewhere")
    (root / ".gitattributes").symlink_to(tmp_path / "bashrc")

    codes = [hyzs(root, *words).returncode for words in (["templates", "eject", "page.md.j2"], ["init", "--git"])]

    assert codes == [73, 73]
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert (tmp_path / "bashrc").read_text("utf-8") == "mine"


def test_only_a_frozen_program_runs_a_module_that_its_words_name(root):
    process = subprocess.run(
        [sys.executable, "-m", "hyzs", "--hyzs-child", "hyzs.workbooks.reader_process"],
        cwd=root,
        capture_output=True,
        check=False,
    )

    assert (process.returncode, process.stdout) == (2, b"")


def test_data_that_lie_elsewhere_are_not_read(root, tmp_path):
    (root / "data").rename(tmp_path / "elsewhere")
    (root / "data").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CannotRead, match="data/ 是符号链接"):
        index_of(root)
