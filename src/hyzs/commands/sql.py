"""``hyzs sql``: answer one SELECT on the tables of the store, as far as its readers may see them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hyzs.commands.options import Audience, Format, Output, print_options, split_list
from hyzs.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hyzs.lake.query_guard import Limits, QueryResult
    from hyzs.lake.table_schema import TableSchema
    from hyzs.model.answer import Answer
    from hyzs.model.print_options import PrintOptions


def sql(
    ctx: typer.Context,
    statement: Annotated[
        str, typer.Argument(metavar="SQL", help="一句 SELECT，:today 是今天；和 --schema 一起写，就是要看哪些表")
    ] = "",
    schema: Annotated[bool, typer.Option("--schema", help="有哪些表和列：中文名、类型、单位、密级")] = False,
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=1, help="最多列多少行")] = 10_000,
    seconds: Annotated[float, typer.Option("--seconds", metavar="N", min=0.1, help="最多查几秒")] = 10.0,
    lake: Annotated[
        list[str] | None, typer.Option("--lake", metavar="文件夹", help="问 hyzs export parquet 导出的；可以写几个")
    ] = None,
    audience: Audience = "full",
    format: Format = None,
    output: Output = None,
) -> None:
    """用 SQL 问：只能问不能改，密级照 --audience；一次一句，到时间就停，列不完的行数出来。"""
    from hyzs.lake.query_guard import Limits
    from hyzs.lake.sql_answer import sql_answer

    session: Session = ctx.obj
    source = _lake_source(session, lake) if lake else _index_source(session)
    printing = print_options(audience=audience)
    if schema:
        source.show(_catalogue(source.tables(), source.visible(audience), statement), format, output, printing)
        return
    result = source.ask(statement, audience, Limits(rows, seconds))
    source.show(sql_answer(statement, result), format, output, printing)
    if result.is_cut:
        raise typer.Exit(1)


class _Source(NamedTuple):
    """Tables to ask: all of them, those that an audience may see; how they are asked, and the answer shown."""

    tables: "Callable[[], list[TableSchema]]"
    visible: "Callable[[str], list[TableSchema]]"
    ask: "Callable[[str, str, Limits], QueryResult]"
    show: "Callable[[Answer, str | None, str | None, PrintOptions | None], None]"


def _index_source(session: Session) -> _Source:
    from hyzs.lake.index_query import ask_index
    from hyzs.lake.table_schema import published_tables, visible_tables

    def ask(statement: str, audience: str, limits: "Limits") -> "QueryResult":
        return ask_index(session.index, statement, {"today": str(session.today)}, audience, limits)

    return _Source(
        lambda: published_tables(session.index),
        lambda audience: visible_tables(published_tables(session.index), audience),
        ask,
        session.show,
    )


def _lake_source(session: Session, folders: "Sequence[str]") -> _Source:
    from hyzs.commands.storeless_session import StorelessSession
    from hyzs.lake.lake import Lake
    from hyzs.lake.lake_query import ask_lake, lake_tables, visible_lake_tables

    lake = Lake([Path(folder) for folder in folders])
    day = session.asked_day or lake.last_day
    return _Source(
        lambda: lake_tables(lake),
        lambda audience: visible_lake_tables(lake, audience),
        lambda statement, audience, limits: ask_lake(lake, statement, day, audience, limits),
        StorelessSession(day).show,
    )


def _catalogue(tables: "Sequence[TableSchema]", visible: "Sequence[TableSchema]", names: str) -> "Answer":
    """The tables of these names (none: all) with what the readers may see. Raises: BadUsage: there is no such table."""
    from hyzs.lake.query_guard import unknown_table
    from hyzs.lake.sql_answer import schema_answer

    chosen = split_list(names.replace(" ", ","))
    for name in chosen:
        if name not in {table.name for table in visible}:
            raise unknown_table(names, name, visible, tables)
    listed = [table for table in visible if not chosen or table.name in chosen]
    every = [table for table in tables if not chosen or table.name in chosen]
    hidden = sum(len(table.columns) for table in every) - sum(len(table.columns) for table in listed)
    return schema_answer(listed, hidden)
