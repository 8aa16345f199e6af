"""The index answers what a fresh one answers, whatever happened to the files, the clock or the program before."""

import contextlib
import json
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hyzs.checking.findings import judged
from hyzs.index import bulk_loader
from hyzs.index.bulk_loader import ParsedBatch
from hyzs.index.index import Index
from hyzs.model.answer import Answer
from hyzs.model.errors import HyzsError
from hyzs.render import render
from hyzs.reports.check import check
from hyzs.reports.track import track
from hyzs.reports.who import who
from hyzs.store import trees
from hyzs.store.trees import WorkingTree
from stores import make_store

NOW = datetime(2026, 11, 23, 9, 0)
STORE = {"id": "base", "name": "测试库", "commit": None, "dirty": False, "sample": True}

PROJECT = """name: 示例·{name}项目
sample: true
tier: {tier}
county: {county}
lead: 市工信局
investors: [示例电气集团]
investment: {{total: {total}}}
milestones: {{在谈: 2026-01-05}}
tracked: {{since: 2026-10-05}}
"""
RETURN = """submitted: {submitted}
projects:
  p26-{id}: {{progress: {progress}, figures: {{paid_in: {paid}}}}}
"""
PATHS = st.sampled_from(
    [f"data/projects/2026/p26-{id}.yaml" for id in "abc"]
    + [f"data/returns/2026-W{week}/{unit}.yaml" for week in (46, 47) for unit in ("hengnan", "hengshan")]
    + ["data/units/more.yaml", "data/projects/p26-a.yaml", "data/stray.yaml", "data/projects/2026/P26-A.yaml"]
    + ["data/projects/x.d/p26-c.yaml"]
)
#: Folders that may be replaced by others, or hold what is no record file; one has the look of a file.
FOLDERS = st.sampled_from(["data/projects", "data/projects/2026", "data/projects/x.d", "data/returns/2026-W47"])
TEXTS = st.one_of(
    st.builds(
        PROJECT.format,
        name=st.sampled_from("甲乙"),
        tier=st.sampled_from(["重大", "一般", "特大"]),
        county=st.sampled_from(["衡南县", "衡山县", "衡东县", "新县", "衡东市", "[{unit: 衡南县, until: 2026-11-08}]"]),
        total=st.sampled_from(["900", "120", "一千"]),
    ),
    st.builds(
        RETURN.format,
        submitted=st.sampled_from(["2026-11-13T09:00", "2026-11-20T09:00", "2026-11-20T19:00"]),
        id=st.sampled_from("abc"),
        progress=st.sampled_from(["平整", "开挖"]),
        paid=st.sampled_from(["100", "300", "999"]),
    ),
    st.sampled_from(
        [
            "- {id: xin, name: 新县, type: 县市区, files: true}\n",
            "- {id: xin, name: 衡南县, type: 县市区}\n",
            "- {id: swj, name: 市商粮局, type: 政府部门}\n",
            "name: [\n",
            "",
        ]
    ),
)

#: Settings of a repository under which git looks at less, or elsewhere.
SETTINGS = {
    "core.fsmonitor": "{top}/nothing",
    "core.ignoreCase": "true",
    "core.untrackedCache": "true",
    "core.worktree": "{top}/nowhere",
    "core.ignoreStat": "true",
    "core.trustctime": "false",
    "core.checkStat": "minimal",
    "core.autocrlf": "true",
    "core.excludesFile": "{top}/ignored",
    "core.symlinks": "false",
    "diff.ignoreSubmodules": "all",
    "status.showUntrackedFiles": "no",
    "filter.flip.clean": "tr 19 91",
}
#: What it runs other tests measure; here coverage would only take time.
pytestmark = pytest.mark.no_cover


#: Edits that keep the size: another name, another word, another digit.
FLIP = str.maketrans("甲乙平开南山19", "乙甲开平山南91")


def answers(index: Index) -> list[str]:
    """The contents, and check, who and track as JSON (or the sentence that says why not), as the index gives them."""
    questions: list[Callable[[], Answer]] = [
        lambda: check(index, judged(index, NOW.date())),
        *(partial(who, index, name, NOW) for name in ("市商务局", "衡南县")),
        *(partial(track, index, week, NOW) for week in ("2026-W46", "2026-W47")),
    ]
    keys = json.dumps({path: seen.key for path, seen in sorted(index.tracked_files().items())})
    return [keys, *(_answer(question) for question in questions)]


def _answer(question: Callable[[], Answer]) -> str:
    try:
        return render(question(), "json", store=STORE)
    except HyzsError as error:
        return error.message


def ask(root: Path, *, keep: bool) -> list[str]:
    index = Index(root, keep=keep)
    try:
        index.show_tree(WorkingTree(root))
        return answers(index)
    finally:
        index.close()


#: What a fresh index said of files: of the same files every fresh index says the same.
SAID: dict[tuple[tuple[str, bytes | str], ...], list[str]] = {}


def fresh(root: Path) -> list[str]:
    """What an index says that has never seen these files before."""
    data = root / "data"
    files = tuple(
        (str(file.relative_to(data)), content(file)) for file in sorted(data.rglob("*")) if ".git" not in file.parts
    )
    if files not in SAID:
        SAID[files] = ask(root, keep=False)
    return SAID[files]


def is_regular(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def content(file: Path) -> bytes | str:
    """The bytes of a file; of anything else, what it is."""
    if file.is_symlink():
        return str(file.readlink())
    return file.read_bytes() if file.is_file() else f"{stat.S_IFMT(file.lstat().st_mode):o}"


class Story(RuleBasedStateMachine):
    """Files change in every way they can; after each change both indexes are asked."""

    @initialize(below=st.sampled_from(["", "city/store"]))
    def begin(self, below: str) -> None:
        self.other = None
        self.top = Path(tempfile.mkdtemp(prefix="hyzs-story-"))
        self.root = self.top / below
        make_store(self.root)
        for id, name in (("a", "甲"), ("b", "乙")):
            text = PROJECT.format(name=name, tier="一般", county="衡南县", total="900")
            self.write(f"data/projects/2026/p26-{id}.yaml", text)
        entry = RETURN.format(submitted="2026-11-20T09:00", id="a", progress="平整", paid="100")
        self.write("data/returns/2026-W47/hengnan.yaml", entry)
        self.before_it_begins()

    def before_it_begins(self) -> None:
        """What else there is."""

    def place(self, path: str) -> Path:
        """The path in the store, with a folder around it and nothing at it that is no plain file."""
        file = self.root / path
        for step in (*reversed(file.relative_to(self.root).parents), file.relative_to(self.root)):
            here = self.root / step
            if here.is_symlink() or (
                os.path.lexists(here) and not (here.is_dir() if here != file else is_regular(here))
            ):
                shutil.rmtree(here) if here.is_dir() and not here.is_symlink() else here.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    @rule(path=PATHS, text=TEXTS)
    def write(self, path: str, text: str) -> None:
        self.place(path).write_text(text, encoding="utf-8")

    @rule(choice=st.integers(0, 99))
    def edit_in_the_same_tick_with_the_same_size(self, choice: int) -> None:
        files = sorted(file for file in (self.root / "data").rglob("*.yaml") if is_regular(file))
        file = files[choice % len(files)]
        before = file.stat()
        file.write_text(file.read_text(encoding="utf-8").translate(FLIP), encoding="utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)

    @rule(one=PATHS, two=PATHS)
    def rename(self, one: str, two: str) -> None:
        if (self.root / one).is_file():
            (self.root / one).replace(self.place(two))

    @rule()
    def remember_as_a_branch(self) -> None:
        shutil.rmtree(self.root / "branch", ignore_errors=True)
        self.copy(self.root / "data", self.root / "branch")

    @rule()
    def switch_to_the_branch(self) -> None:
        if (self.root / "branch").is_dir():
            shutil.rmtree(self.root / "data")
            self.copy(self.root / "branch", self.root / "data")

    @staticmethod
    def copy(source: Path, target: Path) -> None:
        """Copy the folder with its links and pipes as they are."""
        subprocess.run(["cp", "-R", "-P", str(source), str(target)], check=True)

    @rule(path=PATHS, jump=st.sampled_from([-(10**9), 0, 10**9]))
    def the_clock_jumps(self, path: str, jump: int) -> None:
        file = self.root / path
        if file.is_file():
            stamp = file.stat().st_mtime_ns + jump * 10**9
            os.utime(file, ns=(stamp, stamp))

    @rule(path=PATHS)
    def a_link_takes_the_place_of_a_file(self, path: str) -> None:
        file = self.place(path)
        file.unlink(missing_ok=True)
        file.symlink_to(self.root / "data" / "settings.yaml")

    @rule(path=PATHS)
    def a_pipe_takes_the_place_of_a_file(self, path: str) -> None:
        file = self.place(path)
        file.unlink(missing_ok=True)
        os.mkfifo(file)

    @rule(folder=FOLDERS, name=st.sampled_from(["more", "more.d", ".more", "more.yaml"]))
    def a_link_to_a_folder_appears(self, folder: str, name: str) -> None:
        link = self.place(f"{folder}/{name}")
        link.unlink(missing_ok=True)
        link.symlink_to(self.root / "branch")

    @rule(folder=FOLDERS)
    def a_folder_becomes_a_link(self, folder: str) -> None:
        real = self.root / folder
        if real.is_dir() and not real.is_symlink():
            moved = Path(tempfile.mkdtemp(dir=self.root)) / "moved"
            real.rename(moved)
            real.symlink_to(moved)

    @rule(folder=FOLDERS)
    def a_name_is_no_utf_8(self, folder: str) -> None:
        with contextlib.suppress(OSError):  # some file systems have none
            Path(os.fsdecode(os.fsencode(self.place(f"{folder}/x").parent) + b"/\xff.yaml")).write_text("", "utf-8")

    @rule(path=PATHS)
    def the_line_endings_change(self, path: str) -> None:
        file = self.root / path
        if is_regular(file):
            data = file.read_bytes()
            file.write_bytes(data.replace(b"\r\n", b"\n") if b"\r" in data else data.replace(b"\n", b"\r\n", 1))

    @rule(folder=FOLDERS, jump=st.sampled_from([-(10**9), 0]))
    def the_time_of_a_folder_is_set_back(self, folder: str, jump: int) -> None:
        if (self.root / folder).is_dir():
            stamp = (self.root / folder).stat().st_mtime_ns + jump * 10**9
            os.utime(self.root / folder, ns=(stamp, stamp))

    @rule(after=st.integers(0, 3))
    def the_program_dies_while_it_refreshes(self, after: int) -> None:
        index = Index(self.root)
        count = iter(range(after))
        whole = index._keep

        def dying(some: ParsedBatch) -> None:
            if next(count, None) is None:
                raise KeyboardInterrupt
            whole(some)

        index._keep = dying  # type: ignore[method-assign]
        try:
            index.show_tree(WorkingTree(self.root))
        except KeyboardInterrupt:
            pass
        finally:
            index.close()

    @rule(junk=st.sampled_from(["", "junk", None]))
    def the_index_is_damaged_or_gone(self, junk: str | None) -> None:
        self.let_go()
        file = self.root / ".hyzs" / "index.db"
        if file.is_file():
            if junk is None:
                file.unlink()
            else:
                file.write_text(junk * 300, encoding="utf-8")

    @rule()
    def another_program_opens_the_index(self) -> None:
        self.let_go()
        self.other = Index(self.root)

    @rule()
    def the_other_program_asks_at_last(self) -> None:
        if self.other:
            self.other.show_tree(WorkingTree(self.root))
            assert answers(self.other) == fresh(self.root)
        self.let_go()

    def let_go(self) -> None:
        if self.other:
            self.other.close()
        self.other: Index | None = None

    @invariant()
    def the_kept_index_answers_as_a_fresh_one(self) -> None:
        assert ask(self.root, keep=True) == fresh(self.root)

    def teardown(self) -> None:
        self.let_go()
        shutil.rmtree(self.top, ignore_errors=True)


class StoryInGit(Story):
    """The same in a repository, where git is asked what changed."""

    def before_it_begins(self) -> None:
        """The repository, with all of it committed."""
        subprocess.run(["git", "init", "-q", "-b", "main", str(self.top)], check=True)
        (self.top / "nothing").write_text("#!/bin/sh\nprintf 'x\\0'\n", encoding="utf-8")  # has changed, it says
        (self.top / "nothing").chmod(0o755)
        self.commit()

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(self.root), *who, *words], capture_output=True, check=False)

    @rule()
    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    @rule(path=PATHS)
    def stage(self, path: str) -> None:
        self.git("add", path)

    @rule()
    def undo_all(self) -> None:
        self.git("checkout", "-q", "--", ".")

    @rule(word=st.sampled_from(["HEAD~1", "main"]))
    def switch(self, word: str) -> None:
        self.git("checkout", "-q", "-f", "--detach", word)

    @rule()
    def go_on_from_here(self) -> None:
        self.git("checkout", "-q", "-B", "main")

    @rule()
    def refresh_what_git_knows(self) -> None:
        self.git("status")

    @rule(path=PATHS, bit=st.sampled_from(["skip-worktree", "assume-unchanged"]), on=st.booleans())
    def git_is_told_not_to_look(self, path: str, bit: str, on: bool) -> None:
        self.git("update-index", f"--{bit}" if on else f"--no-{bit}", path)

    @rule(text=st.sampled_from(["", "data/projects/\n", "p26-a.yaml\n", "*.yaml\n", ".hyzs/\n"]))
    def git_is_told_to_ignore(self, text: str) -> None:
        (self.root / ".gitignore").write_text(text, encoding="utf-8")

    @rule(
        text=st.sampled_from(["", "*.yaml text eol=lf\n", "*.yaml filter=flip\n", "*.yaml merge=hyzs\n"]),
        where=st.sampled_from(["..", ".", "data", "data/projects/2026"]),
    )
    def git_is_told_to_read_otherwise(self, text: str, where: str) -> None:
        folder = self.root / where
        if folder.is_dir() and folder.resolve().is_relative_to(self.top.resolve()):
            (folder / ".gitattributes").write_text(text, encoding="utf-8")

    @rule(text=st.sampled_from(["", "*.yaml text eol=lf\n", "[attr]x filter=flip\n*.yaml x\n"]))
    def all_work_trees_are_told_to_read_otherwise(self, text: str) -> None:
        (self.top / ".git" / "info").mkdir(exist_ok=True)
        (self.top / ".git" / "info" / "attributes").write_text(text, encoding="utf-8")

    @rule(setting=st.sampled_from(sorted(SETTINGS)), on=st.booleans())
    def git_is_set_to_look_less(self, setting: str, on: bool) -> None:
        value = SETTINGS[setting].format(top=self.top)
        self.git("config", *((setting, value) if on else ("--unset", setting)))

    @rule(words=st.sampled_from(["--fsmonitor", "--untracked-cache", "--split-index", "--really-refresh"]))
    def git_notes_what_it_need_not_look_at(self, words: str) -> None:
        self.git("update-index", words)
        self.git("status")

    @rule(path=PATHS, text=TEXTS)
    def a_blob_is_replaced(self, path: str, text: str) -> None:
        (self.root / "other").write_text(text, encoding="utf-8")
        names = [self.asked("rev-parse", "--verify", "-q", f"HEAD:./{path}"), self.asked("hash-object", "-w", "other")]
        if all(names):
            self.git("replace", "-f", *names)

    def asked(self, *words: str) -> str:
        """What git answers."""
        done = subprocess.run(["git", "-C", str(self.root), *words], capture_output=True, check=False)
        return done.stdout.decode().strip()

    @rule(where=st.sampled_from([".", "data", "data/projects", "data/projects/2026"]), whole=st.booleans())
    def another_repository_appears(self, where: str, whole: bool) -> None:
        folder = self.root / where
        if folder.is_dir() and not (folder / ".git").exists():
            if whole and where != ".":
                subprocess.run(["git", "init", "-q", str(folder)], check=True)
            else:
                (folder / ".git").mkdir()

    @rule(where=st.sampled_from([".", "data", "data/projects", "data/projects/2026"]))
    def the_other_repository_goes(self, where: str) -> None:
        if self.root / where != self.top:
            shutil.rmtree(self.root / where / ".git", ignore_errors=True)

    @rule()
    def it_moves_to_a_linked_work_tree(self) -> None:
        linked = self.top / "linked"
        if not linked.exists():
            self.commit()
            self.git("worktree", "add", "-q", "--detach", str(linked))
            there = linked / self.root.relative_to(self.top)
            if (there / "data" / "settings.yaml").is_file():
                self.let_go()
                self.root = there

    @rule()
    def the_repository_is_thrown_away(self) -> None:
        if self.root.is_relative_to(self.top / "linked"):
            return
        shutil.rmtree(self.top / ".git", ignore_errors=True)
        subprocess.run(["git", "init", "-q", "-b", "main", str(self.top)], check=True)


class StoryInSeconds(Story):
    """The same on a file system that stamps files in whole seconds, and where time passes between the changes."""

    def before_it_begins(self) -> None:
        self.pauses: list[int] = []
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(
            trees, "change_times", lambda info: (self.second(info.st_mtime_ns), self.second(info.st_ctime_ns))
        )
        self.patch.setattr(trees.time, "time_ns", lambda: self.shifted(self.clock()))

    clock = staticmethod(time.time_ns)

    def shifted(self, ns: int) -> int:
        return ns + sum(3 * 10**9 for pause in self.pauses if pause < ns)

    def second(self, ns: int) -> int:
        return self.shifted(ns) // 10**9 * 10**9

    @rule()
    def three_seconds_pass(self) -> None:
        self.pauses.append(self.clock())

    def teardown(self) -> None:
        self.patch.undo()
        super().teardown()


class StoryOfMany(Story):
    """The same with every file read by other processes."""

    def before_it_begins(self) -> None:
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(bulk_loader, "MANY", 0)
        self.patch.setattr(bulk_loader.os, "cpu_count", lambda: 2)

    def teardown(self) -> None:
        self.patch.undo()
        super().teardown()


MANY = bool(os.environ.get("HYZS_FUZZ"))
for story, examples in ((Story, 20), (StoryInGit, 12), (StoryInSeconds, 12), (StoryOfMany, 4)):
    story.TestCase.settings = settings(
        max_examples=examples * (20 if MANY else 1),
        stateful_step_count=25 if MANY else 12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
TestStory = Story.TestCase
TestStoryInSeconds = StoryInSeconds.TestCase
TestStoryOfMany = StoryOfMany.TestCase
TestStoryInGit = pytest.mark.skipif(not shutil.which("git"), reason="没有 git 程序")(StoryInGit.TestCase)


def test_json_answers_are_documents(tmp_path):
    make_store(tmp_path)

    assert all(json.loads(text)["version"] == 1 for text in ask(tmp_path, keep=True)[1:])
