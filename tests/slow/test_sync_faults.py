"""Two who save or send at once, and a share that goes away in the middle: real git, nothing lost, sentences."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import program
from support.stores import make_store

PROJECT = """\
== data/projects/p26-{id}.yaml
name: 示例·{id}项目
sample: true
tier: 一般
county: 衡南县
lead: 市工信局
tracked: {{since: 2026-11-09}}
milestones: {{在谈: 2026-01-20}}
"""
DAY = "2026-11-23T10:00:00"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="假的 git 是 shell 脚本")


def hyzs(folder, *words, **env):
    """Exit code, stdout and stderr that somebody at a machine of their own gets."""
    own = {"HYZS_TODAY": DAY, "HYZS_CONFIG": str(folder.parent / f"config-{folder.name}")}
    process = program.run([*words], folder, {**own, **env}, encoding="utf-8")
    assert "Traceback" not in process.stderr
    return process.returncode, process.stdout, process.stderr


def git(folder, *words):
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def office(tmp_path):
    """Two people with a copy each of one shared store."""
    first, second = tmp_path / "jia", tmp_path / "yi"
    make_store(first, PROJECT.format(id="a1"))
    (first / ".gitignore").write_text("private/\n.hyzs/\n")
    hyzs(first, "init", "--shared", "../share")
    hyzs(first, "save", "--yes", "--author", "甲")
    hyzs(first, "sync", "--to", "../share")
    program.run(["init", "yi", "--from", "share"], tmp_path, {"HYZS_CONFIG": str(tmp_path / "config-yi")}, check=True)
    return first, second


def write(folder, id):
    make_store(folder, PROJECT.format(id=id), base=False)


def test_two_who_save_one_store_in_the_same_second_save_all(office):
    item, _ = office
    write(item, "b1")
    write(item, "b2")

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda name: hyzs(item, "save", "--yes", "--author", name), "甲乙"))

    assert {code for code, *_ in results} <= {0, 75}, results
    assert 0 in {code for code, *_ in results}
    assert git(item, "status", "--porcelain", "--", "data") == ""
    assert {"p26-b1.yaml", "p26-b2.yaml"} <= {name.rpartition("/")[2] for name in git(item, "ls-files", "data").split()}
    git(item, "fsck", "--strict")


def test_two_who_send_in_the_same_second_are_both_there(office, tmp_path):
    for folder, id, name in zip(office, ("c1", "c2"), "甲乙", strict=True):
        write(folder, id)
        assert hyzs(folder, "save", "--yes", "--author", name)[0] == 0

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda folder: hyzs(folder, "sync"), office))

    assert [code for code, *_ in results] == [0, 0], results
    sent = git(tmp_path / "share", "ls-tree", "-r", "--name-only", "main").split()
    assert {"data/projects/p26-c1.yaml", "data/projects/p26-c2.yaml"} <= set(sent)


def dying_git(folder):
    """A git whose receiving half reads a little of what is sent and is gone, as a drive that is unplugged."""
    folder.mkdir()
    dying = 'case "$*" in *receive-pack*) head -c 8 >/dev/null; exit 1;; esac'
    (folder / "git").write_text(f'#!/bin/sh\n{dying}\nexec {shutil.which("git")} "$@"\n')
    (folder / "git").chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def test_a_share_that_goes_away_in_mid_push_loses_nothing(office, tmp_path):
    item, _ = office
    write(item, "d1")
    hyzs(item, "save", "--yes")
    before = git(tmp_path / "share", "rev-parse", "main")

    code, _, err = hyzs(item, "sync", **dying_git(tmp_path / "bin"))

    assert code in {73, 74} and "错误：" in err and "hyzs sync" in err
    assert git(tmp_path / "share", "rev-parse", "main") == before
    assert git(item, "status", "--porcelain", "--", "data") == ""
    git(tmp_path / "share", "fsck", "--strict")
    assert hyzs(item, "sync")[0] == 0
    assert git(tmp_path / "share", "rev-parse", "main") == git(item, "rev-parse", "HEAD")


def test_a_share_that_can_no_longer_be_written_is_a_sentence(office, tmp_path):
    item, _ = office
    write(item, "e1")
    hyzs(item, "save", "--yes")
    shutil.move(tmp_path / "share", tmp_path / "elsewhere")

    code, _, err = hyzs(item, "sync")

    assert code == 74 and "1 次" in err and "hyzs sync" in err
    shutil.move(tmp_path / "elsewhere", tmp_path / "share")
    assert json.loads(hyzs(item, "sync", "-f", "json")[1])["summary"]["sent"] == 1
