"""Answers of ``hyzs sql``: the rows of a statement, and the catalogue of tables."""

from collections.abc import Sequence

from hyzs.lake.query_guard import QueryResult
from hyzs.lake.table_schema import TableSchema
from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Table, Text

_SCHEMA = (
    PublicColumn("table", "表", "code"),
    PublicColumn("table_label", "表里是什么"),
    PublicColumn("column", "列", "code"),
    PublicColumn("label", "中文名"),
    PublicColumn("type", "类型"),
    PublicColumn("unit", "单位"),
    PublicColumn("level", "密级"),
)


def sql_answer(sql: str, result: QueryResult) -> Answer:
    """The rows of a statement under the names of its columns; the guard has left out what readers may not see."""
    rows: list[Row] = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    columns = [_column(name, [row[n] for row in result.rows]) for n, name in enumerate(result.columns)]
    blocks: list[Block] = [Table(columns, rows)]
    if result.is_cut:
        blocks.append(Text(cut_sentence(result), "warn", level="公开"))
    summary = {"count": result.total, "listed": len(rows), "counted": result.is_counted}
    return Answer("sql", {"sql": sql}, rows, summary, blocks=blocks, title="SQL 的答案", title_level="公开")


def cut_sentence(result: QueryResult) -> str:
    """The sentence about the rows that are not listed."""
    count = f"共 {result.total} 行" if result.is_counted else f"至少 {result.total} 行，到时间没有数完"
    return f"{count}，只列了前 {len(result.rows)} 行；都要就写 --rows，或者缩小范围"


def schema_answer(tables: Sequence[TableSchema], hidden: int) -> Answer:
    """One row per column: {table, table_label, column, label, type, unit, level}; ``hidden``: not for these readers."""
    rows: list[Row] = [
        {
            "table": table.name,
            "table_label": table.label,
            "column": column.name,
            "label": column.label,
            "type": column.type,
            "unit": column.unit or None,
            "level": column.level if not table.levelled else f"{column.level}，各行照字段",
        }
        for table in tables
        for column in table.columns
    ]
    blocks: list[Block] = [Table(_SCHEMA, rows)]
    if hidden:
        blocks.append(Text(f"另有 {hidden} 列不给这些读者看", "note", level="公开"))
    summary = {"tables": len(tables), "columns": len(rows), "hidden": hidden}
    return Answer("sql", {"schema": True}, rows, summary, blocks=blocks, title="表和列", title_level="公开")


def _column(name: str, values: Sequence[object]) -> Column:
    """A column of numbers if all its values are; else of texts."""
    known_values = [value for value in values if value is not None]
    is_number = bool(known_values) and not any(isinstance(value, str | bool) for value in known_values)
    return PublicColumn(name, name, "number" if is_number else "text")
