"""Stores of the tracking list's stories, shared by the modules that tell them."""

import inspect

import pytest

from support.stores import index_of, make_store
from support.track_stories import MOVE, PARTLY, STORIES, THREE


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The index of a store by its text; reports only read, so that one serves all who tell the same."""
    index_by_story = {}

    def index_of_story(story: str):
        if story not in index_by_story:
            index_by_story[story] = index_of(make_store(tmp_path_factory.mktemp("store"), story))
        return index_by_story[story]

    yield index_of_story
    for index in index_by_story.values():
        index.close()


@pytest.fixture
def store(request, stores):
    """The index of the store that the test's docstring tells."""
    story = inspect.cleandoc(request.function.__doc__ or "") + "\n"
    for short, text in {"{move}\n": MOVE, "{three}\n": THREE, "{partly}\n": PARTLY, **STORIES}.items():
        story = story.replace(short, text)
    return stores(story)
