"""Export of a store's tables as Parquet: same input, same bytes; a file keeps its name as long as its content stays."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from hyzs import __version__
from hyzs.index.index import Index
from hyzs.lake.manifest import (
    NAME,
    StoredTable,
    StoreExport,
    is_foreign,
    lake_lock,
    read_manifest,
    write_manifest,
)
from hyzs.lake.published_view import export_select, view_bodies
from hyzs.lake.table_schema import TableSchema, published_tables, visible_tables
from hyzs.model.decimals import decimal_of
from hyzs.model.errors import BadUsage, CannotWrite, os_error_text
from hyzs.model.optional_import import import_optional
from hyzs.paths import PACKAGE
from hyzs.store.atomic_file import flush_folder, move

PURPOSE = "导出和汇总 Parquet"
_BATCH = 50_000
_FOUR, _SIX = Decimal("0.0001"), Decimal("0.000001")
#: Files of tables that are being written.
_STAGED = "_staged-"
_FILES = """
SELECT f.path, f.key FROM visible_file v JOIN file f ON f.id = v.file ORDER BY f.path
"""
_REGION = "SELECT region_code FROM settings ORDER BY id LIMIT 1"


class ExportResult(NamedTuple):
    """The store as it is in the lake now; tables that were written, were the same, went; files that a kill left."""

    export: StoreExport
    written: int
    same: int
    removed: int
    is_same: bool


def export_parquet(index: Index, folder: Path, about: dict[str, Any], day: date, audience: str) -> ExportResult:
    """Export the tables of the index to a lake, in place of what it had of this store.

    Raises: BadUsage: the folder holds other things, or is in the store; BadConfig: pyarrow is missing; CannotWrite.
    """
    import_optional("pyarrow.parquet", "lake", PURPOSE)
    _require_place(index, folder, str(about["id"] or ""))
    header = _header(index, about, day, audience)
    with lake_lock(folder):
        try:
            return _export(index, folder, header)
        except OSError as error:
            raise CannotWrite(f"写不了 {folder}：{os_error_text(error)}", "以前导出的还在") from None


def _require_place(index: Index, folder: Path, store: str) -> None:
    if not store:
        raise BadUsage("设置里没有 id，不知道是哪个仓库", "在 data/settings.yaml 里写 id")
    if folder.resolve().is_relative_to(index.root.resolve()):
        raise BadUsage(f"{folder} 在仓库里面", "导出到仓库外面的文件夹")
    if folder.exists() and not folder.is_dir():
        raise BadUsage(f"{folder} 不是文件夹", "写一个新的文件夹")
    if is_foreign(folder):
        raise BadUsage(f"{folder} 里有别的东西", "换一个空的或新的文件夹")


def _header(index: Index, about: dict[str, Any], day: date, audience: str) -> StoreExport:
    """The export without its tables."""
    tables = [_leaving(table) for table in visible_tables(published_tables(index), audience)]
    return StoreExport(
        store=str(about["id"]),
        name=str(about["name"] or ""),
        region_code=index.value(_REGION),
        commit=about["commit"],
        dirty=bool(about["dirty"]),
        digest=_digest(index.tuples(_FILES)),
        day=str(day),
        version=__version__,
        program=program_digest(),
        schema=schema_version(tables),
        audience=audience,
        sample=bool(about["sample"]),
        rounded=0,
        unread=index.unreadable_file_count(),
        tables={table.name: StoredTable(table, 0, None) for table in tables},
    )


def _leaving(table: TableSchema) -> TableSchema:
    """The table as it leaves the store: files by their paths, for their numbers are those of one index."""
    columns = tuple(replace(column, type="text") if column.name == "file" else column for column in table.columns)
    return replace(table, columns=columns)


def schema_version(tables: Sequence[TableSchema]) -> str:
    """A digest of the names and types of all columns."""
    return _digest((table.name, column.name, column.type) for table in tables for column in table.columns)[:12]


def program_digest() -> str:
    """A digest of the program's source files: the same on every machine."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".yaml"))
    return _digest((path.relative_to(PACKAGE).as_posix(), path.read_bytes().hex()) for path in files)[:16]


def _digest(rows: Any) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(list(row), ensure_ascii=False).encode())
    return digest.hexdigest()


def _export(index: Index, folder: Path, header: StoreExport) -> ExportResult:
    if not (folder / NAME).exists():
        write_manifest(folder, [])
    stores = {store.store: store for store in read_manifest(folder)}
    before = stores.get(header.store)
    if before and before.source == header.source and _is_whole(folder, before):
        now = replace(header, tables=before.tables, rounded=before.rounded)
        if now != before:
            write_manifest(folder, [*(stores | {now.store: now}).values()])
        return ExportResult(now, 0, _file_count(now), _sweep(folder, now), now == before)
    now, written_count = _write_tables(index, folder, header)
    write_manifest(folder, [*(stores | {now.store: now}).values()])
    return ExportResult(now, written_count, _file_count(now) - written_count, _sweep(folder, now), is_same=False)


def _file_count(export: StoreExport) -> int:
    return sum(table.file is not None for table in export.tables.values())


def _is_whole(folder: Path, export: StoreExport) -> bool:
    """True if every file of the store is there with its size."""
    files = [folder / table.file for table in export.tables.values() if table.file]
    sizes = [table.bytes for table in export.tables.values() if table.file]
    return [file.stat().st_size if file.is_file() else None for file in files] == sizes


def _write_tables(index: Index, folder: Path, header: StoreExport) -> tuple[StoreExport, int]:
    """Write each table that has rows to a file named by its content; the export, and how many files are new."""
    bodies, tables, written_count, rounded = view_bodies(index), {}, 0, 0
    for name, table in header.tables.items():
        staged = folder / f"{_STAGED}{header.store}.parquet"
        select = export_select(table.schema, bodies[name], header.audience)
        sheet = _Sheet(table.schema)
        sheet.write(staged, index.tuples(select))
        rounded += sheet.rounded
        if not sheet.rows:
            tables[name] = table
            continue
        path = f"{name}/store={header.store}/part-{sheet.digest[:12]}.parquet"
        written_count += _place(staged, folder / path)
        tables[name] = StoredTable(table.schema, sheet.rows, path, (folder / path).stat().st_size)
    return replace(header, tables=tables, rounded=rounded), written_count


def _place(staged: Path, file: Path) -> bool:
    """Move the file to its place; true unless the very same one is there."""
    if file.is_file() and file.stat().st_size == staged.stat().st_size:
        staged.unlink()
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    move(staged, file)
    flush_folder(file.parent)
    return True


def _sweep(folder: Path, export: StoreExport) -> int:
    """Remove files of the store that the manifest does not name: older ones, and those that a kill has left."""
    current_files = {folder / table.file for table in export.tables.values() if table.file}
    own = [path for path in folder.glob(f"*/store={export.store}/part-*.parquet") if path not in current_files]
    for path in (*own, *folder.glob(f"{_STAGED}{export.store}.parquet")):
        path.unlink()
    for place in {path.parent for path in own}:
        if not any(place.iterdir()):
            shutil.rmtree(place)
    return len(own)


class _Sheet:
    """One table on its way to a Parquet file."""

    def __init__(self, schema: TableSchema) -> None:
        self.schema = schema
        self.rows = self.rounded = 0
        self.digest = ""

    def write(self, file: Path, rows: Any) -> None:
        """Write the rows in batches; no file without rows."""
        import pyarrow
        from pyarrow import parquet

        types = arrow_types()
        schema = pyarrow.schema([(column.name, types[column.type]) for column in self.schema.columns])
        batches = _batches(iter(rows))
        first = next(batches, None)
        if first is None:
            return
        with file.open("wb") as out:
            sink = _Hashed(out)
            with parquet.ParquetWriter(sink, schema, compression="zstd", version="2.6", store_schema=False) as writer:
                for batch in chain((first,), batches):
                    self.rows += len(batch)
                    writer.write_table(pyarrow.Table.from_arrays(self._arrays(batch, schema), schema=schema))
            out.flush()
        self.digest = sink.sha256.hexdigest()

    def _arrays(self, batch: list[Any], schema: Any) -> list[Any]:
        import pyarrow

        converters = {"money": self._money, "number": _number, "flag": bool, "date": _day, "text": str}
        arrays = []
        for n, column in enumerate(self.schema.columns):
            convert: Any = converters.get(column.type, int)
            values = [None if row[n] is None else convert(row[n]) for row in batch]
            arrays.append(pyarrow.array(values, schema.field(n).type))
        return arrays

    def _money(self, value: float) -> Decimal:
        """万元 to four decimals, which are 元; what has more is rounded, halves away from zero, and counted."""
        exact = decimal_of(value)
        amount = exact.quantize(_FOUR, ROUND_HALF_UP)
        self.rounded += amount != exact
        return amount


def arrow_types() -> dict[str, Any]:
    """The types of Parquet for those of columns."""
    import pyarrow

    return {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.decimal128(21, 6),
        "money": pyarrow.decimal128(18, 4),
        "flag": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _number(value: float) -> Decimal:
    return decimal_of(value).quantize(_SIX)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


class _Hashed:
    """A file that digests what is written to it."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.sha256 = hashlib.sha256()
        self.closed = False

    def write(self, data: Any) -> int:
        """Write and digest."""
        self.sha256.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        """Flush the file."""
        self._out.flush()

    def tell(self) -> int:
        """The position, in bytes."""
        return self._out.tell()

    def close(self) -> None:
        """Leave the file open for whoever opened it."""
        self.closed = True
