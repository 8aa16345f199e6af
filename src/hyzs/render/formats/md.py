"""Markdown: for merge requests, chats and whatever makes documents of it."""

import re
from typing import Any

from markupsafe import Markup

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import is_number, plain_text

FORMAT = Format(rank=110)

#: Entities where a backslash would meet the table's own escapes, or where a lenient reader would see HTML.
_INLINE = str.maketrans(
    {"\\": "&#92;", "|": "&#124;", "<": "&lt;", "&": "&amp;", "\n": "<br>"} | {sign: f"\\{sign}" for sign in "`*_[]~$"}
)
#: Signs that begin a heading, a list, a quotation or a rule at the beginning of a line.
_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+>=]|:(?=-))|^(\s*[0-9]+)([.)])(?=\s|$)")
#: Most cells hold none of these.
_SPECIAL = re.compile(r"[\\|<&\n`*_\[\]~$#+>=:.)-]")


def render(answer: Answer, context: RenderContext) -> str:
    """The answer as a GitHub-flavoured page. Raises: BadConfig: a template is wrong."""
    from hyzs.render.templates import render_template  # it loads the template engine

    return render_template(answer, context, "md", markdown_value)


def markdown_value(value: Any) -> Markup:
    """A value that a template prints, so escaped that Markdown shows just its text."""
    if isinstance(value, Markup):
        return value
    text = plain_text(value)
    return Markup(text if is_number(value) else escape_markdown(text))  # noqa: S704 - this is the escaping


def escape_markdown(text: str) -> str:
    """``text`` as Markdown that means nothing but the text; a line break becomes <br>."""
    text = text.strip()
    if not _SPECIAL.search(text):
        return text
    return _AT_START.sub(_backslash, text).translate(_INLINE).replace("\x00", "\\")


def _backslash(match: re.Match[str]) -> str:
    # A backslash written now would be turned into an entity with the others, so a NUL holds its place.
    return f"{match[1] or match[3] or ''}\x00{match[2] or match[4]}"
