"""Edits inside a file: new text at the positions of the values, every other byte unchanged.

Each change is proved: the new text is read again and must give the expected tree.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from hyzs.model.change import Append, ContentChange, Remove, RenameKey, Set, Value, YamlSource
from hyzs.model.errors import CannotWrite
from hyzs.model.finding import Route
from hyzs.yamldoc.document import Absent, Document, Tree, read
from hyzs.yamldoc.emitter import as_tree, trees_equal
from hyzs.yamldoc.nodes import text_span
from hyzs.yamldoc.patcher import Patcher
from hyzs.yamldoc.private_number_faults import PRIVATE_CODES
from hyzs.yamldoc.schema_hints import SchemaHints

_BOM = b"\xef\xbb\xbf"
_ANY = SchemaHints()


def edit_bytes(data: bytes, changes: Sequence[ContentChange], form: SchemaHints = _ANY) -> bytes:
    """File after these changes, made one after the other.

    Raises:
        CannotWrite: The file cannot be read, or a change cannot be made; the message names it."""
    for change in changes:
        data = _changed(data, change, form)
    return data


def _changed(data: bytes, change: ContentChange, form: SchemaHints) -> bytes:
    document = read(data)
    if document.tree is None:
        raise CannotWrite(f"data/{change.path} 读不出来，不能改", "先按 hyzs check 的提示改好")
    text = data.removeprefix(_BOM).decode()
    change = _ensure_container(document, replace(change, route=_stepped(document.tree, change.route)), form)
    for patch in sorted(Patcher(document, text).patches(change, form.keys), reverse=True):
        text = text[: patch.start] + patch.text + text[patch.end :]
    after = (_BOM if data.startswith(_BOM) else b"") + text.encode()
    proof, codes = read(after), {fault.code for fault in document.problems}.union(PRIVATE_CODES)
    if (
        not trees_equal(proof.tree, _expected_tree(document.tree, change, proof.tree))
        or {f.code for f in proof.problems} - codes
    ):
        raise CannotWrite(f"不会改 data/{change.path} 里的“{route_text(change.route)}”：它的写法少见", "用编辑器改")
    return after


def route_text(route: Route) -> str:
    """A route as people write it: promises.开工.1."""
    return ".".join(str(step) for step in route)


def tree_value(tree: Tree, route: Route) -> Tree | None:
    """Value at the route; None if there is none, or an absent one."""
    here: Any = tree
    for step in route:
        if isinstance(here, dict):
            here = here.get(str(step))
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return None
    return None if isinstance(here, Absent) else here


def _has(container: Tree | None, step: str | int) -> bool:
    if isinstance(step, int):
        return 0 <= step < len(container or ())
    return isinstance(container, dict) and step in container


def _stepped(tree: Tree, route: Route) -> Route:
    """The route with a text for each key: a key of digits may come as a number."""
    return tuple(
        str(step) if isinstance(tree_value(tree, route[:depth]), dict) else step for depth, step in enumerate(route)
    )


def _ensure_container(document: Document, change: ContentChange, form: SchemaHints) -> ContentChange:
    """The change with a container that exists; a bare value that stands for a list becomes one."""
    tree = document.tree
    assert tree is not None
    if isinstance(change, Remove | RenameKey):
        container = tree_value(tree, change.route[:-1])
        if not _has(container, change.route[-1]):
            raise CannotWrite(f"data/{change.path} 里没有“{route_text(change.route)}”")
        if isinstance(change, Remove) and isinstance(container, dict | list) and len(container) == 1:
            if not change.route[:-1]:
                raise CannotWrite(
                    f"data/{change.path} 里只有“{route_text(change.route)}”，去掉就空了", "要的话删去整个文件"
                )
            return Set(change.path, change.route[:-1], {} if isinstance(container, dict) else [])
        return change
    if isinstance(change, Append) and isinstance(tree_value(tree, change.route), list):
        return change
    value = change.value if isinstance(change, Set) else [*_as_list(document, change.route), change.value]
    return _create_missing(tree, _expand_shorthand(document, Set(change.path, change.route, value), form))


def _expand_shorthand(document: Document, change: Set, form: SchemaHints) -> Set:
    """The change with a shorthand on its route expanded: the bare value replaced, or spelled out as a mapping."""
    for depth in range(1, len(change.route)):
        prefix, rest = change.route[:depth], change.route[depth:]
        here = tree_value(document.tree or "", prefix)
        if not isinstance(here, str | list) or not (short := form.shorthand(prefix)):
            continue
        if isinstance(here, list):
            if rest[0] == short:  # the list itself is what the key would hold
                return _expand_shorthand(document, Set(change.path, (*prefix, *rest[1:]), change.value), form)
            continue
        if set(rest) <= {0, short}:
            return Set(change.path, prefix, change.value)
        inner: Value = {short: _as_list(document, prefix)[0], str(rest[-1]): change.value}
        return Set(change.path, prefix, [inner] if rest[0] == 0 else inner)
    return change


def _as_list(document: Document, route: Route) -> Sequence[Value]:
    """The value at the route as a list of one; empty if there is none."""
    located = document.locate(route)
    if located is None or tree_value(document.tree or "", route) is None:
        return ()
    return [YamlSource(document.text[slice(*text_span(document.text, located.node))])]


def _create_missing(tree: Tree, change: Set) -> ContentChange:
    """The change at the deepest existing container; containers that are missing are part of its value."""
    path, route, value = change.path, change.route, change.value
    for depth in range(len(route)):
        here, step = tree_value(tree, route[:depth]), route[depth]
        if here is None:
            return Set(path, route[:depth], _nest(route[depth:], value))
        if isinstance(here, list) and step == len(here):
            return Append(path, route[:depth], _nest(route[depth + 1 :], value))
        if not (isinstance(here, dict) or (isinstance(here, list) and isinstance(step, int) and step < len(here))):
            problem = "没有这一项" if isinstance(here, list) else "只有一个值，里面不能再写"
            raise CannotWrite(f"data/{path} 里的“{route_text(route[:depth]) or path}”{problem}：{route_text(route)}")
    return Set(path, route, value)


def _nest(route: Route, value: Value) -> Value:
    for step in reversed(route):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def _expected_tree(tree: Tree, change: ContentChange, proof: Tree | None) -> Any:
    """Tree after the change. A source means what is read at its position: a ``|+`` keeps the lines below it."""
    box: Any = [deepcopy(tree)]
    here, *route = box, 0, *change.route  # the tree is the only item of a box, so that the root can be set too
    if isinstance(change, Append):
        for step in route:
            here = here[step]
        here.append(as_tree(change.value))
        return box[0]
    for step in route[:-1]:
        here = here[step]
    if isinstance(change, Set):
        source = tree_value(proof, change.route) if isinstance(change.value, YamlSource) and proof is not None else None
        here[route[-1]] = as_tree(change.value) if source is None else source
    else:
        value = here.pop(route[-1])
        if isinstance(change, RenameKey):
            here[change.key] = value
    return box[0]
