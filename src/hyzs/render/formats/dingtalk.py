"""钉钉: the body of a request to a group robot, msgtype markdown.

Source: open.dingtalk.com/document/robots/custom-robot-access
"""

from collections.abc import Sequence
from typing import Any

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.robot import inert_line, messages, payload_text

FORMAT = Format(rank=220, content="letters", letter_extension="json", has_messages=True)

#: Bytes of the whole body.
MAX_BYTES = 20_000


def render(answer: Answer, context: RenderContext) -> str:
    """One payload per line. Raises: BadConfig: a template is wrong."""
    return messages(answer, context, _payload, _size, MAX_BYTES)


def _payload(title: str, lines: Sequence[str]) -> dict[str, Any]:
    body = "  \n".join(inert_line(line) or "　" for line in lines)
    content = {"title": title, "text": f"### {inert_line(title)}\n\n{body}"}
    return {"msgtype": "markdown", "markdown": content, "at": {"isAtAll": False}}


def _size(payload: dict[str, Any]) -> int:
    return len(payload_text(payload).encode())
