"""git is asked about a stranger's repository, and nothing that the stranger put into it is run."""

import os
import shutil
import subprocess

import pytest

from hyzs.store.git_history import last_commits
from support import program
from support.stores import make_store

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="要有 git 和 POSIX 的 shell")


def git(root, *words):
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def check(root):
    env = {**os.environ, "HYZS_TODAY": "2026-11-23", "PYTHONUTF8": "1"}
    return program.run(["check"], root, env)


@pytest.fixture
def root(tmp_path):
    make_store(tmp_path / "store")
    git(tmp_path / "store", "init", "-q")
    git(tmp_path / "store", "add", "-A")
    git(tmp_path / "store", "commit", "-qm", "一")
    return tmp_path / "store"


def marking(root) -> str:
    return f"touch '{root.parent}/RUN'; cat"


def touch_all(root):
    for file in (root / "data").rglob("*.yaml"):
        os.utime(file, (1, 1))


@pytest.mark.slow
@pytest.mark.parametrize("key", ["clean", "process"])
@pytest.mark.parametrize("how", ["config", "include"])
def test_a_filter_of_the_repository_is_not_run(root, key, how):
    command = f'[filter "x y"]\n\t{key} = "{marking(root)}"\n\trequired = true\n'
    if how == "include":
        (root / ".git" / "more").write_text(command, "utf-8")
        command = "[include]\n\tpath = more\n"
    with (root / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(command)
    (root / ".git" / "info" / "attributes").write_text('*.yaml filter="x y"\n*.yaml filter=x y\n', "utf-8")
    touch_all(root)

    assert check(root).returncode == 0
    assert not (root.parent / "RUN").exists()


@pytest.mark.parametrize("key", ["core.fsmonitor", "core.sshCommand", "diff.external", "core.pager", "core.editor"])
def test_a_program_of_the_repository_is_not_run(root, key):
    git(root, "config", key, marking(root))
    touch_all(root)

    assert check(root).returncode == 0
    assert not (root.parent / "RUN").exists()


def test_hooks_of_the_repository_are_not_run(root):
    for name in ("post-index-change", "fsmonitor-watchman", "post-checkout", "reference-transaction"):
        hook = root / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{marking(root)}\n", "utf-8")
        hook.chmod(0o755)
    touch_all(root)

    assert check(root).returncode == 0
    assert not (root.parent / "RUN").exists()


def test_a_store_that_looks_like_a_bare_repository_runs_nothing(tmp_path):
    git(tmp_path, "init", "-q")
    root = make_store(tmp_path / "city")
    git(tmp_path, "init", "-q", "--bare", "bare")
    for name in ("HEAD", "config", "objects", "refs"):
        (tmp_path / "bare" / name).rename(root / name)
    (root / "config").write_text(
        f'[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = "{marking(root)}"\n',
        "utf-8",
        "utf-8",
    )

    check(root)

    assert not (tmp_path / "RUN").exists()


def test_the_program_that_checks_signatures_is_not_run(root):
    git(root, "config", "log.showSignature", "true")
    program = root.parent / "gpg"
    program.write_text(f"#!/bin/sh\n{marking(root)}\n", "utf-8")
    program.chmod(0o755)
    git(root, "config", "gpg.program", str(program))
    raw = subprocess.run(["git", "-C", root, "cat-file", "commit", "HEAD"], check=True, capture_output=True).stdout
    head, _, rest = raw.partition(b"\n\n")
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    words = ["git", "-C", root, "hash-object", "-w", "-t", "commit", "--stdin"]
    signed = subprocess.run(words, input=head + b"\n" + signature + b"\n\n" + rest, check=True, capture_output=True)
    git(root, "update-ref", "HEAD", signed.stdout.decode().strip())

    assert last_commits(root, ["data/settings.yaml"])["data/settings.yaml"] == signed.stdout.decode().strip()
    assert not (root.parent / "RUN").exists()


def test_a_repository_in_the_store_runs_no_filter_of_its_own(root):
    inner = root / "data" / "projects" / "inner"
    inner.mkdir(parents=True)
    (inner / "p26-z9.yaml").write_text("name: x\n", "utf-8")
    (inner / ".gitattributes").write_text("* filter=x\n", "utf-8")
    git(inner, "init", "-q")
    git(inner, "add", "-A")
    git(inner, "commit", "-qm", "一")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "二")
    git(inner, "config", "filter.x.clean", marking(root))
    os.utime(inner / "p26-z9.yaml", (1, 1))

    assert check(root).returncode == 1
    assert not (root.parent / "RUN").exists()
