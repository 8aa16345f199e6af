"""The result of ``hyzs export parquet``: exported tables and columns, and those left out."""

from hyzs.lake.export_parquet import ExportResult
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, PublicColumn, Row, Table, Text

_COLUMNS = (
    PublicColumn("table", "表", "code"),
    PublicColumn("label", "表里是什么", wide=True),
    PublicColumn("rows", "行", "number"),
    PublicColumn("columns", "列", "number"),
    PublicColumn("bytes", "字节", "number"),
)
_READERS = {"public": "公开的列", "internal": "公开的和内部的列", "full": "所有的列，敏感的也在里面"}


def export_answer(result: ExportResult, folder: str, hidden: int) -> Answer:
    """One row per table that has rows: {table, label, rows, columns, file, bytes}; ``hidden`` columns did not leave."""
    export = result.export
    rows: list[Row] = [
        {
            "table": name,
            "label": table.schema.label,
            "rows": table.rows,
            "columns": len(table.schema.columns),
            "file": table.file,
            "bytes": table.bytes,
        }
        for name, table in export.tables.items()
        if table.file
    ]
    empty = len(export.tables) - len(rows)
    if result.written or not result.same:
        first = f"导出到 {folder}：{len(rows)} 张表，写了 {result.written} 个文件"
    else:
        first = f"{folder} 里的 {len(rows)} 张表没有变，一个也没有重写" + (
            "" if result.is_same else "，清单换成了现在的"
        )
    blocks: list[Block] = [Text(first, level="公开"), Table(_COLUMNS, rows)]
    notes = [f"另有 {empty} 张表没有行，只在清单里" if empty else "", f"带走的是{_READERS[export.audience]}"]
    notes.append(f"另有 {hidden} 列没有带走" if hidden else "")
    blocks.append(Text("；".join(filter(None, notes)), "note", level="公开"))
    warnings = (
        (export.dirty, "有没有保存的改动，导出的是现在的样子，不是哪一个版本的；先 hyzs save"),
        (export.unread, f"有 {export.unread} 个文件读不全，里面读不出来的没有带走；hyzs check"),
        (export.rounded, f"有 {export.rounded} 个金额的小数多于 4 位，四舍五入到元"),
        (result.removed, f"删去不用的旧文件 {result.removed} 个"),
    )
    blocks += [Text(text, "warn", level="公开") for is_so, text in warnings if is_so]
    counts = {"written": result.written, "same": result.same, "removed": result.removed, "hidden": hidden}
    summary = {"tables": len(rows), "empty": empty, **counts, "rounded": export.rounded, "unread": export.unread}
    params = {"folder": folder, "audience": export.audience}
    return Answer(
        "export", params, rows, summary, blocks=blocks, title="导出 Parquet", stamp=Stamp(), title_level="公开"
    )
