"""A summary for people who look at a job or a pull request: counts, and a table with links to the lines."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from hyzs.model.answer import Answer, Row
from hyzs.render.context import RenderContext
from hyzs.render.formats.md import escaped
from hyzs.render.layout.cell_text import is_number, plain
from hyzs.render.snippet import SEVERITIES
from hyzs.render.templates import tell

#: More findings would make a comment longer than the sites take.
_MOST = 100
#: What the sites make links and calls of on their own: @someone, #12, !12, ~label, 5%, addresses.
_CALL = re.compile(r"(?<=[@#!~%$&^])(?=[\w\"])|(?<=:)(?=//)|(?<=[Ww])(?=\.)")
#: Stands where such a text is parted until all else is escaped.
_PART = "\x01"


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings of a code there are, and what it means."""

    severity: str
    code: str
    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: ``link`` is empty where nobody knows an address."""

    place: str
    link: Markup
    severity: str
    message: str
    hint: str


def render(answer: Answer, look: RenderContext) -> str:
    """The summary in Markdown, in which data is never more than text."""
    lines = [_line(row, look) for row in answer.rows[:_MOST]]
    left = len(answer.rows) - len(lines)
    return tell(answer, look, "summary", shown, counts=_counts(answer, look), lines=lines, left=left)


def shown(value: Any) -> Markup:
    """A value that the template prints, so escaped that the sites show just its text."""
    if isinstance(value, Markup):
        return value
    text = plain(value)
    told = text if is_number(value) else escaped(_CALL.sub(_PART, text)).replace(_PART, "<!-- -->")
    return Markup(told)  # noqa: S704 - this is the escaping


def _counts(answer: Answer, look: RenderContext) -> list[Count]:
    """Errors first, the most frequent first."""
    rules = look.sources.rules() if answer.rows else {}
    numbers = Counter((row["severity"], row["code"]) for row in answer.rows)
    found = sorted(numbers.items(), key=lambda one: (one[0][0], -one[1], one[0][1]))
    return [
        Count(SEVERITIES[severity], code, number, rules[code].what if code in rules else "")
        for (severity, code), number in found
    ]


def _line(row: Row, look: RenderContext) -> Line:
    place = f"{row['path']}:{row['line']}"
    return Line(place, _link(row, look), SEVERITIES[row["severity"]], row["message"], row["hint"] or "")


def _link(row: Row, look: RenderContext) -> Markup:
    """The address of the line on the site; whatever could end it is written as its number."""
    if not look.sources.address:
        return Markup("")
    path = quote(look.sources.below + row["path"], safe="/")
    return Markup(f"{look.sources.address}{path}#L{row['line']}")  # noqa: S704 - quoted, and a checked address
