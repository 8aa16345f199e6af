"""SELECTs of what readers may see of a published table, over the views of the index."""

from collections.abc import Sequence

from hyzs.index.index import Index
from hyzs.lake.table_schema import TableSchema, visible_levels


def view_bodies(index: Index) -> dict[str, str]:
    """The SELECTs of the index's own views, by name; they read tables of the index, and no other view."""
    rows = index.tuples("SELECT name, sql FROM main.sqlite_master WHERE type = 'view'")
    return {name: sql.partition(" AS ")[2] for name, sql in rows}


def visible_rows(table: TableSchema, body: str, audience: str) -> str:
    """A FROM and its WHERE: the rows ``b`` that the readers may see; a field of unknown level is for nobody.

    Raises: BadUsage: there are no such readers.
    """
    source = f"FROM ({body}) b"
    if table.levelled is None or audience == "full":
        return source
    path = f"'{table.levelled}'" if table.levelled.startswith("*") else f"b.{table.levelled}"
    levels = _quoted(sorted(visible_levels(audience)))
    return f"{source} WHERE (b.kind, {path}) IN (SELECT l.kind, l.path FROM path_level l WHERE l.level IN ({levels}))"


def export_select(table: TableSchema, body: str, audience: str) -> str:
    """The SELECT of a table as it leaves the store: the path of the file in place of its number, in a fixed order.

    Raises: BadUsage: there are no such readers.
    """
    names = [f'b."{column.name}"' if column.name != "file" else "f.path" for column in table.columns]
    rows = visible_rows(table, body, audience).replace(" b", " b JOIN file f ON f.id = b.file", 1)
    order = ", ".join(str(number) for number in range(1, len(names) + 1))
    first = ", ".join(f'b."{name}"' for name in ("item", "seq") if any(c.name == name for c in table.columns))
    return f"SELECT {', '.join(names)} {rows} ORDER BY f.path, {first}, {order}"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
