"""The only hand that writes: all of a change or nothing, whatever fails, is killed, or comes between."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from hyzs.model.errors import Busy, CannotWrite
from hyzs.store import atomic_file
from hyzs.store.atomic_file import retry_while_open
from hyzs.writing import journal
from hyzs.writing.transaction import Write, commit_writes, recover

FUZZ = bool(os.environ.get("HYZS_FUZZ"))
UNIT_FILE, PROJECT_FILE = "units/one.yaml", "projects/2026/two.yaml"
OLD = {UNIT_FILE: b"- {id: a, name: A}\n", PROJECT_FILE: None}
NEW = {UNIT_FILE: b"- {id: a, name: B}\n", PROJECT_FILE: b"name: C\n"}
#: What the system is asked when a file is written for good.
CALLS = ("write", "fsync", "replace")


def store(root: Path) -> Path:
    (root / "data" / "units").mkdir(parents=True)
    (root / "data" / UNIT_FILE).write_bytes(OLD[UNIT_FILE])
    return root


def files_of(root: Path) -> dict[str, bytes | None]:
    files = {path: root / "data" / path for path in OLD}
    return {path: file.read_bytes() if file.exists() else None for path, file in files.items()}


def leftovers(root: Path) -> list[str]:
    return [str(file) for file in (root / "data").rglob(".*") if file.is_file()]


def change() -> list[Write]:
    return [Write(path, OLD[path], NEW[path]) for path in OLD]


def test_a_change_over_two_files_is_made(tmp_path):
    commit_writes(store(tmp_path), change())

    assert (files_of(tmp_path), leftovers(tmp_path), journal.journal_path(tmp_path).exists()) == (NEW, [], False)


def test_a_file_that_was_changed_since_it_was_read_stays_so(tmp_path):
    (store(tmp_path) / "data" / UNIT_FILE).write_bytes(b"- {id: z, name: Z}\n")

    with pytest.raises(Busy, match="又被别人改了"):
        commit_writes(tmp_path, change())
    assert files_of(tmp_path) == {UNIT_FILE: b"- {id: z, name: Z}\n", PROJECT_FILE: None}


def test_a_new_file_takes_no_other_s_place(tmp_path):
    with pytest.raises(Busy, match="已经有这个文件了"):
        commit_writes(store(tmp_path), [Write(UNIT_FILE, None, b"x: 1\n")])


@pytest.mark.parametrize("path", ["../out.yaml", "/etc/x.yaml", "units/../../x.yaml", "units/a.txt", ""])
def test_nothing_is_written_outside_of_the_records(tmp_path, path):
    with pytest.raises(CannotWrite):
        commit_writes(store(tmp_path), [Write(path, None, b"x: 1\n")])


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="这里不能建符号链接")
def test_a_link_is_not_replaced_by_a_file(tmp_path):
    (store(tmp_path) / "data" / "units" / "link.yaml").symlink_to("one.yaml")

    with pytest.raises(CannotWrite, match="符号链接"):
        commit_writes(tmp_path, [Write("units/link.yaml", OLD[UNIT_FILE], b"x: 1\n")])


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有这些权限位")
def test_a_file_keeps_its_rights(tmp_path):
    (store(tmp_path) / "data" / UNIT_FILE).chmod(0o640)

    commit_writes(tmp_path, change())

    assert (tmp_path / "data" / UNIT_FILE).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_whichever_call_fails_the_files_are_as_they_were(tmp_path, monkeypatch, call, error):
    real, failed = getattr(os, call), False
    for nth in count(1):
        root = store(tmp_path / str(nth))
        calls = count(1)

        def failing(*words, calls=calls, nth=nth, **more):
            if next(calls) == nth:
                raise OSError(error, os.strerror(error))
            return real(*words, **more)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                commit_writes(root, change())
                now = NEW
            except CannotWrite:
                now, failed = OLD, True
        assert (files_of(root), leftovers(root), journal.journal_path(root).exists()) == (now, [], False), (call, nth)
        if next(calls) <= nth:
            break
    assert failed


def test_what_a_killed_run_began_is_ended_by_the_next(tmp_path):
    journal.begin(store(tmp_path), change())
    atomic_file.write_file(tmp_path / "data" / PROJECT_FILE, NEW[PROJECT_FILE])

    text = recover(tmp_path)

    assert (files_of(tmp_path), text) == (NEW, f"上次的改动写到一半中断了，现在已经写完：data/{UNIT_FILE}")


def test_what_a_killed_run_began_is_taken_back_when_a_file_was_changed_since(tmp_path):
    journal.begin(store(tmp_path), change())
    atomic_file.write_file(tmp_path / "data" / UNIT_FILE, NEW[UNIT_FILE])
    atomic_file.write_file(tmp_path / "data" / PROJECT_FILE, b"name: D\n")
    journal.begin(tmp_path, [*change(), Write("units/three.yaml", None, b"x: 1\n")])

    text = recover(tmp_path)

    assert (files_of(tmp_path)[UNIT_FILE], files_of(tmp_path)[PROJECT_FILE]) == (OLD[UNIT_FILE], b"name: D\n")
    assert "退回原样" in text


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": [{"path": 1}]}'])
def test_a_journal_that_is_none_of_ours_changes_nothing(tmp_path, text):
    journal.journal_path(store(tmp_path)).parent.mkdir()
    journal.journal_path(tmp_path).write_text(text, "utf-8")

    assert (recover(tmp_path), files_of(tmp_path)) == ("", OLD)


def test_a_journal_that_came_with_the_store_changes_nothing(tmp_path):
    journal.begin(store(tmp_path / "theirs"), change())
    shutil.copytree(tmp_path / "theirs", tmp_path / "ours")

    assert (recover(tmp_path / "ours"), files_of(tmp_path / "ours")) == ("", OLD)


#: Turns both files over and over between two states.
TURNING = """
import sys
from pathlib import Path
from hyzs.writing.transaction import Write, commit_writes
root, n = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    files = {p: (root / "data" / p).read_bytes() for p in sys.argv[2:]}
    n += 1
    commit_writes(root, [Write(p, data, f"n: {n}\\n".encode() + b"x" * 20000) for p, data in files.items()])
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows 没有 kill -9")
def test_after_a_kill_both_files_are_of_the_same_turn(tmp_path):
    root, chance = store(tmp_path), random.Random(1)
    atomic_file.write_file(root / "data" / PROJECT_FILE, b"n: 0\n")
    atomic_file.write_file(root / "data" / UNIT_FILE, b"n: 0\n")
    for _ in range(200 if FUZZ else 20):
        child = subprocess.Popen(
            [sys.executable, "-c", TURNING, str(root), UNIT_FILE, PROJECT_FILE], stdout=subprocess.PIPE
        )
        assert child.stdout and child.stdout.readline() == b"ready\n"
        time.sleep(chance.random() / 20)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        recover(root)

        first_bytes, second_bytes = files_of(root).values()

        assert first_bytes == second_bytes
    commit_writes(root, [Write(UNIT_FILE, first_bytes, b"n: end\n")])
    assert leftovers(root) == []


#: Adds lines of its own to a file that another adds to as well; who comes too late reads again.
ADDING = """
import sys
from pathlib import Path
from hyzs.model.errors import Busy
from hyzs.writing.transaction import Write, commit_writes
root, path, mark, times = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
for n in range(times):
    while True:
        data = (root / "data" / path).read_bytes()
        try:
            commit_writes(root, [Write(path, data, data + f"- {mark}{n}\\n".encode())])
            break
        except Busy:
            pass
"""


def test_two_who_write_at_once_lose_nothing(tmp_path):
    root, times = store(tmp_path), 1000 if FUZZ else 50
    words = [[sys.executable, "-c", ADDING, str(root), UNIT_FILE, mark, str(times)] for mark in "ab"]

    codes = [child.wait() for child in [subprocess.Popen(item) for item in words]]

    lines = files_of(root)[UNIT_FILE].decode().splitlines()[1:]
    assert codes == [0, 0]
    assert sorted(lines) == sorted(f"- {mark}{n}" for mark in "ab" for n in range(times))


class HeldByEditor(OSError):
    """What Windows raises while another program holds the file."""

    winerror = 32


def test_a_file_that_an_editor_holds_is_tried_again(tmp_path, monkeypatch):
    tries, waits = [], []
    monkeypatch.setattr("time.sleep", waits.append)

    def act():
        tries.append(1)
        if len(tries) < 3:
            raise HeldByEditor

    retry_while_open(act)

    assert (len(tries), len(waits)) == (3, 2)


def test_a_file_that_stays_held_is_an_error_after_a_while(monkeypatch):
    waits = []
    monkeypatch.setattr("time.sleep", waits.append)

    def act():
        raise HeldByEditor

    with pytest.raises(HeldByEditor):
        retry_while_open(act)
    assert 1 < sum(waits) < 3


def test_what_the_system_refuses_for_another_reason_is_not_tried_again(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail("waited"))

    def act():
        raise PermissionError

    with pytest.raises(PermissionError):
        retry_while_open(act)
