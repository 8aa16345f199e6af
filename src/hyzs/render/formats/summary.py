"""A summary for people who look at a job or a pull request: counts, and a table with links to the lines."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from hyzs.model.answer import Answer
from hyzs.model.blocks import Row
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.formats.md import escape_markdown
from hyzs.render.layout.cell_text import is_number, plain_text
from hyzs.render.snippet import SEVERITIES

FORMAT = Format(rank=240, content="findings", is_hidden=True)

#: More findings would make a comment longer than the sites take.
_MOST_LINES = 100
#: Places in texts that the sites make links and mentions of: @someone, #12, !12, ~label, 5%, addresses.
_MENTION = re.compile(r"(?<=[@#!~%$&^])(?=[\w\"])|(?<=:)(?=//)|(?<=[Ww])(?=\.)")
#: Stands where such a text is parted until all else is escaped.
_SEPARATOR = "\x01"


@dataclass(frozen=True, slots=True)
class CodeCount:
    """Number of the findings of a code, and its meaning."""

    severity: str
    code: str
    number: int
    meaning: str


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One finding: ``link`` is empty where nobody knows an address."""

    place: str
    link: Markup
    severity: str
    message: str
    hint: str


def render(answer: Answer, context: RenderContext) -> str:
    """The summary in Markdown, in which data is never more than text. Raises: BadConfig: a template is wrong."""
    from hyzs.render.templates import render_template  # it loads the template engine

    lines = [_line(row, context) for row in answer.rows[:_MOST_LINES]]
    rest = len(answer.rows) - len(lines)
    return render_template(
        answer, context, "summary", summary_value, counts=_counts(answer, context), lines=lines, left=rest
    )


def summary_value(value: Any) -> Markup:
    """A value that the template prints, so escaped that the sites show just its text."""
    if isinstance(value, Markup):
        return value
    text = plain_text(value)
    markdown = (
        text if is_number(value) else escape_markdown(_MENTION.sub(_SEPARATOR, text)).replace(_SEPARATOR, "<!-- -->")
    )
    return Markup(markdown)  # noqa: S704 - this is the escaping


def _counts(answer: Answer, context: RenderContext) -> list[CodeCount]:
    """Errors first, the most frequent first."""
    rules = context.sources.rules() if answer.rows else {}
    numbers = Counter((row["severity"], row["code"]) for row in answer.rows)
    ordered = sorted(numbers.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return [
        CodeCount(SEVERITIES[severity], code, number, rules[code].summary if code in rules else "")
        for (severity, code), number in ordered
    ]


def _line(row: Row, context: RenderContext) -> SummaryLine:
    place = f"{row['path']}:{row['line']}"
    return SummaryLine(place, _link(row, context), SEVERITIES[row["severity"]], row["message"], row["hint"] or "")


def _link(row: Row, context: RenderContext) -> Markup:
    """The address of the line on the site; whatever could end it is written as its number."""
    if not context.sources.blob_url:
        return Markup("")
    path = quote(context.sources.repository_prefix + row["path"], safe="/")
    return Markup(f"{context.sources.blob_url}{path}#L{row['line']}")  # noqa: S704 - quoted, and a checked address
