"""Evidence (附件): a file that proves a fact. The record keeps its name and fingerprint; the bytes are in no commit."""

import re
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import BeforeValidator

from hyzs.model.annotations import Level, MachineOnly
from hyzs.model.invisible import visible_text
from hyzs.model.nfkc import nfc
from hyzs.model.record import Part, field
from hyzs.model.scalars import Count, Day, Text, json_schema, quoted, scalar, validation_error

S = Level.secret
#: Characters of the longest name.
LONGEST_NAME = 120
_LONGEST_ENDING = 10
_SHA256 = "[0-9a-f]{64}"
#: Characters that would make a file name a path, on any system.
_OF_PATHS = frozenset('/\\:*?"<>|')


def valid_name(name: str) -> str:
    """The name of a file as records may have it: without unseen characters and those of paths, and not too long."""
    text, _ = visible_text(nfc(name))
    text = "".join("_" if char in _OF_PATHS or char == "\n" else char for char in text).strip()
    if len(text) > LONGEST_NAME:
        ending = PurePath(text).suffix if len(PurePath(text).suffix) <= _LONGEST_ENDING else ""
        text = f"{text[: LONGEST_NAME - len(ending)]}{ending}"
    return text if text.strip(".") else "附件"


def _name(value: object) -> str:
    text = scalar(value)
    if text != text.strip() or text.strip(".") == "" or _OF_PATHS & set(text) or len(text) > LONGEST_NAME:
        raise validation_error("bad-text", f"“{quoted(text)}”不能作附件的名称：只写文件名，不带路径")
    return text


def _sha256(value: object) -> str:
    text = scalar(value)
    if not re.fullmatch(_SHA256, text):
        raise validation_error("bad-text", f"“{quoted(text)}”不是校验值，要是 64 个十六进制字符")
    return text


class Evidence(Part):
    """One file beside the fact that it proves. Its own level says who may know of it; unsaid it is 敏感."""

    name: Annotated[Text, BeforeValidator(_name)] = field("文件名", level=S)
    sha256: Annotated[str, BeforeValidator(_sha256), json_schema(type="string", pattern=f"^{_SHA256}$")] = field(
        "校验值", level=S
    )
    size: Count = field("大小", level=S, unit="字节")
    level: Literal["公开", "内部", "敏感"] = field("密级", "敏感", level=S, note="谁可以知道有这份附件")
    on: Day = field("附上日期", level=S)


#: Facts that files can prove have this field. Texts and tables of a fact leave it out: the level of each file decides
#: who may know of it, so it is listed by ``query.evidence``, which knows these levels.
EvidenceFiles = Annotated[tuple[Evidence, ...], MachineOnly(), field("附件", level=S)]
