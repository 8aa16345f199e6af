"""The parse events of a YAML text, from PyYAML's C parser; from ruamel.yaml's pure one where there is no libyaml."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

#: An event of either library: ``start_mark``, ``end_mark``, and by its class ``value``, ``style``, ``anchor``, ``tag``.
Event = Any


@dataclass(frozen=True, slots=True)
class ParserError:
    """Error of a parser, with positions in the text.

    ``index`` is the character at which it failed, ``since`` the start of what it was reading,
    ``last`` the end of the last event before.
    """

    problem: str
    context: str = ""
    index: int | None = None
    since: int | None = None
    last: int = 0


class EventStream(NamedTuple):
    """Running parser: its next event, its classes of events and errors."""

    next: Callable[[], Event]
    classes: Any
    errors: tuple[type[Exception], ...]
    close: Callable[[], None]


def open_events(text: str) -> EventStream:
    """The events of ``text``."""
    return _libyaml_events(text) or _pure_events(text)


def parser_error(error: Exception, last: int) -> ParserError:
    """Error of either library in one form."""
    at, since = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    return ParserError(
        getattr(error, "problem", None) or "",
        getattr(error, "context", None) or "",
        at.index if at else None,
        since.index if since else None,
        last,
    )


def _libyaml_events(text: str) -> EventStream | None:
    import yaml

    if not yaml.__with_libyaml__:
        return None
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    parser = CParser(text)
    return EventStream(parser.get_event, yaml.events, (yaml.YAMLError,), parser.dispose)


def _pure_events(text: str) -> EventStream:
    from ruamel.yaml import YAML, events
    from ruamel.yaml.error import YAMLError

    from hyzs.yamldoc.strict_scanner import StrictScanner

    reader = YAML(typ="safe", pure=True)
    reader.Scanner = StrictScanner
    parse = reader.parse(text)
    return EventStream(parse.__next__, events, (YAMLError,), parse.close)
