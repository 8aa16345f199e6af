"""Imports keep to the table of rooms."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.rooms import ASK_SQL, FILES, MAY, nodes_of, offences, room, room_of


def imported_rooms(file: Path) -> Iterator[str]:
    for node in nodes_of(file):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            steps = name.split(".")
            if steps[0] == "hyzs" and not steps[1].startswith("__"):
                yield room_of("/".join(steps[1:]))


def sql(file: Path) -> list[str]:
    words = ("SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE")
    texts = (node.value for node in nodes_of(file) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and text.lstrip().startswith(words)]


def test_a_file_imports_only_the_rooms_it_may():
    assert offences(lambda file: set(imported_rooms(file)) - MAY[room(file)]) == {}


def test_no_room_holds_more_than_fifteen_percent_of_the_lines():
    lines = Counter[str]()
    for file in FILES:
        lines[room(file)] += len(file.read_text("utf-8").splitlines())

    assert {name: n for name, n in lines.items() if n > 0.15 * lines.total()} == {}


def test_sql_lives_only_in_checks_reports_and_the_store():
    assert offences(lambda file: room(file) not in ASK_SQL and sql(file)) == {}


@pytest.mark.parametrize("name", ["model", "kinds", "checks", "fields", "query", "reports"])
def test_the_inner_rooms_open_no_file_print_nothing_and_ask_no_clock(name):
    forbidden = {"open", "print", "input"}
    calls = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for file in FILES
        if room(file).partition("/")[0] == name
        for node in nodes_of(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }

    assert not calls & (forbidden | {"now", "today", "utcnow", "read_text", "read_bytes", "write_text"})
