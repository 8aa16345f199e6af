"""Where git refuses a repository, its reason is told; what it has not checked out is one finding."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from hyzs.cli.main import run
from hyzs.index.index import Index
from hyzs.model.errors import CannotRead
from hyzs.store import git as store_git
from hyzs.store.git_refusal import refusal_of
from hyzs.store.trees import CommitTree, WorkingTree
from support.stores import make_store

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")
PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\nlead: 市商物局\n"


@pytest.fixture(autouse=True)
def isolated_git(monkeypatch, tmp_path):
    """No repository above the tests, no settings of whoever runs them, nobody trusted yet."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name in ("GLOBAL", "SYSTEM"):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", os.devnull)
    monkeypatch.setenv("HYZS_TODAY", "2026-11-23")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "PRE_COMMIT", "GITHUB_ACTIONS", "GIT_CONFIG_NOSYSTEM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(store_git, "_trusted", [])
    store_git._safe_directories.cache_clear()


def git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    process = subprocess.run(["git", *who, "-C", str(root), *words], check=True, capture_output=True, encoding="utf-8")
    return process.stdout.strip()


@pytest.fixture
def repo(tmp_path):
    """A store that is a repository of its own, all committed, with one name that is unknown."""
    make_store(tmp_path, f"== data/projects/p26-a1.yaml\n{PROJECT}")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "一")
    return tmp_path


def cut_tree(root: Path) -> None:
    """The tree of the commit becomes an empty file."""
    tree = git(root, "rev-parse", "HEAD^{tree}")
    file = root / ".git" / "objects" / tree[:2] / tree[2:]
    file.chmod(0o644)
    file.write_bytes(b"")


def append(root: Path, name: str, text: str) -> None:
    with (root / ".git" / name).open("a", encoding="utf-8") as file:
        file.write(text)


def point_nowhere(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").write_text("gitdir: /nowhere/.git/worktrees/x\n")


def leave_empty(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").mkdir()


DAMAGE = {
    "index": (lambda root: (root / ".git" / "index").write_bytes(b"junk" * 20), "暂存区（.git/index）坏了"),
    "head": (lambda root: (root / ".git" / "HEAD").write_text("\n"), "git 却不认它是仓库"),
    "config": (lambda root: append(root, "config", "[core\n"), "git 的设置写错了：bad config line"),
    "extension": (
        lambda root: append(root, "config", "[core]\nrepositoryformatversion = 1\n[extensions]\nnew = true\n"),
        "更新的 git 写的",
    ),
    "moved": (point_nowhere, ".git 指向的 /nowhere/.git/worktrees/x 不在了"),
    "empty": (leave_empty, "git 却不认它是仓库"),
    "tree": (cut_tree, "git 仓库里有坏的或缺的内容"),
}


@pytest.mark.parametrize(("damage", "says"), DAMAGE.values(), ids=DAMAGE)
def test_a_repository_that_git_refuses_is_never_taken_for_none(repo, capsys, damage, says):
    damage(repo)

    code = run(["--store", str(repo), "list", "plans", "-f", "json"])
    out, err = capsys.readouterr()

    assert (code, json.loads(out)["store"]["commit"]) == (0, None)
    assert says in err and "提示：" in err and "版本号和改动都不知道" in err


@pytest.mark.parametrize("damage", ["head", "config", "extension", "moved", "empty", "tree"])
def test_an_older_state_that_git_refuses_cannot_be_read(repo, damage):
    change, says = DAMAGE[damage]
    change(repo)

    with pytest.raises(CannotRead) as refused:
        CommitTree(repo, "HEAD").list_files({})
    assert says in refused.value.message and refused.value.hint


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (FileNotFoundError(2, "", "git"), "没有找到 git 程序"),
        (PermissionError(13, "", "/srv/x/.git/config"), "git 用不了：没有权限（/srv/x/.git/config）"),
    ],
)
def test_a_git_that_cannot_be_asked_is_told_with_the_reason(error, says):
    assert store_git.start_error(error).message == says


def test_doctor_tells_the_reason(repo, capsys):
    (repo / ".git" / "index").write_bytes(b"junk" * 20)
    run(["--store", str(repo), "doctor", "-f", "json"])
    [row] = [row for row in json.loads(capsys.readouterr().out)["rows"] if row["check"] == "版本"]

    assert (row["status"], row["detail"]) == ("warn", "git 的暂存区（.git/index）坏了，或者读不了")


def test_no_higher_than_git_is_told_to_look(repo, monkeypatch):
    (repo / "inner").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repo))

    assert store_git.repository(repo / "inner") is None
    assert store_git.repository(repo) == repo


@pytest.mark.parametrize(
    ("stderr", "says"),
    [
        (b"fatal: detected dubious ownership in repository at '/srv/a b'\nTo add an exception ...", "/srv/a b"),
        (b"fatal: unsafe repository ('/srv/x' is owned by someone else)", "/srv/x"),
        (b"fatal: unable to access '/root/.gitconfig': Permission denied", "/root/.gitconfig"),
        (b"fatal: .git/index: index file open failed: Permission denied", "暂存区"),
        (b"fatal: Unable to create '/x/.git/index.lock': File exists.", "另一个 git 正在写"),
        (b"error: could not lock config file .git/config: File exists", "另一个 git 正在写"),
        (b"fatal: could not fetch 1234 from promisor remote", "部分克隆"),
        (b"error: object file .git/objects/12/34 is empty\nfatal: loose object 1234 is corrupt", "is empty"),
        (b"fatal: bad config line 3 in file /home/x/.gitconfig", "bad config line 3 in file /home/x/.gitconfig"),
        (b"fatal: something quite new", "git 出错：something quite new"),
        (b"", "没有说原因"),
    ],
)
def test_what_git_says_becomes_a_sentence_and_a_hint(stderr, says):
    refusal = refusal_of(stderr)

    assert says in refusal.message + refusal.hint and refusal.hint


# Whose the repository is


@pytest.fixture
def foreign(repo, monkeypatch):
    """The same repository, as if somebody else owned it: git has that for its own tests."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    process = subprocess.run(["git", "-C", str(repo), "status"], check=False, capture_output=True)
    if b"dubious ownership" not in process.stderr:
        pytest.skip("这个 git 不问仓库是谁的")
    return repo


def trusting(tmp_path_factory, monkeypatch, scope: str, *folders: str) -> None:
    file = tmp_path_factory.mktemp("config") / scope
    file.write_text("[safe]\n" + "".join(f'directory = "{folder}"\n' for folder in folders), encoding="utf-8")
    monkeypatch.setenv(f"GIT_CONFIG_{scope}", str(file))


def test_a_repository_of_another_owner_is_told_with_what_to_do(foreign, capsys):
    run(["--store", str(foreign), "list", "plans"])

    assert f"git config --global --add safe.directory '{foreign}'" in capsys.readouterr().err


@pytest.mark.parametrize("scope", ["GLOBAL", "SYSTEM"])
@pytest.mark.parametrize("folder", ["{root}", "*"])
def test_whom_the_person_or_the_system_trusts_we_trust(foreign, monkeypatch, tmp_path_factory, capsys, scope, folder):
    trusting(tmp_path_factory, monkeypatch, scope, "/elsewhere", folder.format(root=foreign))

    assert run(["--store", str(foreign), "list", "plans", "-f", "json"]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out)["store"]["dirty"], err) == (False, "")
    assert CommitTree(foreign, "HEAD").list_files({})


def test_trust_that_the_person_takes_back_is_none(foreign, monkeypatch, tmp_path_factory):
    trusting(tmp_path_factory, monkeypatch, "SYSTEM", "*")
    trusting(tmp_path_factory, monkeypatch, "GLOBAL", "")

    tree = WorkingTree(foreign)
    assert tree.status is None and tree.refusal and "属于另一个用户" in tree.refusal.message


def test_what_the_repository_says_of_its_own_trust_does_not_count(foreign):
    append(foreign, "config", "[safe]\ndirectory = *\n")

    assert WorkingTree(foreign).status is None


def test_nothing_else_of_the_systems_settings_is_passed_on(foreign, monkeypatch, tmp_path_factory):
    trusting(tmp_path_factory, monkeypatch, "SYSTEM", "*")
    with Path(os.environ["GIT_CONFIG_SYSTEM"]).open("a") as file:
        file.write("[status]\nshowUntrackedFiles = no\n[core]\nignorecase = true\n")

    assert WorkingTree(foreign).status is not None
    assert store_git.run(foreign, "config", "core.ignorecase").stdout.strip() != b"true"


def test_a_repository_that_is_trusted_late_still_runs_nothing(foreign, monkeypatch, tmp_path_factory):
    trusting(tmp_path_factory, monkeypatch, "SYSTEM", "*")
    trace = tmp_path_factory.mktemp("trace") / "ran"
    append(foreign, "config", f'[filter "spy"]\nclean = touch {trace}\n')
    (foreign / ".gitattributes").write_text("data/** filter=spy\n")
    (foreign / "data" / "units" / "units.yaml").touch()
    os.utime(foreign / "data" / "units" / "units.yaml", (1, 1))

    assert WorkingTree(foreign).status is not None
    assert not trace.exists()


# What git has not checked out


def sparse(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/data/settings.yaml", "/data/projects/", "/data/people/")


def findings(root: Path, capsys, *words: str) -> tuple[int, list[tuple[str, str]], dict]:
    code = run(["--store", str(root), "check", "-f", "json", *words])
    document = json.loads(capsys.readouterr().out)
    return code, [(row["code"], row["path"]) for row in document["rows"]], document["summary"]


def test_a_sparse_checkout_is_one_finding_and_an_error(repo, capsys):
    sparse(repo)

    code, places, summary = findings(repo, capsys)
    assert (code, places) == (1, [("sparse-checkout", "data")])
    assert summary["held_back"] == 2


def test_it_is_told_again_and_gone_when_all_is_there(repo, capsys):
    sparse(repo)
    first = findings(repo, capsys)

    assert findings(repo, capsys) == first
    git(repo, "sparse-checkout", "disable")
    assert findings(repo, capsys)[:2] == (1, [("unknown-name", "data/projects/p26-a1.yaml")])


def test_what_is_wrong_with_the_files_that_are_there_is_told(repo, capsys):
    file = repo / "data" / "projects" / "p26-a1.yaml"
    file.write_text(PROJECT + "tracked: {since: 2026-02-30}\npatron: 示例·无此人\n", encoding="utf-8")
    sparse(repo)

    assert findings(repo, capsys)[1] == [
        ("sparse-checkout", "data"),
        ("bad-date", "data/projects/p26-a1.yaml"),
        ("unknown-name", "data/projects/p26-a1.yaml"),
    ]


def test_a_file_that_is_there_though_git_skips_it_is_not_missing(repo, capsys):
    git(repo, "update-index", "--skip-worktree", "data/units/units.yaml")

    assert findings(repo, capsys)[1] == [("unknown-name", "data/projects/p26-a1.yaml")]


def test_a_file_that_git_skips_and_somebody_removed_is(repo, capsys):
    git(repo, "update-index", "--skip-worktree", "data/units/units.yaml")
    (repo / "data" / "units" / "units.yaml").unlink()

    assert findings(repo, capsys)[1] == [("sparse-checkout", "data")]


@pytest.mark.parametrize("words", [["list", "projects"], ["who", "示例·张副市长"], ["track"]], ids=" ".join)
def test_other_answers_say_beside_them_what_they_leave_out(repo, capsys, words):
    sparse(repo)
    run(["--store", str(repo), *words])

    assert "注意：git 没有取出" in capsys.readouterr().err


def test_an_edit_in_a_sparse_checkout_adds_no_error(repo, capsys):
    sparse(repo)

    assert run(["--store", str(repo), "set", "p26-a1", "note=已核对"]) == 0


def test_the_index_of_a_sparse_checkout_is_as_a_fresh_one(repo):
    sparse(repo)
    old_index = Index(repo)
    old_index.show_tree(WorkingTree(repo))
    old_index.release_lock()
    second = Index(repo)
    second.show_tree(WorkingTree(repo))

    assert (
        old_index.absent_paths()
        == second.absent_paths()
        == {path.removeprefix("data/") for path in git(repo, "ls-files", "data").splitlines() if "/" in path[5:]}
        - {"projects/p26-a1.yaml", "people/people.yaml"}
    )
