"""The rooms of the house: who may import whom; and the source files, each parsed once."""

import ast
import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent.parent / "src" / "hyzs"
#: Rooms and shelves (a folder inside a room with a narrower rule); the longest prefix of a file's path is its row.
MAY = {
    "model": {"model"},
    "kinds": {"kinds", "model"},
    "checks": {"checks", "model"},
    "yamldoc": {"yamldoc", "model"},
    "diagnostics": {"diagnostics", "kinds", "checks", "yamldoc", "model"},
    "store": {"store", "yamldoc", "model"},
    "index": {"index", "store", "diagnostics", "yamldoc", "kinds", "model", "paths"},
    "checking": {"checking", "index", "diagnostics", "store", "yamldoc", "checks", "query", "fields", "model"},
    "writing": {"writing", "checking", "index", "store", "yamldoc", "model"},
    "gitdrivers": {"gitdrivers", "index", "store", "yamldoc", "kinds", "model"},
    "scaffold": {"scaffold", "index", "store", "yamldoc", "kinds", "model", "paths"},
    "doctor": {"gitdrivers", "index", "store", "model"},
    "documents": {"documents", "model"},  # official documents: files to paragraphs, items, owners
    "fields": {"fields", "model"},  # derived fields it finds by name, as formats are found: query/derived/KIND
    "query": {"query", "fields", "model"},
    "reports/outreach": {"reports", "reports/outreach", "query", "fields", "documents", "model"},
    "reports/support": {"reports", "reports/support", "query", "fields", "documents", "model"},
    "reports/assessment": {"reports", "reports/assessment", "query", "fields", "documents", "model"},
    "reports/results": {"reports", "reports/results", "query", "fields", "model"},
    "reports/site": {"reports", "reports/outreach", "query", "fields", "model"},
    "reports": {"reports", "query", "fields", "documents", "model"},
    "lake": {
        "lake",
        "index",
        "store",
        "fields",
        "model",
        "paths",
    },  # SQL over the index of a store, and over many as Parquet
    "edits": {"edits", "query", "fields", "documents", "kinds", "model"},
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
        "reports/assessment",
        "reports/outreach",
        "reports/results",
        "reports/site",
        "reports/support",
        "edits",
        "query",
        "fields",
        "lake",
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
ASK_SQL = {
    *("reports", "reports/outreach", "reports/support", "reports/assessment", "reports/results", "reports/site"),
    *("lake", "checks", "query", "fields", "index", "checking", "writing", "scaffold", "doctor"),
}
FILES = sorted(PACKAGE.rglob("*.py"))
ROOT = PACKAGE.parent.parent
#: Python that is no part of the package: tests, measures, what bundles and draws it.
OTHER_FILES = sorted(file for name in ("tests", "bench", "bundle", "docs") for file in (ROOT / name).rglob("*.py"))


@functools.cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@functools.cache
def nodes_of(file: Path) -> tuple[ast.AST, ...]:
    """Every node of its syntax tree."""
    return tuple(ast.walk(tree_of(file)))


def offences(of_file: Callable[[Path], Any], files: Iterable[Path] = FILES) -> dict[str, Any]:
    """Whatever a question finds in a file, by its path; of all files in one test, which costs as much as one."""
    return {file.relative_to(ROOT).as_posix(): faults for file in files if (faults := of_file(file))}


def room_of(module: str) -> str:
    """The row of MAY that holds for a module: the longest prefix of its path (``render/layout/chart``)."""
    rooms = [name for name in MAY if f"{module}/".startswith(f"{name}/")]
    return max(rooms, key=len, default=module.partition("/")[0])


def room(file: Path) -> str:
    return room_of(file.relative_to(PACKAGE).with_suffix("").as_posix())
