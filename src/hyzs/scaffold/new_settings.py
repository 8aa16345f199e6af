"""The settings of a new store: the shipped ones, under its own id and name."""

from collections.abc import Mapping
from typing import Any

from hyzs.yamldoc.document import read
from hyzs.yamldoc.emitter import dump, dump_flow

#: The source of each rule in a store whose city has not yet decided on any.
_UNDECIDED = {"source": "示例", "note": "由 hyzs 拟定，启用前请由主管部门核定，写明依据"}


def set_values(settings: bytes, values: Mapping[str, str]) -> bytes:
    """The settings with other values of keys that stand on one line each; every other character stays."""
    for key, value in values.items():
        place = read(settings).span_of((key,))
        lines = settings.decode().splitlines(keepends=True)
        line = lines[place.line - 1]
        lines[place.line - 1] = line[: place.column - 1] + dump_flow(value) + line[place.end_column - 1 :]
        settings = "".join(lines).encode()
    return settings


def remove_sources(settings: bytes) -> bytes:
    """The settings with each rule marked 示例: what the shipped plan is the source of holds for its city alone."""
    document = read(settings)
    tree: Any = document.tree
    start, end = document.span_of(("sources",), key=True).line, document.span_of(("sources",)).end_line
    rules: Any = [{"of": rule["of"], **_UNDECIDED} for rule in tree["sources"]]
    lines = settings.decode().splitlines(keepends=True)
    return "".join(lines[: start - 1]).encode() + dump({"sources": rules}) + "".join(lines[end:]).encode()
