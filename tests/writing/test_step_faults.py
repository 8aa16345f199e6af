"""A step as every edit: killed at any call, taken at the same time by two, taken on two branches."""

import os
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from hyzs.gitdrivers.drivers import install
from hyzs.writing.transaction import recover
from support import program
from support.stores import BASE, make_store

pytestmark = [pytest.mark.slow, pytest.mark.slow]

SETTINGS = (BASE / "data" / "settings.yaml").read_text("utf-8")
FILE = "data/projects/p26-a1.yaml"
STORE = f"""== data/settings.yaml
{SETTINGS}
flows:
  - name: 流转
    source: 示例
    steps:
      - {{do: 申请, first: true}}
      - {{do: 受理, after: [申请]}}
      - {{do: 对接, after: [受理]}}
      - {{do: 已流转, after: [对接], ends: true}}
== {FILE}
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
transfers:
  - {{on: 2026-11-16, do: 申请, by: 衡南县}}
"""
#: Kills the command with its n-th call that writes; how many there were it says at its end.
KILLED = """
import atexit, itertools, os, signal, sys
count = itertools.count(1)
def wrapped(real):
    def call(*words, **more):
        if next(count) == {nth}:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words, **more)
    return call
os.write, os.fsync, os.replace = map(wrapped, (os.write, os.fsync, os.replace))
atexit.register(lambda: print(next(count) - 1, file=sys.stderr))
"""


def take_step(root: Path, *words: str, first: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HYZS_TODAY": "2026-11-23", "HYZS_STORE": str(root)}
    return program.run(["step", "p26-a1", "流转", *words], env=environment, encoding="utf-8", first=first)


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有 kill -9")
def test_killed_at_any_call_a_step_is_taken_or_not(tmp_path):
    make_store(tmp_path, STORE)
    before = (tmp_path / FILE).read_bytes()
    full = take_step(tmp_path, "受理", first=KILLED.format(nth=0))
    after = (tmp_path / FILE).read_bytes()
    assert full.returncode == 0
    assert after == before + "  - {on: 2026-11-23, do: 受理}\n".encode()

    for nth in range(1, int(full.stderr.split()[-1]) + 1):
        (tmp_path / FILE).write_bytes(before)
        died = take_step(tmp_path, "受理", first=KILLED.format(nth=nth))
        recover(tmp_path)

        assert died.returncode in (-signal.SIGKILL, 0)  # another run may need some calls less
        assert (tmp_path / FILE).read_bytes() in (before, after), nth


def test_of_two_who_take_the_same_step_one_is_refused(tmp_path):
    make_store(tmp_path, STORE)
    item: list[int] = []
    threads = [threading.Thread(target=lambda: item.append(take_step(tmp_path, "受理").returncode)) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    busy = 75
    assert sorted(item)[0] == 0
    assert sorted(item)[1] in (1, busy)
    assert (tmp_path / FILE).read_text("utf-8").count("受理") == 1


def git(root: Path, *words: str) -> None:
    names = {f"GIT_{who}_{part}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], cwd=root, env=os.environ | names, capture_output=True, check=True)


@pytest.mark.skipif(not shutil.which("git"), reason="没有 git")
@pytest.mark.parametrize(
    ("ours", "theirs", "codes"),
    [
        (["受理", "--by", "市商务局"], ["受理", "--by", "市商务局"], 0),
        (["受理", "--by", "市商务局"], ["受理", "--by", "衡东县"], 1),
    ],
)
def test_two_branches_that_step_the_same_case_merge_and_are_judged(tmp_path, ours, theirs, codes):
    """The same act is one; two that differ both stay, and flow-order says that the second does not follow."""
    make_store(tmp_path, STORE)
    git(tmp_path, "init", "-q", "-b", "main")
    install(tmp_path)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "一")
    for name, words in (("theirs", theirs), ("ours", ours)):
        git(tmp_path, "checkout", "-q", "-B", name, "main")
        assert take_step(tmp_path, *words).returncode == 0
        git(tmp_path, "commit", "-qam", name)
    git(tmp_path, "merge", "-q", "--no-edit", "theirs")

    environment = {**os.environ, "HYZS_TODAY": "2026-11-23", "HYZS_STORE": str(tmp_path)}
    check = program.run(["check", "-f", "concise"], env=environment, encoding="utf-8")

    assert (check.returncode, check.stdout.count("flow-order")) == (codes, codes)
    assert (tmp_path / FILE).read_text("utf-8").count("受理") == 1 + codes
