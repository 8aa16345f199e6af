"""The index answers what a fresh one answers, whatever happened to the files, the clock or the program before."""

import json
import time

import pytest
from hypothesis.stateful import rule

from hyzs.index import parallel_parser
from hyzs.store import trees
from support.index_answers import ask
from support.index_story import Story, rehearse
from support.stores import make_store

#: What it runs other tests measure; here coverage would only take time.
pytestmark = pytest.mark.no_cover


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
        self.patch.setattr(parallel_parser, "MANY", 0)
        self.patch.setattr(parallel_parser.os, "cpu_count", lambda: 2)

    def teardown(self) -> None:
        self.patch.undo()
        super().teardown()


for story, examples in ((Story, 12), (StoryInSeconds, 8), (StoryOfMany, 3)):
    rehearse(story, examples)
TestStory = Story.TestCase
TestStoryInSeconds = StoryInSeconds.TestCase
TestStoryOfMany = StoryOfMany.TestCase


def test_json_answers_are_documents(tmp_path):
    make_store(tmp_path)

    assert all(json.loads(text)["version"] == 1 for text in ask(tmp_path, keep=True)[1:])
