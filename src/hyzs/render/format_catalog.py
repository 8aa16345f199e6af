"""Formats by name and by the ending of a file, found by walking ``formats/``; a module is loaded when it is needed.

Where formats are listed, their declarations are read off the sources: help must not load what they are made with.
"""

import ast
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol

from hyzs.render import formats as package
from hyzs.render.format import Format

if TYPE_CHECKING:
    from hyzs.model.answer import Answer
    from hyzs.render.context import RenderContext

#: A declaration of literals, as it stands in a source.
_DECLARATION = re.compile(r"^FORMAT = (Format\([^()]*\))$", re.MULTILINE)


class FormatModule(Protocol):
    """A module of ``formats/``."""

    FORMAT: Format

    def render(self, answer: "Answer", context: "RenderContext") -> Any:
        """The answer as one text, as bytes, or as the bytes of several files."""


@cache
def _names() -> frozenset[str]:
    return frozenset(module.name for module in iter_modules(package.__path__))


def find_module(name: str) -> FormatModule | None:
    """The module of the format; None: there is no such format."""
    module: FormatModule | None = import_module(f"{package.__name__}.{name}") if name in _names() else None
    return module


def find_format(name: str) -> Format | None:
    """Declaration of the format of that name; None: there is no such format."""
    return module.FORMAT if (module := find_module(name)) else None


@cache
def all_formats() -> dict[str, Format]:
    """Every format by its name, in the order in which they are listed."""
    formats = {name: format for name in _names() if (format := declared_format(name) or find_format(name))}
    return dict(sorted(formats.items(), key=lambda item: (item[1].rank, item[0])))


def declared_format(name: str) -> Format | None:
    """Declaration in the source of the format; None: it has no source, or no declaration of literals."""
    spec = find_spec(f"{package.__name__}.{name}")
    source = getattr(spec and spec.loader, "get_source", lambda name: None)(f"{package.__name__}.{name}")
    match = _DECLARATION.search(source or "")
    if not match:
        return None
    call = ast.parse(match[1], mode="eval").body
    return Format(**{str(word.arg): ast.literal_eval(word.value) for word in getattr(call, "keywords", ())})


def contents(answer: "Answer") -> frozenset[str]:
    """The contents of formats that the answer has."""
    has = {
        "": True,
        "findings": answer.has_findings,
        "letters": answer.has_letters,
        "days": "days" in answer.extra,
        "entries": "entries" in answer.extra,
        "mail": answer.has_letters or "mail" in answer.extra,
        "graph": answer.graph is not None,
        answer.report: True,
    }
    return frozenset(content for content, is_there in has.items() if is_there)


def formats_for(answer: "Answer") -> list[str]:
    """The names of the formats that the answer comes in, those for any answer first."""
    available = contents(answer)
    return sorted(
        (name for name, format in all_formats().items() if format.content in available),
        key=lambda name: bool(all_formats()[name].content),
    )


def listed_formats(*among: str, binary: bool = True) -> list[str]:
    """The names of formats as help lists them: those for any answer, with those of the contents ``among``."""
    return [
        name
        for name, format in all_formats().items()
        if format.content in ("", *among) and not format.is_hidden and (binary or not format.is_binary)
    ]


def format_by_extension(extension: str) -> str | None:
    """The format that a file with that ending asks for; None: no format has it."""
    own = find_format(extension)
    if own and (not own.content or own.extension == extension):
        return extension
    return next((name for name, format in all_formats().items() if format.extension == extension), None)


def extensions() -> list[str]:
    """The endings that ask for a format, the names of formats first."""
    formats = all_formats()
    names = [name for name, format in formats.items() if not format.content]
    return list(dict.fromkeys([*names, *(format.extension for format in formats.values() if format.extension)]))


def letter_formats() -> list[str]:
    """The formats in which each letter can be a file of its own, those for paper first."""
    formats = {name: format for name, format in all_formats().items() if format.letter_extension}
    return sorted(formats, key=lambda name: not formats[name].is_binary)
