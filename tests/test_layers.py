"""Who may import whom: the table of the house, held against the imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "hyzs"
#: Rooms and shelves (a folder inside a room with a narrower rule); the longest prefix of a file's path is its row.
MAY = {
    "model": {"model"},
    "kinds": {"kinds", "model"},
    "checks": {"checks", "model"},
    "yamldoc": {"yamldoc", "model"},
    "diagnostics": {"diagnostics", "kinds", "checks", "yamldoc", "model"},
    "store": {"store", "yamldoc", "model"},
    "index": {"index", "store", "diagnostics", "yamldoc", "kinds", "model", "paths"},
    "checking": {"checking", "index", "diagnostics", "store", "yamldoc", "checks", "model"},
    "writing": {"writing", "checking", "index", "store", "yamldoc", "model"},
    "gitdrivers": {"gitdrivers", "index", "store", "yamldoc", "kinds", "model"},
    "scaffold": {"scaffold", "index", "store", "yamldoc", "kinds", "model", "paths"},
    "doctor": {"gitdrivers", "index", "store", "model"},
    "documents": {"documents", "model"},  # official documents: files to paragraphs, items, owners
    "query": {"query", "model"},
    "reports": {"reports", "query", "documents", "model"},
    "edits": {"edits", "query", "documents", "kinds", "model"},
    "render/layout": {"render/layout", "model"},
    "render": {"render", "render/layout", "model", "paths"},
    "workbooks": {"workbooks", "model"},  # workbooks that go out and come back: bytes, no records, no index
    "output": {"output", "render", "diagnostics", "index", "store", "model"},
    "session": {"session", "output", "writing", "checking", "index", "store", "model"},
    "commands": {  # the services to which a session adds nothing, each asked by the command that needs it
        "commands",
        "session",
        "output",
        "reports",
        "edits",
        "query",
        "checking",
        "diagnostics",
        "doctor",
        "documents",
        "gitdrivers",
        "model",
        "scaffold",
        "store",
        "workbooks",
        "writing",
        "paths",
    },
    "cli": {"cli", "commands", "session", "output", "store", "model"},
    "__main__": {"cli"},
    "paths": set(),
    "__init__": set(),
}
#: Rooms in which SELECTs stand: those that ask the index or keep it.
ASK_SQL = {"checks", "reports", "query", "index", "checking", "writing", "scaffold", "doctor"}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: str) -> str:
    """The row of MAY that holds for a module: the longest prefix of its path (``render/layout/chart``)."""
    rooms = [name for name in MAY if f"{module}/".startswith(f"{name}/")]
    return max(rooms, key=len, default=module.partition("/")[0])


def room(file: Path) -> str:
    return room_of(file.relative_to(PACKAGE).with_suffix("").as_posix())


def imported_rooms(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            steps = name.split(".")
            if steps[0] == "hyzs" and not steps[1].startswith("__"):
                yield room_of("/".join(steps[1:]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_file_imports_only_the_rooms_it_may(file):
    assert set(imported_rooms(file)) <= MAY[room(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_sql_lives_only_in_checks_reports_and_the_store(file):
    words = ("SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE")
    texts = (n.value for n in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant))

    says_sql = any(isinstance(text, str) and text.lstrip().startswith(words) for text in texts)

    assert not says_sql or room(file) in ASK_SQL


@pytest.mark.parametrize("name", ["model", "kinds", "checks", "query", "reports"])
def test_the_inner_rooms_open_no_file_print_nothing_and_ask_no_clock(name):
    forbidden = {"open", "print", "input"}
    calls = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for file in FILES
        if room(file) == name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }

    assert not calls & (forbidden | {"now", "today", "utcnow", "read_text", "read_bytes", "write_text"})
