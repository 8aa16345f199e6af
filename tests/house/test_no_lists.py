"""No list of rooms, modules, kinds, reports or formats is written down: a new one is found by walking, by all."""

import ast
from collections.abc import Iterator
from pathlib import Path

from hyzs import commands
from hyzs.commands.report_registry import printed_reports
from hyzs.kinds import kinds
from hyzs.render.format_catalog import all_formats
from support.rooms import FILES, PACKAGE, nodes_of, offences, tree_of

MODULES = {".".join(("hyzs", *file.relative_to(PACKAGE).with_suffix("").parts)) for file in FILES}
ROOMS = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in FILES}
KINDS = set(kinds()) | {kind.path.partition("/")[0].removesuffix(".yaml") for kind in kinds().values()}
#: Names of what is found by walking, and how many of them make a list; a pair of kinds, reports or formats may be words
#: for something else.
WALKED = ((ROOMS, 2), (MODULES, 2), (KINDS, 3), (set(printed_reports()), 3), (set(all_formats()), 3))


def groups(file: Path) -> Iterator[list[str]]:
    """The strings of each tuple, list and set that holds nothing else, and the words of each string.

    Keys of mappings are mostly those of JSON documents.
    """
    for node in nodes_of(file):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            parts = [*node.elts]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "|" not in node.value:
            yield node.value.replace(",", " ").split()  # with bars: the kinds that a field refers to
        texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if texts and len(texts) == len(parts):
            yield texts


def lists(file: Path) -> list[list[str]]:
    return [
        names
        for names in groups(file)
        for listed_names, fewest in WALKED
        if len(set(names)) >= fewest and listed_names.issuperset(names)
    ]


def test_no_file_lists_what_is_found_by_walking():
    assert offences(lists) == {}


def test_the_table_of_commands_forgets_no_file():
    """Its groups and their order are written for people and follow from nothing else; its names are those of files."""
    titles = {file.stem: ast.get_docstring(tree_of(file)) or "" for file in FILES if file.parent.name == "commands"}
    files = {name for name, title in titles.items() if title.startswith(f"``hyzs {name.rstrip('_')}``")}

    assert files == set(commands.TABLE.values())
