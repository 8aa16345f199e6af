"""Imports keep to the table of rooms."""

import ast
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from support.rooms import ASK_SQL, FILES, MAY, PACKAGE, nodes_of, offences, room, room_of


def imported_names(file: Path) -> Iterator[str]:
    """Dotted names inside the package, at module level, in functions and for type checkers: ``model.week.Week``."""
    for node in nodes_of(file):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            package, _, rest = name.partition(".")
            if package == "hyzs" and not rest.startswith("__"):
                yield rest


def imported_rooms(file: Path) -> Iterator[str]:
    for name in imported_names(file):
        yield room_of(name.replace(".", "/"))


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def import_graph() -> dict[str, set[str]]:
    """Each module, and the modules that it imports."""
    modules = {module_of(file) for file in FILES}
    graph: dict[str, set[str]] = {}
    for file in FILES:
        owners = {name if name in modules else name.rpartition(".")[0] for name in imported_names(file)}
        graph[module_of(file)] = owners & modules - {module_of(file)}
    return graph


def sql(file: Path) -> list[str]:
    words = ("SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE")
    texts = (node.value for node in nodes_of(file) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and text.lstrip().startswith(words)]


def test_a_file_imports_only_the_rooms_it_may():
    assert offences(lambda file: set(imported_rooms(file)) - MAY[room(file)]) == {}


def test_no_module_imports_itself_by_way_of_others():
    TopologicalSorter(import_graph()).prepare()  # raises CycleError with the modules of a circle


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
