"""``check --staged``: what would be committed is judged, whatever else stands in the folder; so are hooks."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from hyzs.cli.main import run
from hyzs.index.index import Index
from hyzs.model.errors import NotFound
from hyzs.store.staged_tree import StagedTree, is_commit_hook
from hyzs.store.trees import WorkingTree
from support import program
from support.stores import REPO, make_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None or sys.platform == "win32", reason="没有 git，或者钩子不由 sh 跑"),
]
PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
UNIT = "- {id: szj9, name: 市示例局, type: 政府部门, files: true}\n"
GIT_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "PRE_COMMIT")


def hyzs() -> str:
    return str(shutil.which("hyzs", path=program.path_with_program()))


def hook_text() -> str:
    return f'#!/bin/sh\nexec "{hyzs()}" check -f concise\n'


@pytest.fixture(autouse=True)
def isolated_git(monkeypatch, tmp_path):
    """No repository above the tests, no hook round them, and no settings of whoever runs them."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("HYZS_TODAY", "2026-11-23")
    for name in (*GIT_VARIABLES, "GITHUB_ACTIONS", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "t")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "t@example.org")


def git(root: Path, *words: str, code: int = 0) -> str:
    process = subprocess.run(["git", "-C", str(root), *words], check=False, capture_output=True, encoding="utf-8")
    assert process.returncode == code, process.stdout + process.stderr
    return process.stdout + process.stderr


@pytest.fixture
def repo(tmp_path):
    """A store that is a repository of its own, all committed."""
    make_store(tmp_path, f"== data/projects/p26-a1.yaml\n{PROJECT}")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "一")
    return tmp_path


def project(root: Path) -> Path:
    return root / "data" / "projects" / "p26-a1.yaml"


def name_county(root: Path, county: str) -> None:
    project(root).write_text(PROJECT.replace("衡南县", county), encoding="utf-8")


def checked(root: Path, capsys, *words: str) -> tuple[int, list[tuple[str, str]], str]:
    """How ``check --staged`` ends, the findings by code and path, and what is said beside them."""
    code = run(["--store", str(root), "check", "--staged", "-f", "json", *words])
    out, err = capsys.readouterr()
    rows = json.loads(out)["rows"] if out.startswith("{") else []
    return code, [(row["code"], row["path"].removeprefix("data/")) for row in rows], err


WRONG_NAME = ("unknown-name", "projects/p26-a1.yaml")


def test_what_is_not_staged_does_not_count(repo, capsys):
    name_county(repo, "衡西县")

    code, item, err = checked(repo, capsys)
    assert (code, item) == (0, [])
    assert "没有 git add，不在其中：data/projects/p26-a1.yaml" in err


def test_what_is_staged_counts_though_the_folder_is_right(repo, capsys):
    name_county(repo, "衡西县")
    git(repo, "add", "-A")
    name_county(repo, "衡南县")

    assert checked(repo, capsys)[:2] == (1, [WRONG_NAME])


@pytest.mark.parametrize("add", [(), ("add", "-N", "data/units/z.yaml")], ids=["untracked", "intended"])
def test_a_file_that_is_not_added_helps_nobody(repo, capsys, add):
    (repo / "data" / "units" / "z.yaml").write_text(UNIT, encoding="utf-8")
    name_county(repo, "市示例局")
    git(repo, "add", "data/projects")
    if add:
        git(repo, *add)

    code, item, err = checked(repo, capsys)
    assert (code, item) == (1, [WRONG_NAME])
    assert "data/units/z.yaml" in err


def test_an_empty_file_that_is_added_is_there(repo, capsys):
    (repo / "data" / "units" / "z.yaml").touch()
    git(repo, "add", "-A")

    assert checked(repo, capsys)[1] == [("file-empty", "units/z.yaml")]


def test_a_file_that_is_removed_from_the_index_only_is_gone(repo, capsys):
    git(repo, "rm", "-q", "--cached", "data/people/people.yaml")

    assert "people/people.yaml" not in StagedTree(repo).list_files({})
    assert "data/people/people.yaml" in checked(repo, capsys)[2]


def test_a_file_that_was_renamed_stands_where_it_will(repo, capsys):
    git(repo, "mv", "data/projects/p26-a1.yaml", "data/projects/P26.yaml")
    project(repo).write_text(PROJECT, encoding="utf-8")

    assert checked(repo, capsys)[1] == [("bad-id", "projects/P26.yaml")]


def test_a_file_that_only_git_has_can_be_asked_for(repo, capsys):
    name_county(repo, "衡西县")
    git(repo, "add", "-A")
    project(repo).unlink()

    assert checked(repo, capsys, "data/projects/p26-a1.yaml")[:2] == (1, [WRONG_NAME])
    assert checked(repo, capsys, "data/projects/p26-b2.yaml")[0] == 66


def test_a_conflict_in_the_index_is_told_at_its_file(repo, capsys):
    git(repo, "checkout", "-qb", "other")
    name_county(repo, "衡东县")
    git(repo, "commit", "-qam", "二")
    git(repo, "checkout", "-q", "main")
    name_county(repo, "衡阳县")
    git(repo, "commit", "-qam", "三")
    git(repo, "merge", "other", code=1)

    assert checked(repo, capsys)[:2] == (1, [("merge-conflict", "projects/p26-a1.yaml")])


def test_the_first_commit_is_judged_too(tmp_path, capsys):
    make_store(tmp_path, f"== data/projects/p26-a1.yaml\n{PROJECT.replace('衡南县', '衡西县')}")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")

    assert checked(tmp_path, capsys)[:2] == (1, [WRONG_NAME])


def test_where_no_data_is_staged_nothing_is_judged_and_that_is_said(tmp_path, capsys):
    make_store(tmp_path)
    git(tmp_path, "init", "-q")

    assert run(["--store", str(tmp_path), "check", "--staged"]) == 0
    assert "暂存区里没有 data/ 的文件，什么也没有查" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["data", "data/settings.yaml"])
def test_a_store_without_settings_is_none(repo, capsys, path):
    git(repo, "rm", "-rq", "--cached", path)

    code, _, err = checked(repo, capsys)
    assert code == 66 and "暂存区里没有 data/settings.yaml" in err


def test_outside_of_git_nothing_is_staged(tmp_path):
    with pytest.raises(NotFound, match="没有暂存区"):
        StagedTree(make_store(tmp_path))


def test_a_linked_working_tree_has_an_index_of_its_own(repo, capsys, tmp_path_factory):
    other = tmp_path_factory.mktemp("worktree") / "w"
    git(repo, "worktree", "add", "-q", "--detach", str(other))
    name_county(other, "衡西县")
    git(other, "add", "-A")

    assert checked(other, capsys)[:2] == (1, [WRONG_NAME])
    assert checked(repo, capsys)[:2] == (0, [])


def test_a_sparse_working_tree_stages_everything(repo, capsys):
    git(repo, "sparse-checkout", "set", "--no-cone", "/data/settings.yaml", "/data/projects/")

    assert checked(repo, capsys)[:2] == (0, [])


def test_a_store_in_a_subfolder_is_found_in_the_index(tmp_path, capsys):
    root = make_store(tmp_path / "市" / "跟踪 库", f"== data/projects/p26-a1.yaml\n{PROJECT}")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    name_county(root, "衡西县")

    code, item, err = checked(root, capsys)
    assert (code, item) == (0, []) and "data/projects/p26-a1.yaml" in err


def test_both_trees_of_a_clean_store_are_the_same(repo):
    staged, working = StagedTree(repo), WorkingTree(repo)
    now, then = staged.list_files({}), working.list_files({})

    assert {path: state.key for path, state in now.items()} == {path: state.key for path, state in then.items()}
    assert all(staged.read(path) == working.read(path) for path in now)
    index = Index(repo, keep=False)
    index.show_tree(staged)
    assert (index.status.commit, index.status.changed) == (git(repo, "rev-parse", "HEAD").strip(), frozenset())


def test_it_can_be_compared_with_a_revision(repo, capsys):
    name_county(repo, "衡西县")
    git(repo, "commit", "-qam", "二")
    project(repo).write_text(PROJECT.replace("衡南县", "衡西县") + "lead: 市商物局\n", encoding="utf-8")
    git(repo, "add", "-A")

    assert checked(repo, capsys, "--changed", "HEAD")[:2] == (1, [WRONG_NAME])


def test_mending_is_for_the_folder(repo, capsys):
    assert run(["--store", str(repo), "check", "--staged", "--fix"]) == 2
    assert "不能一起用" in capsys.readouterr().err


# Hooks


@pytest.fixture
def hooked(repo):
    """The same with a plain ``hyzs check`` before each commit."""
    hook = repo / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(hook_text(), encoding="utf-8")
    hook.chmod(0o755)
    return repo


@pytest.mark.slow
def test_in_a_hook_plain_check_judges_what_is_committed_and_says_so(hooked):
    (hooked / "data" / "units" / "z.yaml").write_text(UNIT, encoding="utf-8")
    name_county(hooked, "市示例局")
    git(hooked, "add", "data/projects")

    output = git(hooked, "commit", "-m", "二", code=1)
    assert "查的是暂存区（要提交的内容），不是工作区" in output
    assert "没有叫“市示例局”的单位" in output and "data/units/z.yaml" in output

    git(hooked, "add", "-A")
    git(hooked, "commit", "-m", "二")


@pytest.mark.slow
def test_a_commit_of_all_is_judged_by_the_index_that_it_makes(hooked):
    name_county(hooked, "衡西县")

    assert "衡西县" in git(hooked, "commit", "-am", "二", code=1)
    assert git(hooked, "diff", "--cached", "--name-only") == ""


def test_a_commit_of_one_path_leaves_out_what_else_is_staged(hooked):
    (hooked / "data" / "units" / "z.yaml").write_text(UNIT, encoding="utf-8")
    git(hooked, "add", "-A")
    name_county(hooked, "市示例局")

    assert "市示例局" in git(hooked, "commit", "-m", "二", "data/projects/p26-a1.yaml", code=1)


@pytest.mark.slow
def test_a_hook_in_a_linked_working_tree_judges_that(hooked, tmp_path_factory):
    other = tmp_path_factory.mktemp("worktree") / "w"
    git(hooked, "worktree", "add", "-q", "--detach", str(other))
    name_county(hooked, "衡西县")
    git(hooked, "add", "-A")
    (other / "README.md").write_text("x")
    git(other, "add", "-A")
    git(other, "commit", "-qm", "二")

    name_county(other, "衡西县")
    assert "衡西县" in git(other, "commit", "-am", "三", code=1)


def test_a_commit_without_data_is_let_through(tmp_path):
    make_store(tmp_path)
    git(tmp_path, "init", "-q")
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(hook_text(), encoding="utf-8")
    hook.chmod(0o755)
    (tmp_path / "README.md").write_text("x")
    git(tmp_path, "add", "README.md")

    git(tmp_path, "commit", "-m", "一")
    assert git(tmp_path, "ls-files") == "README.md\n"


@pytest.mark.parametrize(
    ("variables", "is_hook"),
    [
        ({}, False),
        ({"GIT_INDEX_FILE": ".git/index"}, True),
        ({"GIT_INDEX_FILE": "{root}/.git/next-index-1.lock"}, True),
        ({"GIT_INDEX_FILE": "{root}/.git/index", "GIT_DIR": "{root}/.git"}, True),
        ({"PRE_COMMIT": "1"}, True),
        ({"GIT_INDEX_FILE": "index", "GIT_DIR": "{other}/.git"}, False),
        ({"PRE_COMMIT": "1", "GIT_DIR": "{other}/.git"}, False),
    ],
)
def test_a_hook_is_known_by_what_git_says_of_this_repository(repo, monkeypatch, tmp_path_factory, variables, is_hook):
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    monkeypatch.chdir(repo)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(root=repo, other=other))

    assert is_commit_hook(repo) == is_hook


@pytest.mark.parametrize(
    "variables", [{"GIT_INDEX_FILE": ".git/index"}, {"PRE_COMMIT": "1"}], ids=lambda v: next(iter(v))
)
def test_a_hook_of_another_repository_is_none_of_ours(repo, monkeypatch, tmp_path_factory, variables):
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    monkeypatch.chdir(other)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert not is_commit_hook(repo)


def test_in_a_hook_the_folder_can_be_asked_for(hooked, monkeypatch, capsys):
    name_county(hooked, "衡西县")
    monkeypatch.chdir(hooked)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")

    assert [run(["check", *words]) for words in ([], ["--no-staged"], ["--fix"])] == [0, 1, 1]
    assert capsys.readouterr().err.count("提交钩子") == 1


@pytest.mark.slow
@pytest.mark.parametrize("always", [False, True])
def test_the_shipped_hook_judges_what_is_staged(repo, monkeypatch, tmp_path_factory, always):
    [hook] = yaml.safe_load((REPO / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hook |= {"language": "system", "entry": hook["entry"].replace("hyzs", hyzs()), "always_run": always}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (repo / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("home")))
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=repo, check=True, capture_output=True)
    (repo / "data" / "units" / "z.yaml").write_text(UNIT, encoding="utf-8")
    name_county(repo, "市示例局")
    git(repo, "add", ".pre-commit-config.yaml", "data/projects")

    assert "没有叫“市示例局”的单位" in git(repo, "commit", "-m", "二", code=1)
    git(repo, "add", "-A")
    git(repo, "commit", "-m", "二")
    git(repo, "rm", "-q", "data/units/z.yaml")
    git(repo, "commit", "-m", "三", code=int(always))
