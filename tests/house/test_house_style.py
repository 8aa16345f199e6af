"""House style, held against the syntax tree: names that say what they hold, docstrings that say it at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent.parent / "src" / "hyzs"
#: Rooms (folders, or modules beside them) that the rules do not hold for yet; the set only shrinks.
NOT_YET_READ: frozenset[str] = frozenset()
#: Participles, adverbs and pronouns that say nothing when they are the whole name of a function, class or parameter.
BARE_NAMES = """
above abreast again ahead alone apart aside asked away behind below beside beyond done filed filled found given gone
heard held it its judged kept known laid made marked meant named one past placed said seen shown spelled spoken
stood struck taken there thing things told two typed understood undone wanted way weighed what whole within without
written wrong
"""
#: Names that no variable has either.
NAMELESS = frozenset(("its", "one", "way", "what"))
QUESTIONS = ("What", "Whether", "Where", "Who", "How", "When", "Why")
FILES = sorted(PACKAGE.rglob("*.py"))
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).with_suffix("").parts[0]


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def definitions(tree: ast.Module) -> Iterator[Definition]:
    return (node for node in ast.walk(tree) if isinstance(node, Definition))


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and methods that other modules may call: no step of their path begins with ``_``."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            if isinstance(node, ast.ClassDef):
                yield from public_functions(node.body)
            else:
                yield node


def error_classes() -> frozenset[str]:
    """``HyzsError`` and every class of the package below it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for file in FILES
        for node in definitions(tree_of(file))
        if isinstance(node, ast.ClassDef)
    }
    errors = {"HyzsError"}
    while more := {name for name, parents in bases.items() if parents & errors} - errors:
        errors |= more
    return frozenset(errors)


ERRORS = error_classes()


def raised(function: ast.AST) -> set[str]:
    """Error classes that the function raises by itself, not in a function inside it."""
    names = set()
    for node in ast.iter_child_nodes(function):
        if isinstance(node, Definition | ast.Lambda):
            continue
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
            names.add(node.exc.func.id)
        names |= raised(node)
    return names & ERRORS


def bare_names(file: Path) -> list[str]:
    """Names of the module, its classes, functions and parameters that are nothing but one of BARE_NAMES."""
    names = [file.stem]
    for node in definitions(tree_of(file)):
        names.append(node.name)
        if not isinstance(node, ast.ClassDef):
            arguments = node.args
            names += [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return [name for name in names if name.strip("_").lower() in BARE_NAMES.split()]


def questions(file: Path) -> list[str]:
    """Docstrings that open with a question word."""
    tree = tree_of(file)
    docs = [ast.get_docstring(node) or "" for node in (tree, *definitions(tree))]
    return [doc.partition("\n")[0] for doc in docs if doc.partition(" ")[0].rstrip(",") in QUESTIONS]


def nameless_variables(file: Path) -> list[str]:
    """Variables that are called by one of NAMELESS."""
    names = (node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return [f"{name.id} ({name.lineno})" for name in names if name.id in NAMELESS]


def silent_errors(file: Path) -> list[str]:
    """Public functions that raise an error for people and do not say so; a docstring in Chinese is a command's help."""
    docs = {function.name: ast.get_docstring(function) or "" for function in raising_functions(file)}
    return [name for name, doc in docs.items() if "Raises:" not in doc and doc[:1].isascii()]


def raising_functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [function for function in public_functions(tree_of(file).body) if raised(function)]


FILES_READ = [file for file in FILES if room(file) not in NOT_YET_READ]
each_file = pytest.mark.parametrize("file", FILES_READ, ids=lambda file: file.relative_to(PACKAGE).as_posix())


@each_file
def test_names_say_what_they_hold(file):
    assert bare_names(file) == []


@each_file
def test_variables_have_a_name(file):
    assert nameless_variables(file) == []


@each_file
def test_docstrings_say_it_and_ask_nothing(file):
    assert questions(file) == []


@each_file
def test_public_functions_say_which_errors_they_raise(file):
    assert silent_errors(file) == []


def test_rooms_not_yet_read_are_rooms():
    assert {room(file) for file in FILES} >= NOT_YET_READ
