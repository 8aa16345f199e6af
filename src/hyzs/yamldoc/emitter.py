"""Emitter: values as YAML text, plain where every reader takes them for what they are, else quoted."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from hyzs.model.change import Plain, Value, YamlSource
from hyzs.model.errors import BadUsage
from hyzs.yamldoc.nodes import ABSENT, BLOCK, Absent, Tree

#: A list or mapping that is no wider is written on one line.
_WIDTH = 100
_STEP = 2
_STRING = "tag:yaml.org,2002:str"
#: JSON leaves these as they are; YAML does not read them, or not as they stand.
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def as_tree(value: Value) -> Tree:
    """Tree that reading the written value gives.

    Raises:
        BadUsage: A ``YamlSource`` is no YAML value.
    """
    if isinstance(value, Mapping):
        return {str(key): as_tree(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_tree(inner) for inner in value]
    if isinstance(value, YamlSource):
        return _source_tree(value)
    text = _text(value)
    return Absent(text) if value is None or (isinstance(value, Plain) and text in ABSENT) else text


def trees_equal(left: Tree | None, right: Tree | None) -> bool:
    """True if the trees are equal, absent values included."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(trees_equal(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(trees_equal, left, right))
    return isinstance(left, Absent) == isinstance(right, Absent) and left == right


def dump_flow(value: Value, *, flow: bool = False, style: str | None = None, like: str | None = None) -> str:
    """The value on one line; ``flow``: inside brackets. ``style`` and ``like``: style and text of the old value."""
    if isinstance(value, Mapping):
        pairs = (f"{dump_key(str(key), flow=True)}: {dump_flow(inner, flow=True)}" for key, inner in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(dump_flow(item, flow=True) for item in value)}]"
    if isinstance(value, YamlSource):
        return str(value)
    text = _text(value)
    return text if isinstance(value, Plain) or not isinstance(value, str) else _quoted(text, flow, style, _tag(like))


def dump_key(text: str, *, flow: bool = False) -> str:
    """A key of a mapping; numbers and dates need no quotes there."""
    return text if _is_key(text, flow) else _double(text)


def dump_block(value: Value, indent: int) -> list[str]:
    """A list or mapping on lines of its own, to be indented so far; what is short inside stays on one line."""
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in dump_entry(str(key), inner, indent)]
    assert isinstance(value, Sequence)
    return [line for inner in value for line in dump_item(inner, indent)]


def dump(value: Value) -> bytes:
    """Bytes of a file that holds the value."""
    return "".join(f"{line}\n" for line in dump_block(value, 0)).encode()


def dump_entry(key: str, value: Value, indent: int) -> list[str]:
    """A key with its value."""
    head = f"{dump_key(key)}:"
    if fits_line(value, indent + len(head)):
        return [f"{head} {dump_flow(value)}".rstrip()]
    return [head, *(" " * _STEP + line for line in dump_block(value, indent + _STEP))]


def dump_item(value: Value, indent: int) -> list[str]:
    """An item of a list, with its dash."""
    if fits_line(value, indent + _STEP):
        return [f"- {dump_flow(value)}".rstrip()]
    first, *rest = dump_block(value, indent + _STEP)
    return [f"- {first}", *(" " * _STEP + line for line in rest)]


def fits_line(value: Value, indent: int) -> bool:
    """True if the value is written on one line: a scalar, or a short and shallow container; not a list of records,
    which will grow.
    """
    if not is_container(value):
        return True
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, Sequence) else ()
    deep = any(isinstance(item, Mapping) and item for item in inside)
    return not deep and indent + len(dump_flow(value)) <= _WIDTH


def is_container(value: Value) -> bool:
    """True of a list or a mapping."""
    return isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str))


def dump_literal(text: str, indent: int) -> str | None:
    """The text of several lines as a block ``|`` whose lines are indented so far; None where that cannot be."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    block = "|" + ("-" if ends == 0 else "" if ends == 1 else "+")
    for line in body.split("\n") + [""] * max(0, ends - 1):
        block += "\n" + (" " * indent + line if line else "")
    return block if "\n" in body and _round_trips(f"k: {block}\n", {"k": text}) else None


def _source_tree(source: str) -> Tree:
    from hyzs.yamldoc.document import read

    tree = read(f"k: {source}\n".encode()).tree
    if not isinstance(tree, dict) or list(tree) != ["k"]:
        raise BadUsage(f"这不是一个 YAML 值：{source}", "列表写成 [甲, 乙]，一组值写成 {键: 值}")
    return tree["k"]


def _text(value: Any) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str, flow: bool, style: str | None, tag: str | None) -> str:
    if style == "'" and _is_single(text, flow):
        return _single(text)
    if style != '"' and (style is None or style in BLOCK or style == "") and _is_plain(text, flow, tag):
        return text
    return _double(text)


def _single(text: str) -> str:
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


def _double(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", quoted)


@lru_cache(maxsize=4096)
def _is_plain(text: str, flow: bool, tag: str | None) -> bool:
    """True if every reader takes the bare text for a text, or at least for the type of the old value."""
    return _tag(text) in (_STRING, tag) and _round_trips(
        f"- [{text}, x]\n" if flow else f"- {text}\n", _listed(text, flow)
    )


def _is_single(text: str, flow: bool) -> bool:
    return "\n" not in text and _round_trips(
        f"- [{_single(text)}, x]\n" if flow else f"- {_single(text)}\n", _listed(text, flow)
    )


@lru_cache(maxsize=4096)
def _is_key(text: str, flow: bool) -> bool:
    return _round_trips(f"- {{{text}: x}}\n" if flow else f"- {text}: x\n", [{text: "x"}])


def _listed(text: str, flow: bool) -> Tree:
    return [[text, "x"]] if flow else [text]


def _round_trips(yaml_text: str, tree: Tree) -> bool:
    """True if our own reader reads the YAML, without a fault, as this tree."""
    from hyzs.yamldoc.document import read

    document = read(yaml_text.encode("utf-8", "surrogatepass"))
    return not document.problems and trees_equal(document.tree, tree)


@lru_cache(maxsize=4096)
def _tag(text: str | None) -> str | None:
    """Tag that a reader of YAML 1.1 resolves the bare text to; it knows more numbers, dates and flags than 1.2."""
    if text is None:
        return None
    import yaml

    resolver: Any = yaml.SafeLoader("")
    return str(resolver.resolve(yaml.ScalarNode, text, (True, False)))
