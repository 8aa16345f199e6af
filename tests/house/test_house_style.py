"""House style, held against the syntax tree: names that say what they hold, docstrings that say it at once."""

import ast
import functools
import re
import symtable
from collections.abc import Iterator
from pathlib import Path

from support.rooms import FILES, OTHER_FILES, nodes_of, offences, tree_of

#: Participles, adverbs and pronouns that say nothing when they are the whole name of a function, class, parameter or
#: variable.
NAMELESS = """
above abreast again ahead alone apart aside asked away behind below beside beyond done filed filled found given gone
heard held it its judged kept known laid made marked meant named one past placed said seen shown spelled spoken
stood struck taken there thing things told two typed understood undone wanted way weighed what whole within without
written wrong
"""
#: Words with which no docstring, and no comment on a constant, opens.
RIDDLES = """
What Whether Where Who How When Why Whatever Wherever Whoever Whom Whose Nobody Nothing Somebody Everything
"""
#: Lines of a function; half of all have 7.
MOST_LINES = 48
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(file: Path) -> Iterator[Definition]:
    return (node for node in nodes_of(file) if isinstance(node, Definition))


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and methods that other modules may call: no step of their path begins with ``_``."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            if isinstance(node, ast.ClassDef):
                yield from public_functions(node.body)
            else:
                yield node


@functools.cache
def error_classes() -> frozenset[str]:
    """``HyzsError`` and every class of the package below it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for file in FILES
        for node in definitions(file)
        if isinstance(node, ast.ClassDef)
    }
    errors = {"HyzsError"}
    while more := {name for name, parents in bases.items() if parents & errors} - errors:
        errors |= more
    return frozenset(errors)


@functools.cache
def error_makers() -> frozenset[str]:
    """Error classes, and functions that say that they give an error of one of them."""
    makers = {
        node.name
        for file in FILES
        for node in definitions(file)
        if not isinstance(node, ast.ClassDef) and isinstance(node.returns, ast.Name)
        if node.returns.id in error_classes()
    }
    return error_classes() | makers


def raised(function: ast.AST) -> set[str]:
    """Makers of the errors that the function raises by itself, not in a function inside it."""
    names = set()
    for node in ast.iter_child_nodes(function):
        if isinstance(node, Definition | ast.Lambda):
            continue
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            names.add(ast.unparse(node.exc.func).rpartition(".")[2])
        names |= raised(node)
    return names & error_makers()


def scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """The scope and all inside it: functions, classes, lambdas, comprehensions."""
    yield table
    for child in table.get_children():
        yield from scopes(child)


def bare_names(file: Path) -> list[str]:
    """Names of the module, of what it defines, and of variables and parameters that are nothing but one of NAMELESS.

    A field of a class may be a key of a file. Constants of a module are left out.
    """
    names = [(file.stem, 1)]
    for scope in scopes(symtable.symtable(file.read_text("utf-8"), file.name, "exec")):
        is_function = scope.get_type() == "function"
        names += [
            (symbol.get_name(), scope.get_lineno())
            for symbol in scope.get_symbols()
            if symbol.is_namespace() or (symbol.is_assigned() and is_function) or symbol.is_parameter()
        ]
    return [f"{name} (in {line})" for name, line in names if name.strip("_").lower() in NAMELESS.split()]


def riddles(file: Path) -> list[str]:
    """Docstrings, and comments on constants, that open with one of RIDDLES in place of a noun or verb."""
    docs = [ast.get_docstring(node) or "" for node in (tree_of(file), *definitions(file))]
    docs += re.findall(r"^ *#: (.*)$", file.read_text("utf-8"), re.MULTILINE)
    return [doc.partition("\n")[0] for doc in docs if doc.partition(" ")[0].rstrip(",") in RIDDLES.split()]


@functools.cache
def words_of_code() -> frozenset[str]:
    """Every word of the sources that stands outside of double backticks."""
    texts = (re.sub(r"``[^`\n]*``", "", file.read_text("utf-8")) for file in FILES)
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def stale_references(file: Path) -> list[str]:
    """Names of functions and classes that docstrings and comments refer to and that stand nowhere in the sources."""
    references = re.findall(r"``([\w.]+)``", file.read_text("utf-8"))
    words = [word for reference in references for word in reference.split(".")]
    return [word for word in words if re.match(r"[a-z]+_|[A-Z][a-z]", word) and word not in words_of_code()]


def silent_errors(file: Path) -> list[str]:
    """Public functions that raise an error for people and do not say so; a docstring in Chinese is a command's help."""
    docs = {function.name: ast.get_docstring(function) or "" for function in raising_functions(file)}
    return [name for name, doc in docs.items() if "Raises:" not in doc and doc[:1].isascii()]


def raising_functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [function for function in public_functions(tree_of(file).body) if raised(function)]


def test_names_say_what_they_hold():
    assert offences(bare_names, (*FILES, *OTHER_FILES)) == {}


def test_docstrings_and_comments_open_with_a_noun_or_a_verb():
    assert offences(riddles) == {}


def test_public_functions_say_which_errors_they_raise():
    assert offences(silent_errors) == {}


def test_docstrings_refer_to_what_there_is():
    assert offences(stale_references) == {}


def long_functions(file: Path) -> list[str]:
    """Functions of more lines than MOST_LINES, with their docstrings."""
    functions = (node for node in definitions(file) if not isinstance(node, ast.ClassDef))
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= MOST_LINES]


def test_functions_are_short():
    assert offences(long_functions) == {}
