"""GitHub: workflow commands that make annotations beside the changed lines."""

from secrets import token_hex
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Row
from hyzs.render.context import RenderContext
from hyzs.render.finding_limits import unlisted_notice
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import clean

FORMAT = Format(rank=50, content="findings", stamp="never", shows_failure=True)

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def render(answer: Answer, context: RenderContext) -> str:
    """An annotation a line: ``::error file=…,line=…,title=…::sentence``."""
    commands = [_annotation(row, context) for row in answer.rows]
    if error := answer.extra.get("error"):
        commands.append(_command("error", _message(error), {"title": "hyzs"}))
    if more := unlisted_notice(answer, "github"):
        commands.append(_command("notice", more, {"title": "hyzs"}))
    return "".join(f"{line}\n" for line in commands)


def stop_workflow_commands(text: str) -> str:
    """The text for a log in which no line of it can be taken for a command."""
    word = token_hex(16)
    return f"::stop-commands::{word}\n{text}::{word}::\n"


def _annotation(row: Row, context: RenderContext) -> str:
    position: dict[str, Any] = {"file": context.sources.repository_prefix + row["path"], "line": row["line"]}
    if row["line"] == row["end_line"]:  # columns of several lines are not taken
        position |= {"col": row["column"], "endLine": row["end_line"], "endColumn": row["end_column"]}
    else:
        position |= {"endLine": row["end_line"]}
    return _command(row["severity"], _message(row), {**position, "title": row["code"]})


def _message(row: Row) -> str:
    return f"{row['message']}\n提示：{row['hint']}" if row["hint"] else str(row["message"])


def _command(name: str, message: str, properties: dict[str, Any]) -> str:
    assignments = ",".join(f"{key}={clean(str(value)).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {assignments}::{clean(message).translate(_DATA)}"
