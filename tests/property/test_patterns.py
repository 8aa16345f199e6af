"""No pattern of the source can search for ever: no star over what an inner or a neighbouring star takes as well."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as c
from re import _parser as parser

import pytest

import hyzs
from hyzs.yamldoc.document import read
from support.rooms import nodes_of

#: Characters that stand for all others of their sort.
ALPHABET = [chr(code) for code in range(1, 256)] + list("　：，（）甲〇１ａ…")
REPEATS = {c.MAX_REPEAT, c.MIN_REPEAT}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of the program: those that modules keep, and those that stand in calls."""
    for info in pkgutil.walk_packages(hyzs.__path__, "hyzs."):
        if info.name == "hyzs.__main__":
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            remaining = value.values() if isinstance(value, dict) else [value]
            yield from ((f"{info.name}.{name}", item) for item in remaining if isinstance(item, re.Pattern))
        for node in nodes_of(Path(inspect.getfile(module))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
                yield f"{info.name}:{node.lineno}", _literal(node.args[0])


def _literal(node: ast.expr) -> re.Pattern[str]:
    """The pattern of a call; what is not known before it runs must be kept under a name."""
    return re.compile(node.value if isinstance(node, ast.Constant) else "")


def characters(item, flags: int) -> set[str]:
    """The characters that the item, one of a parsed pattern, can take as its first."""
    op, argument = item
    if op in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
        return {char for char in ALPHABET if _takes(op, argument, char, flags)}
    if op in REPEATS or op is c.POSSESSIVE_REPEAT:
        return first(argument[2], flags)[0]
    if op is c.SUBPATTERN:
        return first(argument[-1], flags)[0]
    if op is c.ATOMIC_GROUP:
        return first(argument, flags)[0]
    if op is c.BRANCH:
        return set().union(*(first(branch, flags)[0] for branch in argument[1]))
    return set()


def _takes(op, argument, char: str, flags: int) -> bool:
    if op is c.LITERAL:
        return chr(argument) == char
    if op is c.NOT_LITERAL:
        return chr(argument) != char
    if op is c.ANY:
        return char != "\n" or bool(flags & re.DOTALL)
    negated = argument[0][0] is c.NEGATE
    return negated != any(_in(item, char) for item in argument if item[0] is not c.NEGATE)


_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}


def _in(item, char: str) -> bool:
    op, argument = item
    if op is c.LITERAL:
        return chr(argument) == char
    if op is c.RANGE:
        return argument[0] <= ord(char) <= argument[1]
    return bool(re.match(_CATEGORIES[argument], char))


def is_nullable(item) -> bool:
    op, argument = item
    if op in REPEATS or op is c.POSSESSIVE_REPEAT:
        return argument[0] == 0 or all(map(is_nullable, argument[2]))
    if op is c.SUBPATTERN:
        return all(map(is_nullable, argument[-1]))
    if op is c.ATOMIC_GROUP:
        return all(map(is_nullable, argument))
    if op is c.BRANCH:
        return any(all(map(is_nullable, branch)) for branch in argument[1])
    return op in (c.AT, c.ASSERT, c.ASSERT_NOT)


def first(items, flags: int) -> tuple[set[str], bool]:
    """The characters that the sequence can begin with, and whether it can be empty."""
    first_chars: set[str] = set()
    for item in items:
        first_chars |= characters(item, flags)
        if not is_nullable(item):
            return first_chars, False
    return first_chars, True


def open_stars(items, flags: int) -> set[str]:
    """The characters of unbounded repeats of the sequence that can take all that must still come after them, too."""
    item: set[str] = set()
    after: list[set[str]] = []
    for op, argument in reversed(list(items)):
        item_chars = characters((op, argument), flags)
        inner: set[str] = set()
        if op in REPEATS:
            inner = (item_chars if argument[1] == c.MAXREPEAT else set()) | open_stars(argument[2], flags)
        elif op is c.SUBPATTERN:
            inner = open_stars(argument[-1], flags)
        elif op is c.BRANCH:
            inner = set().union(*(open_stars(branch, flags) for branch in argument[1]))
        if all(inner & must for must in after):
            item |= inner
        if not is_nullable((op, argument)):
            after.append(item_chars)
    return item


def ambiguities(items, flags: int) -> Iterator[str]:
    """Repeats whose rounds can be cut in more than one way."""
    for op, argument in items:
        if op in REPEATS:
            body = argument[2]
            if argument[1] == c.MAXREPEAT:
                begins, _ = first(body, flags)
                if shared := begins & open_stars(body, flags):
                    yield f"{sorted(shared)[:3]}"
            yield from ambiguities(body, flags)
        elif op is c.POSSESSIVE_REPEAT:
            yield from ambiguities(argument[2], flags)
        elif op is c.SUBPATTERN:
            yield from ambiguities(argument[-1], flags)
        elif op is c.ATOMIC_GROUP:
            yield from ambiguities(argument, flags)
        elif op is c.BRANCH:
            for branch in argument[1]:
                yield from ambiguities(branch, flags)


def test_no_star_over_a_star_that_takes_the_same():
    assert {
        f"{name}: {pattern.pattern}": faults
        for name, pattern in patterns()
        if (faults := list(ambiguities(parser.parse(pattern.pattern, pattern.flags), pattern.flags)))
    } == {}


@pytest.mark.parametrize("text", [r"(?:[ \n]|#[^\n]*)*", r"(?:!x\s+(?:#[^\n]*\s+)*)?!", r"(a*)*", r"(?:a?b*)+"])
def test_the_test_itself_sees_such_stars(text):
    assert list(ambiguities(parser.parse(text), 0))


def test_a_banner_before_a_document_mark_is_read_at_once():
    result = read(b"# " * 40 + b"\n" + b"#" * 60 + b"\n---\nname: x\n")

    assert result.tree == {"name": "x"} and not result.problems
