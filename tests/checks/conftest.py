"""Findings of a rule in the store that a test's docstring tells; ``{project}`` is the module's own ``PROJECT``."""

import pytest

from support.rule_stories import TASKS, TODAY, story_findings


@pytest.fixture
def story(request, tmp_path):
    """The findings of a code, as of a day."""

    def ask(code, day=TODAY):
        words = {"{project}\n": request.module.PROJECT, "{tasks}\n": TASKS}
        return story_findings(request, tmp_path, code, day, words)

    return ask


@pytest.fixture
def found_at(story):
    """(path, line, message) of each finding."""

    def ask(code, day=TODAY):
        return [(f.path.removeprefix("data/"), f.span.line, f.message) for f in story(code, day)]

    return ask


@pytest.fixture
def hinted_at(story):
    """(path, line, message, hint) of each finding."""

    def ask(code, day=TODAY):
        return [(f.path.removeprefix("data/"), f.span.line, f.message, f.hint) for f in story(code, day)]

    return ask
