"""The list of kinds of records, with the path of their files and their derived fields."""

from collections.abc import Iterable, Sequence

from hyzs.model.answer import Answer
from hyzs.model.blocks import PublicColumn, Row, Table, Text


def kind_list(kinds: Iterable[tuple[str, str, str, Sequence[Row]]]) -> Answer:
    """A line for each kind of records: name, label, path of its files, derived fields."""
    rows = [
        {"kind": name, "label": label, "path": path, "derived": list(derived)} for name, label, path, derived in kinds
    ]
    columns = [PublicColumn("kind", "种类"), PublicColumn("label", "名称"), PublicColumn("path", "文件")]
    if any(row["derived"] for row in rows):
        columns.append(PublicColumn("derived", "推出来的字段", "list", wide=True, get=_labels))
    example = Text(
        "例：hyzs schema measure；hyzs schema --all -o schema；字段一览 hyzs schema projects --fields", "note"
    )
    return Answer("kinds", rows=rows, blocks=[Table(columns, rows), example], title="记录的种类")


def _labels(row: Row) -> list[str]:
    return [field["label"] for field in row["derived"]]
