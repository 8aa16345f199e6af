"""The formats: each shows an answer, none of them knows what a project or a unit is."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.errors import BadUsage
from hyzs.render.look import Look

#: Name of the format → the module that makes it, imported only when somebody asks for it.
FORMATS = {name: f"hyzs.render.{name}" for name in ("text", "json", "jsonl", "csv", "tsv", "md", "html")}

#: Those that show the rows of an answer as they are; the others show its tables.
WHOLE = frozenset(("json", "jsonl"))


def render(
    answer: Answer,
    format: str,
    *,
    store: dict[str, Any],
    width: int | None = None,
    color: bool = False,
    tty: bool = False,
    templates: Sequence[Path] = (),
) -> str:
    """``answer`` in that format, as one text that ends in a line break.

    ``templates`` are folders whose templates go before the packaged ones.
    """
    if format not in FORMATS:
        raise BadUsage(f"没有这种格式：{format}", hint=f"可用的格式：{'、'.join(FORMATS)}")
    look = Look(store=store, width=width or 80, color=color, tty=tty, templates=tuple(templates))
    made: str = import_module(FORMATS[format]).render(answer, look)
    return made
