"""The SQL of the program is understood beyond SQLite: every statement goes through the parser of DuckDB."""

import ast
import functools
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from support.rooms import ASK_SQL, FILES, PACKAGE, nodes_of, room

_PARAMETER = re.compile(r"'[^']*'|\"[^\"]*\"|(?<![:\w]):([a-z]\w*)")
_PLACEHOLDER = re.compile(r"\{\w*\}")
_MORE_COLUMNS = re.compile(r"(?<=\w)\{\w*\}")


def constants(value: object) -> Iterator[str]:
    """The texts in a module's constant."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from constants(inner)
    elif isinstance(value, dict):
        yield from constants(list(value.values()))


def inline(file: Path) -> Iterator[tuple[str, str]]:
    """The texts in a source file that are no part of an f-string, with their lines."""
    nodes = nodes_of(file)
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield str(node.lineno), node.value


@functools.cache
def statements() -> dict[str, str]:
    """Every SELECT in the rooms that ask, whole, by module and constant or line; a part is read in its wholes."""
    selects: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    for file in (file for file in FILES if room(file) in ASK_SQL and "SELECT " in file.read_text("utf-8")):
        module = ".".join(("hyzs", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        built = vars(importlib.import_module(module)).items()
        texts = [(name, text) for name, value in built for text in constants(value)] + list(inline(file))
        selects |= {text: f"{module}:{name}" for name, text in texts if text.lstrip().startswith(("SELECT ", "WITH "))}
        others[module] = [text for _, text in texts]
    return {
        name: text
        for text, name in selects.items()
        if not any(text in longer and text != longer for longer in (*others[name.partition(":")[0]], *selects))
    }


def portable(sql: str, word: str = " x") -> str:
    """The statement with parameters as DuckDB writes them, and a word, or none, where the program fills one in."""
    filled_sql = _PLACEHOLDER.sub(word, _MORE_COLUMNS.sub("", sql))
    return _PARAMETER.sub(lambda match: f"${match[1]}" if match[1] else match[0], filled_sql)


def complaint(sql: str) -> str:
    """The first line of the parser's error; empty where there is none."""
    message = ""
    for word in (" x", ""):
        try:
            duckdb.extract_statements(portable(sql, word))
        except duckdb.ParserException as error:
            message = message or str(error).splitlines()[0]
        else:
            return ""
    return message


def test_every_statement_goes_through_the_parser_of_duckdb():
    assert {name: text for name, sql in statements().items() if (text := complaint(sql))} == {}


def test_the_parser_refuses_what_only_sqlite_takes():
    assert complaint("SELECT e.key FROM project p CROSS JOIN entry e ON e.key = p.id")
    assert complaint("SELECT file, at FROM project WHERE id = :id")
    assert not complaint("SELECT p.file FROM project p WHERE p.id = :id AND p.name <> ':no'")


def test_statements_are_found_in_every_room_that_has_them():
    assert {name.split(".")[1].partition(":")[0] for name in statements()} >= {
        "checks",
        "query",
        "reports",
        "index",
        "writing",
    }
