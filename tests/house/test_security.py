"""What docs/SECURITY.md promises, and that each promise is held by a test that there is."""

import re
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent.parent
PROMISES = (REPO / "docs" / "SECURITY.md").read_text("utf-8")
NAMED_TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PROMISES)))


@pytest.mark.parametrize(("file", "name"), NAMED_TESTS)
def test_the_test_that_holds_a_promise_is_there(file, name):
    assert f"\ndef {name}(" in (REPO / file).read_text("utf-8")


def test_every_row_of_promises_names_a_test():
    rows = PROMISES.partition("## 每一条由哪个测试看着")[2].strip().splitlines()[2:]

    assert rows and all("::test_" in row for row in rows)


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_people_find_the_promises(name):
    assert "(docs/SECURITY.md)" in (REPO / name).read_text("utf-8")


def test_the_recipes_install_without_what_the_store_brings():
    """``python -m pip`` would run a folder ``pip/`` of a pull request before anything else."""
    recipes = [file for file in (REPO / "ci").rglob("*") if file.suffix in (".yml", ".yaml", ".sh")]
    lines = [line for file in recipes for line in file.read_text("utf-8").splitlines() if "-m pip" in line]

    assert lines and all("python -I -m pip" in line for line in lines)
