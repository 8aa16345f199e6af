"""``hyzs sql``"""

from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.options import Audience, Format, Output, print_options, split_list
from hyzs.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hyzs.lake.table_schema import TableSchema
    from hyzs.model.answer import Answer


def sql(
    ctx: typer.Context,
    statement: Annotated[
        str, typer.Argument(metavar="SQL", help="一句 SELECT，:today 是今天；和 --schema 一起写，就是要看哪些表")
    ] = "",
    schema: Annotated[bool, typer.Option("--schema", help="有哪些表和列：中文名、类型、单位、密级")] = False,
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=1, help="最多列多少行")] = 10_000,
    seconds: Annotated[float, typer.Option("--seconds", metavar="N", min=0.1, help="最多查几秒")] = 10.0,
    audience: Audience = "full",
    format: Format = None,
    output: Output = None,
) -> None:
    """用 SQL 问：只能问不能改，密级照 --audience；一次一句，到时间就停，列不完的行数出来。"""
    from hyzs.lake.index_query import ask_index
    from hyzs.lake.query_guard import Limits
    from hyzs.lake.sql_answer import sql_answer
    from hyzs.lake.table_schema import published_tables

    session: Session = ctx.obj
    if schema:
        answer = catalogue(published_tables(session.index), statement, audience)
    else:
        values = {"today": str(session.today)}
        result = ask_index(session.index, statement, values, audience, Limits(rows, seconds))
        answer = sql_answer(statement, result)
    session.show(answer, format, output, print_options(audience=audience))
    if not schema and result.is_cut:
        raise typer.Exit(1)


def catalogue(tables: "Sequence[TableSchema]", names: str, audience: str) -> "Answer":
    """The tables of these names (none: all) with what the readers may see. Raises: BadUsage: there is no such table."""
    from hyzs.lake.query_guard import unknown_table
    from hyzs.lake.sql_answer import schema_answer
    from hyzs.lake.table_schema import visible_tables

    visible = visible_tables(tables, audience)
    chosen = split_list(names.replace(" ", ","))
    for name in chosen:
        if name not in {table.name for table in visible}:
            raise unknown_table(names, name, visible, tables)
    shown = [table for table in visible if not chosen or table.name in chosen]
    every = [table for table in tables if not chosen or table.name in chosen]
    hidden = sum(len(table.columns) for table in every) - sum(len(table.columns) for table in shown)
    return schema_answer(shown, hidden)
