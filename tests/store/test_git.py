"""What is asked of git: the commit, whether the data differs from it, and the files of an older state."""

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.index.index import Index
from hyzs.model.errors import CannotRead, NotFound
from hyzs.store import git_history, git_objects
from hyzs.store.trees import CommitTree, WorkingTree, blob_id
from support.stores import make_store


def state(root: Path) -> tuple[str | None, bool]:
    """The commit that is checked out, and whether ``data/`` differs from it."""
    status = WorkingTree(root).status
    return (status.commit, bool(status.changed)) if status else (None, False)


pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")
TODAY = date(2026, 11, 23)
PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"


@pytest.fixture(autouse=True)
def isolated_git(monkeypatch, tmp_path):
    """No repository above the tests, and no settings of whoever runs them."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)


def run(root: Path, *words: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    process = subprocess.run(["git", *who, "-C", str(root), *words], check=True, capture_output=True, encoding="utf-8")
    return process.stdout.strip()


def committed(root: Path, message: str = "一") -> str:
    run(root, "add", "-A")
    run(root, "commit", "-qm", message)
    return run(root, "rev-parse", "HEAD")


@pytest.fixture
def repo(tmp_path):
    """A store that is a repository of its own, all committed."""
    make_store(tmp_path)
    run(tmp_path, "init", "-q", "-b", "main")
    committed(tmp_path)
    return tmp_path


def plan(root: Path) -> Path:
    return root / "data" / "plans" / "sz-2026-1.yaml"


def rename(root: Path, name: str) -> None:
    plan(root).write_text(plan(root).read_text(encoding="utf-8").replace("示例方案", name), encoding="utf-8")


def index_at(root: Path, revision: str) -> Index:
    index = Index(root, keep=False)
    index.show_tree(CommitTree(root, revision))
    return index


# State


def test_a_store_as_committed_is_clean(repo):
    assert state(repo) == (run(repo, "rev-parse", "HEAD"), False)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: rename(root, "示例方案二"),
        lambda root: plan(root).unlink(),
        lambda root: run(root, "mv", "data/plans/sz-2026-1.yaml", "data/plans/sz-2026-2.yaml"),
        lambda root: (root / "data" / "plans" / "新的.yaml").write_text("x"),
        lambda root: (rename(root, "示例方案二"), run(root, "add", "-A")),
    ],
    ids=["changed", "deleted", "renamed", "untracked", "staged"],
)
def test_a_store_that_differs_from_its_commit_is_dirty(repo, change):
    change(repo)

    assert state(repo) == (run(repo, "rev-parse", "HEAD"), True)


def test_what_lies_beside_the_data_does_not_make_it_dirty(repo):
    (repo / "README.md").write_text("x")

    assert state(repo)[1] is False


def test_untracked_files_count_even_if_the_person_hides_them(repo):
    run(repo, "config", "status.showUntrackedFiles", "no")
    (repo / "data" / "plans" / "x.yaml").write_text("x")

    assert state(repo)[1] is True


def test_before_the_first_commit_there_is_no_commit_and_all_is_new(tmp_path):
    make_store(tmp_path)
    run(tmp_path, "init", "-q")

    assert state(tmp_path) == (None, True)


def test_a_detached_head_has_its_commit_too(repo):
    run(repo, "checkout", "-q", "--detach")

    assert state(repo) == (run(repo, "rev-parse", "HEAD"), False)


def test_a_folder_that_is_no_repository_has_no_commit(tmp_path):
    assert state(make_store(tmp_path)) == (None, False)


def test_without_git_there_is_no_commit(repo, monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert state(repo) == (None, False)


def test_a_hook_of_another_repository_does_not_lead_us_astray(repo, tmp_path_factory, monkeypatch):
    other = tmp_path_factory.mktemp("other")
    run(other, "init", "-q")
    head = run(repo, "rev-parse", "HEAD")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))

    assert state(repo) == (head, False)
    assert git_history.resolve_commit(repo, "HEAD") == head


def test_asking_leaves_the_repository_untouched(repo):
    os.utime(plan(repo))
    before = {path: path.stat().st_mtime_ns for path in (repo / ".git").rglob("*")}
    state(repo)

    assert {path: path.stat().st_mtime_ns for path in (repo / ".git").rglob("*")} == before


# Commits


@pytest.mark.parametrize("revision", ["HEAD", "main", "v1", "HEAD~0", "refs/heads/main", "@"])
def test_a_commit_has_many_names(repo, revision):
    run(repo, "tag", "-a", "v1", "-m", "一")

    assert git_history.resolve_commit(repo, revision) == run(repo, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    "revision", ["nope", "HEAD~9", "", "0" * 40, "HEAD:data", "HEAD^{tree}", "a b", "上周", "HEAD..main"]
)
def test_a_revision_that_is_none_is_not_found(repo, revision):
    with pytest.raises(NotFound) as refused:
        git_history.resolve_commit(repo, revision)

    assert (refused.value.message, refused.value.hint) == (f"没有这个版本：{revision}", "用 git log 看有哪些版本")


@pytest.mark.parametrize("revision", ["-x", "--help", "--git-dir=/tmp", "-"])
def test_a_revision_is_never_taken_for_an_option(repo, revision):
    with pytest.raises(NotFound, match=f"没有这个版本：{revision}"):
        git_history.resolve_commit(repo, revision)


def test_without_git_an_older_state_cannot_be_read(repo, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CannotRead) as refused:
        CommitTree(repo, "HEAD")
    assert refused.value.hint == "安装 git 后再试"


def test_a_blob_that_is_not_there_cannot_be_read(repo):
    with pytest.raises(CannotRead, match="git 里读不出 0000000000"):
        git_objects.BlobReader(repo).read("0" * 40)


# Older states


def test_an_older_state_answers_as_it_was(repo):
    old = run(repo, "rev-parse", "HEAD")
    rename(repo, "示例方案二")
    committed(repo)
    rename(repo, "示例方案三")

    names = [index_at(repo, revision).value("SELECT name FROM plan") for revision in (old, "HEAD")]
    assert names == ["示例方案", "示例方案二"]


def test_both_trees_give_the_same_paths_keys_and_bytes(repo):
    working, commit = WorkingTree(repo), CommitTree(repo, "HEAD")
    now, then = working.list_files({}), commit.list_files({})

    assert {path: file_state.key for path, file_state in now.items()} == {
        path: file_state.key for path, file_state in then.items()
    }
    assert all(working.read(path) == commit.read(path) for path in now)
    assert all(file_state.key == blob_id(commit.read(path)) for path, file_state in then.items())


def test_a_store_in_a_subfolder_of_a_repository_is_read_all_the_same(tmp_path):
    root = make_store(tmp_path / "市" / "跟踪 库", f"== data/projects/p26-a1.yaml\n{PROJECT}")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.yaml").write_text("x")
    run(tmp_path, "init", "-q")
    head = committed(tmp_path)
    (tmp_path / "data" / "y.yaml").write_text("别的文件夹的事")

    assert state(root) == (head, False)
    assert index_at(root, "HEAD").rows("SELECT id, name FROM project") == [{"id": "p26-a1", "name": "示例·甲项目"}]
    assert list(CommitTree(root, "HEAD").list_files({})) == list(WorkingTree(root).list_files({}))


def test_chinese_and_odd_names_are_read_from_a_commit(repo):
    folder = repo / "data" / "projects" / "二〇二六 年"
    folder.mkdir(parents=True)
    (folder / "p26-a1.yaml").write_text(PROJECT, encoding="utf-8")
    (repo / "data" / "projects" / "坏 名\t“字”.yaml").write_text(PROJECT, encoding="utf-8")
    committed(repo)
    index = index_at(repo, "HEAD")

    assert index.value("SELECT id FROM project") == "p26-a1"
    assert [f.path for f in findings(index, TODAY) if f.code == "bad-id"] == ["data/projects/坏 名\t“字”.yaml"]


def test_links_hidden_files_and_others_of_a_commit_are_left_out(repo):
    (repo / "data" / "plans" / "link.yaml").symlink_to("sz-2026-1.yaml")
    (repo / "data" / ".hidden").mkdir()
    for name in ("plans/.x.yaml", ".hidden/x.yaml", "plans/notes.txt", "plans/x.yml"):
        (repo / "data" / name).write_text("x")
    committed(repo)

    assert [path for path in CommitTree(repo, "HEAD").list_files({}) if path.startswith(("plans/", "."))] == [
        "plans/sz-2026-1.yaml"
    ]


def test_a_commit_before_there_was_data_has_no_files(tmp_path):
    run(tmp_path, "init", "-q")
    (tmp_path / "README.md").write_text("x")
    first = committed(tmp_path)
    make_store(tmp_path)

    assert CommitTree(tmp_path, first).list_files({}) == {}
    assert index_at(tmp_path, first).store_info() == {"id": None, "name": None, "as_of": None, "sample": False}


def test_a_file_that_a_commit_has_not_is_not_found(repo):
    tree = CommitTree(repo, "HEAD")
    tree.list_files({})

    with pytest.raises(NotFound, match=r"里没有 data/plans/x\.yaml"):
        tree.read("plans/x.yaml")


def test_the_findings_of_a_commit_have_places(repo):
    (repo / "data" / "projects").mkdir()
    (repo / "data" / "projects" / "p26-a1.yaml").write_text(f"{PROJECT}lead: 市商物局\n", encoding="utf-8")
    committed(repo)
    (repo / "data" / "projects" / "p26-a1.yaml").unlink()

    [item] = [f for f in findings(index_at(repo, "HEAD"), TODAY) if f.severity == "error"]
    assert (item.code, tuple(item.span), item.hint) == ("unknown-name", (5, 7, 5, 11), "是不是：市商务局")
