"""飞书: the body of a request to a group robot, msg_type post.

Source: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

from collections.abc import Sequence
from typing import Any

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.robot import messages, payload_text

FORMAT = Format(rank=230, content="letters", letter_extension="json", has_messages=True)

#: Bytes of the whole body: 20 KB.
MAX_BYTES = 20_000


def render(answer: Answer, context: RenderContext) -> str:
    """One payload per line. Raises: BadConfig: a template is wrong."""
    return messages(answer, context, _payload, _size, MAX_BYTES)


def _payload(title: str, lines: Sequence[str]) -> dict[str, Any]:
    post = {"title": title, "content": [[{"tag": "text", "text": line}] for line in lines]}
    return {"msg_type": "post", "content": {"post": {"zh_cn": post}}}


def _size(payload: dict[str, Any]) -> int:
    return len(payload_text(payload).encode())
