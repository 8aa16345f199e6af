"""One name, one thing: no two public classes of one name, and few functions; contracts of a folder aside."""

import ast
from collections import defaultdict
from pathlib import Path

from hyzs import commands
from support.rooms import FILES, PACKAGE, tree_of

#: Modules whose functions are found by their names: a command and its edit or report, formats, sources of todo items,
#: readers of documents, the entries of processes.
CONTRACTS = {*commands.TABLE.values(), "main", "render", "items", "read"}
#: In so many modules a name is that of a kind of function; two may be the two sides of one.
MOST_MODULES = 2


def modules_by_name(definition: type[ast.AST]) -> dict[str, list[str]]:
    """The modules that define each public class or function at their top."""
    modules: dict[str, list[str]] = defaultdict(list)
    for file in FILES:
        for node in tree_of(file).body:
            if isinstance(node, definition) and not node.name.startswith("_"):
                modules[node.name].append(module_of(file))
    return modules


def module_of(file: Path) -> str:
    return file.relative_to(PACKAGE).with_suffix("").as_posix()


def test_a_class_name_is_the_name_of_one_class():
    """Nested models name tables of the index; whoever reads a record's model must not meet another under its name."""
    assert {name: modules for name, modules in modules_by_name(ast.ClassDef).items() if len(modules) > 1} == {}


def test_a_function_name_is_not_that_of_three():
    """Completions of options belong to the command in whose module they stand."""
    outside = {
        name: [module for module in modules if not module.startswith("commands/")]
        for name, modules in modules_by_name(ast.FunctionDef).items()
        if name not in CONTRACTS
    }

    assert {name: modules for name, modules in outside.items() if len(modules) > MOST_MODULES} == {}
