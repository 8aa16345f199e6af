"""Formatter: LF, no byte order mark, standard characters, half-width figures, keys in the order of the model.

The meaning of the file cannot change: each step is proved, and a file that cannot be read keeps its lines.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from hyzs.model.finding import Route
from hyzs.model.nfkc import nfkc
from hyzs.model.private_use import standardize
from hyzs.yamldoc.document import Absent, Document, Tree, read
from hyzs.yamldoc.emitter import trees_equal
from hyzs.yamldoc.nodes import Node, YamlNode, text_span
from hyzs.yamldoc.parser_events import Event
from hyzs.yamldoc.patcher import Patch, Patcher, is_flow
from hyzs.yamldoc.schema_hints import SchemaHints

_BOM = b"\xef\xbb\xbf"
_FIGURES = re.compile(r"[0-9][0-9.:TQ-]*")
_COMMENT = re.compile(r"#[^\n]*")


def format_bytes(data: bytes, form: SchemaHints) -> bytes:
    """Formatted file; the same bytes if there is nothing to do, or if it cannot be tried safely."""
    plain = re.sub(rb"\r\n?", b"\n", data.removeprefix(_BOM))
    plain = plain if plain.endswith(b"\n") or not plain else plain + b"\n"
    before, after = read(data), read(plain)
    if before.tree is None or not trees_equal(before.tree, after.tree):
        return data
    plain = _standardized(plain, after)
    plain = _halfwidth_digits(plain, read(plain), form)
    return _sort_keys(plain, read(plain), form)


def _standardized(data: bytes, document: Document) -> bytes:
    """Private use characters made the standard ones that they are by GB 18030; invisible selectors taken out."""
    text = data.decode()
    new = standardize(text)
    if new == text or document.tree is None:
        return data
    return new.encode() if trees_equal(read(new.encode()).tree, _standard_tree(document.tree)) else data


def _standard_tree(tree: Tree) -> Tree:
    """The tree with standard characters only."""
    if isinstance(tree, dict):
        return {standardize(key): _standard_tree(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_standard_tree(value) for value in tree]
    return tree if isinstance(tree, Absent) else standardize(tree)


def _halfwidth_digits(data: bytes, document: Document, form: SchemaHints) -> bytes:
    """Full-width figures made half-width, where figures stand: １２００ is 1200, which no reader of ours takes."""
    text = data.decode()
    for route, node in reversed([*_scalars((), document.root)]):
        half = nfkc(node.value)
        if half != node.value and not node.style and _FIGURES.fullmatch(half) and form.is_figure(route):
            start, end = text_span(text, node)
            text = text[:start] + half + text[end:]
    return text.encode()


def _scalars(route: Route, node: YamlNode | None) -> Iterator[tuple[Route, Event]]:
    """Every scalar, in the order of the text."""
    if not isinstance(node, Node):
        yield from [(route, node)] if node is not None else []
        return
    for step, inner in node.children.items() if isinstance(node.children, dict) else enumerate(node.children):
        yield from _scalars((*route, step), inner)


def _sort_keys(data: bytes, document: Document, form: SchemaHints) -> bytes:
    """Each mapping in its order, one after the other; what would lose a comment stays as it is."""
    tried = set[Route]()
    while unsorted := _unsorted(document, form, tried):
        route, node, names = unsorted
        tried.add(route)
        text = data.decode()
        patch = _sorted(Patcher(document, text), node, names)
        if patch is None:
            continue
        new = text[: patch.start] + patch.text + text[patch.end :]
        proof = read(new.encode())
        if trees_equal(proof.tree, document.tree) and Counter(_COMMENT.findall(new)) == Counter(_COMMENT.findall(text)):
            data, document = new.encode(), proof
    return data


def _unsorted(document: Document, form: SchemaHints, tried: set[Route]) -> tuple[Route, Node, list[str]] | None:
    """The first mapping whose keys stand in another order than expected, and that order."""
    for route, node in _mappings((), document.root):
        expected = form.keys(route)
        names = [str(name) for name in node.children]
        right = sorted(names, key=lambda name: expected.index(name) if name in expected else len(expected))
        if route not in tried and expected and names != right:
            return route, node, right
    return None


def _mappings(route: Route, node: YamlNode | None) -> Iterator[tuple[Route, Node]]:
    """Every mapping that has lines of its own."""
    if not isinstance(node, Node) or is_flow(node):
        return
    if isinstance(node.children, dict):
        yield route, node
    for step, inner in node.children.items() if isinstance(node.children, dict) else enumerate(node.children):
        yield from _mappings((*route, step), inner)


def _sorted(patcher: Patcher, node: Node, names: list[str]) -> Patch | None:
    """The entries of a mapping in that order, each with the comments above it; those above the first stay there."""
    old = [str(name) for name in node.children]
    heads = {name: patcher.start_of(node, name) for name in old}
    ends = {name: patcher.end_of_line(patcher.last_node(node, name)) for name in old}
    first = heads[old[0]]
    line = patcher.text.rfind("\n", 0, first) + 1
    indent = patcher.text[line:first]
    leads = {name: patcher.text[ends[before] + 1 : heads[name]] for before, name in pairwise(old)}
    leads[old[0]] = indent = " " * len(indent)
    if leads[names[0]].strip() and patcher.text[line:first].strip():
        return None  # behind a dash there is no line for its comment
    texts = [leads[name] + patcher.text[heads[name] : ends[name]] for name in names]
    joined = "\n".join(texts)
    if patcher.text[line:first].strip():
        return Patch(first, ends[old[-1]], joined[len(indent) :])
    return Patch(line, ends[old[-1]], joined)
