"""Stores and surroundings of the front door's stories."""

import pytest

from support.front_door import BROKEN, CLEAN
from support.stores import make_store


@pytest.fixture
def day(monkeypatch):
    """The day of the sample data, and nothing of the person's own settings."""
    for name in ("HYZS_STORE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HYZS_TODAY", "2026-11-23")


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """A store in which nothing is wrong and one project owes. Nobody changes it."""
    return make_store(tmp_path_factory.mktemp("clean"), CLEAN)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """The same store with a file that cannot be read."""
    return make_store(tmp_path_factory.mktemp("broken"), CLEAN + BROKEN)


@pytest.fixture
def inside(clean, monkeypatch):
    """The clean store as current folder."""
    monkeypatch.chdir(clean)
    return clean
