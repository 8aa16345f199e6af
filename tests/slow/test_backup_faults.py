"""Backups that are killed at any moment, and disks that are full at any size: the older backup stays whole."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

from hyzs.store.backup import restore
from support.stores import REPO, make_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 和 RLIMIT_FSIZE 是 POSIX 的")
KILLS = 12
#: Most bytes of one file that the disk takes: less than the index, less than a blob, less than the bundle.
SIZES = (0, 100, 1000, 4000, 20_000, 100_000, 300_000)


@pytest.fixture
def root(tmp_path):
    """A store with versions and some evidence, large enough to be caught in the middle of it."""
    root = make_store(tmp_path / "store")
    (root / ".gitignore").write_text("private/\nevidence/\n.hyzs/\n", "utf-8")
    draw = random.Random(3)
    for number in range(10):
        (root / "evidence" / "2026").mkdir(parents=True, exist_ok=True)
        (root / "evidence" / "2026" / f"{number:064x}.pdf").write_bytes(draw.randbytes(20_000))
    (root / "data" / "large.bin").write_bytes(draw.randbytes(400_000))
    for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-qm", "甲")):
        subprocess.run(["git", "-c", "user.name=示例", "-c", "user.email=a@b", *words], cwd=root, check=True)
    (root / "private").mkdir()
    (root / "private" / "form.key").write_text("k", "utf-8")
    return root


def start(root, **options):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HYZS")}
    env = clean | {"HYZS_TODAY": "2026-11-23", "HYZS_CONFIG": str(root.parent / "config")}
    env["PYTHONPATH"] = str(REPO / "src")
    words = [sys.executable, "-m", "hyzs", "backup", "../盘", "-f", "json"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen(words, cwd=root, env=env, start_new_session=True, **pipes, **options)


def run(root, **options):
    """Exit code and stderr of one backup."""
    child = start(root, **options)
    return child.communicate()[1], child.returncode


def bytes_below(folder):
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def backups(tmp_path):
    """The bytes of the backups that have a name, by their folder."""
    folders = (path for path in (tmp_path / "盘").iterdir() if not path.name.startswith("."))
    return {folder: bytes_below(folder) for folder in folders}


def require_whole(folder, trial):
    """A backup is whole if its manifest names all of it, and a restore takes it."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    file_names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert file_names == {*manifest["files"], "manifest.json"}
    restore(folder, trial)
    shutil.rmtree(trial)


def wait_for_files(child, folder, count):
    """Wait until a backup that is being made has so many files, or is over."""
    while child.poll() is None:
        staged = [path for half in folder.glob(".hyzs-*.tmp") for path in half.rglob("*")]
        if len(staged) >= count:
            return
        time.sleep(0.001)


def test_a_backup_that_is_killed_leaves_the_older_ones_whole(root, tmp_path):
    assert run(root)[1] == 0
    before, draw, killed = backups(tmp_path), random.Random(5), 0
    most = len(list(next(iter(before)).rglob("*")))
    for _ in range(KILLS):
        child = start(root)
        wait_for_files(child, tmp_path / "盘", draw.randint(0, most))
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        killed += child.returncode == -signal.SIGKILL
        shutil.rmtree(next((tmp_path / "盘").glob(".hyzs-*.tmp"), tmp_path / "none"), ignore_errors=True)
        after = backups(tmp_path)
        assert before.items() <= after.items()
        for folder in after.keys() - before.keys():
            require_whole(folder, tmp_path / "trial")
        before = after

    assert killed > KILLS // 2
    assert run(root)[1] == 0
    assert len(backups(tmp_path)) == len(before) + 1


def test_a_disk_that_is_full_is_a_sentence_and_leaves_the_older_one_whole(root, tmp_path):
    assert run(root)[1] == 0
    before = backups(tmp_path)
    for size in SIZES:
        limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))

        err, code = run(root, preexec_fn=limit)

        assert (code, "Traceback" in err, "错误：" in err) == (73, False, True), f"{size}: {code} {err}"
        assert backups(tmp_path) == before
        assert [path.name for path in (tmp_path / "盘").iterdir()] == [path.name for path in before]
    require_whole(*before, tmp_path / "trial")
