"""Steps that somebody owes: one module a source, each with ``items``; a new file here is a new source.

An item has ``what`` (the flow, 诉求, 任务 …), ``kind``, ``id``, ``name``, ``flow``, ``key``, ``step``, ``who`` (units;
empty if nobody is named), ``since``, ``due``, ``overdue_days`` in ``counted`` (工作日 or 日), ``paused_since``,
``waits_for``, ``rule`` (the ground of the due day), ``note``, ``moves`` (times it was put off) and ``sample``. An item
with ``out`` is not listed but counted under that word (草稿, 终止).
"""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.flows import FlowBook


class Source(Protocol):
    """A module of this folder."""

    def items(self, index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
        """The items of this source as of ``now``."""
        ...


def todo_items(index: IndexReader, book: FlowBook, now: datetime) -> list[Row]:
    """The items of all sources, by due day; those without one come last."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    sources: list[Any] = [importlib.import_module(f"{__name__}.{name}") for name in names]
    items = [item for source in sources for item in source.items(index, book, now)]
    return sorted(items, key=lambda item: (item["due"] or "9", item["id"], item["what"], item["key"], item["step"]))


def todo_item(label: str, kind: str, id: str, name: str, step: str, **other: Any) -> Row:
    """An item; fields that are not given are unknown."""
    unknown: Row = {
        **{"flow": None, "key": "", "who": [], "since": None, "due": None, "overdue_days": 0, "counted": "日"},
        **{"paused_since": None, "waits_for": [], "rule": None, "note": None, "moves": 0, "sample": False, "out": None},
    }
    return {"what": label, "kind": kind, "id": id, "name": name, "step": step, **unknown, **other}
