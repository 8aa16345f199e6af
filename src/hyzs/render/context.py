"""Context of a format besides the answer: the store, the screen, its colours, and the sources of findings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hyzs.model.finding import Rule
from hyzs.model.print_options import PrintOptions


@dataclass(frozen=True, slots=True)
class FindingSources:
    """Lines of the store's files, rules by code and addresses of files, for formats of findings.

    ``repository_prefix`` is the store's folder in its repository (``""``, or ``city/``); ``blob_url`` is where the
    web shows the files of that repository as they are in the commit, with a / at its end (``""`` where it is unknown).
    """

    lines: Callable[[str], Sequence[str]] = lambda path: ()
    rules: Callable[[], Mapping[str, Rule]] = dict
    repository_prefix: str = ""
    blob_url: str = ""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Context of a format besides the answer; ``lights`` are the declared ones, name → colour."""

    store: dict[str, Any] = field(default_factory=dict)
    width: int = 80
    color: bool = False
    tty: bool = False
    templates: tuple[Path, ...] = ()
    sources: FindingSources = FindingSources()
    printing: PrintOptions = field(default_factory=PrintOptions)
    lights: Mapping[str, str] = field(default_factory=dict)
