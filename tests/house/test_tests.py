"""The tests keep house too: each stands in the room that it tests, none asks another, none is too long to read."""

import ast
from pathlib import Path

from support.stores import REPO

TESTS = REPO / "tests"
FILES = sorted(TESTS.rglob("*.py"))
#: Rooms of the source, and what belongs to no single one.
ROOMS = {path.stem for path in (REPO / "src" / "hyzs").iterdir()} | {"house", "property", "sessions", "slow", "spark"}
MOST_LINES = 400


def name(file: Path) -> str:
    return file.relative_to(TESTS).as_posix()


def test_a_test_module_stands_in_the_room_that_it_tests():
    tests = [file for file in FILES if file.name.startswith("test_")]

    assert tests and [name(file) for file in tests if name(file).partition("/")[0] not in ROOMS] == []


def test_what_is_no_test_stands_in_support():
    others = [name(file) for file in FILES if not file.name.startswith(("test_", "conftest."))]

    assert [path for path in others if not path.startswith("support/")] == []


def test_a_module_can_be_read_at_once():
    assert {name(file) for file in FILES if len(file.read_text("utf-8").splitlines()) > MOST_LINES} == set()


def imported_tests(file: Path) -> set[str]:
    steps = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            steps |= {step for name in names for step in name.split(".")}
    return {step for step in steps if step.startswith("test_")}


def test_no_module_asks_a_test_module():
    assert {name(file): modules for file in FILES if (modules := imported_tests(file))} == {}


def test_no_two_modules_have_one_name():
    names = [file.name for file in FILES if file.name != "conftest.py"]

    assert sorted(names) == sorted(set(names))
