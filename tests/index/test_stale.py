"""Sequences after which git says that nothing has changed: the index still answers what a fresh one answers."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.index.index import Index
from hyzs.store import trees
from hyzs.store.trees import WorkingTree
from support.index_answers import NOW
from support.stores import make_store

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="要有 git 和 POSIX 的文件系统")
PROJECT = "data/projects/2026/p26-a1.yaml"
TEXT = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
FILTER = ("config", "filter.flip.clean", "sed s/乙/甲/")


class Place:
    """A store in a repository, all of it committed and indexed; and what happens to it."""

    def __init__(self, top: Path, folder: str = "") -> None:
        self.top, self.root = top, top / folder
        make_store(self.root)
        self.write(PROJECT, TEXT)
        self.git("init", "-q", "-b", "main")
        self.commit()

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        process = subprocess.run(["git", "-C", str(self.top), *who, *words], capture_output=True, check=True)
        return process.stdout.decode().strip()

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self) -> None:
        self.write(PROJECT, TEXT.replace("甲", "乙"))

    def answer(self, *, keep: bool) -> tuple[dict[str, str], list[str]]:
        """The name of every file's content, and every finding."""
        index = Index(self.root, keep=keep)
        try:
            index.show_tree(WorkingTree(self.root))
            keys = {path: state.key for path, state in index.tracked_files().items()}
            return keys, [f"{f.path} {f.code}" for f in findings(index, NOW.date())]
        finally:
            index.close()


def fsmonitor(place: Place) -> None:
    script = place.top / ".git" / "nothing"
    script.write_text("#!/bin/sh\nprintf 'x\\0'\n", encoding="utf-8")
    script.chmod(0o755)
    place.git("config", "core.fsmonitor", str(script))
    place.git("update-index", "--fsmonitor")
    place.git("status")


def untracked_cache(place: Place) -> None:
    place.git("config", "core.untrackedCache", "true")
    place.git("update-index", "--untracked-cache")
    place.git("status")


def work_tree_elsewhere(place: Place) -> None:
    shutil.copytree(place.root / "data", place.top.parent / "elsewhere" / "data")
    place.git("config", "core.worktree", str(place.top.parent / "elsewhere"))


def ignored(place: Place) -> None:
    place.write("data/projects/.gitignore", "*\n")
    place.git("add", "-f", "data")


def nothing(place: Place) -> None:
    """Nothing is prepared."""


def set_ignore_case(place: Place) -> None:
    place.git("config", "core.ignoreCase", "true")


def twin(place: Place) -> None:
    place.write("data/projects/2026/P26-A1.yaml", TEXT)


def pipe(place: Place) -> None:
    os.mkfifo(place.root / "data/projects/2026/f.yaml")


def pipe_for_a_file(place: Place) -> None:
    (place.root / PROJECT).unlink()
    os.mkfifo(place.root / PROJECT)


def link_with_a_dot(place: Place) -> None:
    (place.root / "data/projects/y.d").symlink_to("2026")


def folder_becomes_a_link(place: Place) -> None:
    (place.root / "data/projects/2026").rename(place.top.parent / "moved")
    (place.root / "data/projects/2026").symlink_to(place.top.parent / "moved")


def no_utf_8(place: Place) -> None:
    Path(os.fsdecode(os.fsencode(place.root / "data/projects") + b"/\xff.yaml")).write_bytes(b"name: x\n")


def folder_no_utf_8(place: Place) -> None:
    folder = Path(os.fsdecode(os.fsencode(place.root / "data/projects") + b"/\xff"))
    folder.mkdir()
    (folder / "p26-z9.yaml").write_text(TEXT, encoding="utf-8")


def new_file(place: Place) -> None:
    place.write("data/projects/2026/p26-b2.yaml", TEXT)


def new_file_and_time_set_back(place: Place) -> None:
    info = (place.root / "data/projects/2026").stat()
    new_file(place)
    os.utime(place.root / "data/projects/2026", ns=(info.st_atime_ns, info.st_mtime_ns))


def new_file_in_a_dotted_folder(place: Place) -> None:
    place.write("data/projects/x.d/p26-b2.yaml", TEXT)


def lines_end_otherwise(place: Place) -> None:
    (place.root / PROJECT).write_bytes(TEXT.replace("\n", "\r\n", 1).encode())


def attributes(name: str, text: str) -> Callable[[Place], None]:
    """Writes attributes that hide the edit, into the file of that name below the top."""

    def change(place: Place) -> None:
        place.git(*FILTER)
        (place.top / name).parent.mkdir(parents=True, exist_ok=True)
        (place.top / name).write_text(text, encoding="utf-8")

    return change


def empty_repository(place: Place) -> None:
    (place.root / "data" / ".git").mkdir()
    (place.root / ".git").mkdir(exist_ok=True)


def replaced_blob(place: Place) -> None:
    (place.top / "other").write_text(TEXT.replace("甲", "丙"), encoding="utf-8")
    new = place.git("hash-object", "-w", "other")
    place.git("replace", place.git("rev-parse", f"HEAD:./{PROJECT}"), new)


def nested_repository(place: Place) -> None:
    subprocess.run(["git", "init", "-q", str(place.root / "data/projects/2026")], check=True)


@pytest.fixture(autouse=True)
def later(monkeypatch, tmp_path):
    """Every look comes long after what was done before it, so that nothing is doubtful any more."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    now = trees.time.time_ns
    monkeypatch.setattr(trees.time, "time_ns", lambda: now() + 10**10)


EDIT = Place.edit
LF, FLIP = "*.yaml text eol=lf\n", "*.yaml filter=flip\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "prepare", "happen"),
    [
        pytest.param("", fsmonitor, EDIT, id="fsmonitor"),
        pytest.param("", fsmonitor, new_file, id="fsmonitor, a new file"),
        pytest.param("", untracked_cache, new_file_and_time_set_back, id="untracked cache"),
        pytest.param("", work_tree_elsewhere, EDIT, id="core.worktree"),
        pytest.param("", work_tree_elsewhere, new_file, id="core.worktree, a new file"),
        pytest.param("", ignored, new_file, id="ignored"),
        pytest.param("", ignored, new_file_in_a_dotted_folder, id="ignored folder with a dot"),
        pytest.param("", set_ignore_case, twin, id="ignorecase twin"),
        pytest.param("", nothing, pipe, id="pipe"),
        pytest.param("", ignored, pipe_for_a_file, id="pipe for a file"),
        pytest.param("", nothing, link_with_a_dot, id="link to a folder, with a dot"),
        pytest.param("", ignored, link_with_a_dot, id="ignored link to a folder"),
        pytest.param("", ignored, folder_becomes_a_link, id="folder becomes a link"),
        pytest.param("", nothing, no_utf_8, id="name that is no UTF-8"),
        pytest.param("", nothing, folder_no_utf_8, id="folder that is no UTF-8"),
        pytest.param("", attributes(".git/info/attributes", LF), lines_end_otherwise, id="attributes of the clone"),
        pytest.param("", attributes(".git/info/attributes", FLIP), EDIT, id="filter of the clone"),
        pytest.param("city/store", attributes("city/.gitattributes", FLIP), EDIT, id="filter between"),
        pytest.param("city/store", attributes("city/.gitattributes", LF), lines_end_otherwise, id="attributes between"),
        pytest.param("", empty_repository, EDIT, id="empty .git in data"),
        pytest.param("city/store", empty_repository, EDIT, id="empty .git below a repository"),
        pytest.param("city/store", empty_repository, new_file, id="empty .git below a repository, a new file"),
        pytest.param("", nested_repository, EDIT, id="repository in data"),
        pytest.param("", nested_repository, new_file, id="repository in data, a new file"),
        pytest.param("", replaced_blob, EDIT, id="replaced blob"),
    ],
)
def test_no_answer_is_stale(tmp_path, folder, prepare, happen):
    place = Place(tmp_path / "top", folder)
    place.answer(keep=True)
    prepare(place)
    assert place.answer(keep=True) == place.answer(keep=False)
    before = place.answer(keep=True)

    happen(place)

    assert place.answer(keep=True) == place.answer(keep=False) != before


@pytest.mark.parametrize("change", [attributes(".git/info/attributes", LF)], ids=["attributes of the common folder"])
def test_no_answer_is_stale_in_a_linked_work_tree(tmp_path, change):
    place = Place(tmp_path / "top")
    place.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    place.root = tmp_path / "linked"
    before = place.answer(keep=True)
    change(place)
    assert place.answer(keep=True) == before

    lines_end_otherwise(place)

    assert place.answer(keep=True) == place.answer(keep=False) != before


@pytest.mark.parametrize(
    "name",
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_ATTR_SOURCE", "GIT_ICASE_PATHSPECS", "GIT_GLOB_PATHSPECS"],
)
def test_a_variable_sends_git_nowhere_else(tmp_path, monkeypatch, name):
    place = Place(tmp_path / "top")
    other = Place(tmp_path / "other")
    values = {"GIT_DIR": other.top / ".git", "GIT_WORK_TREE": other.top, "GIT_INDEX_FILE": other.top / ".git" / "index"}
    monkeypatch.setenv(name, str(values.get(name, "1")))
    before = place.answer(keep=True)

    place.edit()

    assert place.answer(keep=True) == place.answer(keep=False) != before


def test_what_has_not_changed_is_not_opened_again(tmp_path, monkeypatch):
    place = Place(tmp_path / "top")
    place.answer(keep=True)
    opened: list[str] = []
    real = WorkingTree._open
    monkeypatch.setattr(WorkingTree, "_open", lambda tree, path: opened.append(path) or real(tree, path))

    place.answer(keep=True)
    new_file(place)
    place.answer(keep=True)

    assert dict.fromkeys(opened) == dict.fromkeys(["projects/2026/p26-b2.yaml"])
