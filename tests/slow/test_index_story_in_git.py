"""The index answers what a fresh one answers, also in a repository, where git is asked what changed."""

import shutil
import subprocess

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from support.index_story import PATHS, TEXTS, Story, rehearse

#: What it runs other tests measure; here coverage would only take time.
pytestmark = pytest.mark.no_cover


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
        names = [
            self.git_output("rev-parse", "--verify", "-q", f"HEAD:./{path}"),
            self.git_output("hash-object", "-w", "other"),
        ]
        if all(names):
            self.git("replace", "-f", *names)

    def git_output(self, *words: str) -> str:
        """What git answers."""
        process = subprocess.run(["git", "-C", str(self.root), *words], capture_output=True, check=False)
        return process.stdout.decode().strip()

    @rule(where=st.sampled_from([".", "data", "data/projects", "data/projects/2026"]), has_commit=st.booleans())
    def another_repository_appears(self, where: str, has_commit: bool) -> None:
        folder = self.root / where
        if folder.is_dir() and not (folder / ".git").exists():
            if has_commit and where != ".":
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
            place = linked / self.root.relative_to(self.top)
            if (place / "data" / "settings.yaml").is_file():
                self.let_go()
                self.root = place

    @rule()
    def the_repository_is_thrown_away(self) -> None:
        if self.root.is_relative_to(self.top / "linked"):
            return
        shutil.rmtree(self.top / ".git", ignore_errors=True)
        subprocess.run(["git", "init", "-q", "-b", "main", str(self.top)], check=True)


rehearse(StoryInGit, 8)
TestStoryInGit = pytest.mark.skipif(not shutil.which("git"), reason="没有 git 程序")(StoryInGit.TestCase)
