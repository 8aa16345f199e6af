"""Keys that seal forms: their ids, never the keys."""

from collections.abc import Sequence

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, PublicColumn, Row, Table, Text

_COLUMNS = [
    PublicColumn("id", "编号", "code"),
    PublicColumn("by", "谁的", get=lambda row: "自己的" if row["own"] else row["by"]),
    PublicColumn("file", "文件"),
]
_NONE = "本机还没有钥匙：第一次 hyzs dispatch 时建；要收同事发的表，请他 hyzs key export"


def key_list(keys: Sequence[Row], note: str = "") -> Answer:
    """Rows {id, by, file, own} of the keys on this machine; ``note`` says what was just done with one."""
    rows = [{"id": key["id"], "by": key["by"] or None, "file": str(key["file"]), "own": key["is_own"]} for key in keys]
    blocks: list[Block] = [Text(note, level="公开")] if note else []
    blocks.append(Table(_COLUMNS, rows) if rows else Text(_NONE, "note", "公开"))
    counts = {"keys": len(rows)}
    return Answer("key", rows=rows, summary=counts, blocks=blocks, title="封表的钥匙", stamp=Stamp(sample=False))
