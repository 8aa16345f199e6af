"""企业微信: the body of a request to a group robot, msgtype markdown.

Source: developer.work.weixin.qq.com/document/path/91770
"""

from collections.abc import Sequence
from typing import Any

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.robot import inert_line, messages

FORMAT = Format(rank=210, content="letters", letter_extension="json", has_messages=True)

#: Bytes of ``content``, in UTF-8.
MAX_BYTES = 4096


def render(answer: Answer, context: RenderContext) -> str:
    """One payload per line. Raises: BadConfig: a template is wrong."""
    return messages(answer, context, _payload, _size, MAX_BYTES)


def _payload(title: str, lines: Sequence[str]) -> dict[str, Any]:
    content = "\n".join([f"**{inert_line(title)}**", *map(inert_line, lines)])
    return {"msgtype": "markdown", "markdown": {"content": content}}


def _size(payload: dict[str, Any]) -> int:
    return len(payload["markdown"]["content"].encode())
