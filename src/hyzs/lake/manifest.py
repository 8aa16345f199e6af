"""The manifest of a lake: which stores are in it, as of which commit, and the very files that hold their tables.

A lake is a folder of Parquet files. Only files that the manifest names are part of it, and it is replaced in one step:
whoever is killed before leaves the old lake, and files that nobody reads, which the next export removes.
"""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from hyzs.lake.table_schema import ColumnSchema, TableSchema
from hyzs.model.errors import BadConfig, Busy, CannotRead, CannotWrite, NotFound, os_error_text
from hyzs.store.atomic_file import read_bytes, write_file

NAME = "_manifest.json"
#: Names that engines leave out when they list a folder begin so.
_LOCK = "_lock"
_FORMAT = 1
_WAIT_SECONDS = 30.0
#: Bytes of the largest manifest that is read: a thousand stores have fifty million.
_LARGEST = 500_000_000


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of one store: its rows, its columns, and its file (none without rows) with the bytes of that."""

    schema: TableSchema
    rows: int
    file: str | None
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class StoreExport:
    """The tables of one store as of one commit.

    ``digest`` is of the record files, ``program`` of the program's source; ``rounded`` counts amounts that had more
    than four decimals, ``unread`` files of which something could not be read.
    """

    store: str
    name: str
    region_code: str | None
    commit: str | None
    dirty: bool
    digest: str
    day: str
    version: str
    program: str
    schema: str
    audience: str
    sample: bool
    rounded: int
    unread: int
    tables: dict[str, StoredTable]

    @property
    def source(self) -> tuple[object, ...]:
        """The values on which the exported files depend: digest, program, readers."""
        return self.digest, self.program, self.audience


def read_manifest(folder: Path) -> list[StoreExport]:
    """The stores of a lake by id.

    Raises:
        NotFound: there is no lake; CannotRead: its manifest cannot be read; BadConfig: a newer program has written it.
    """
    try:
        data = read_bytes(folder / NAME)
    except OSError as error:
        raise CannotRead(f"读不了 {folder / NAME}：{os_error_text(error)}") from None
    if data is None:
        raise NotFound(f"{folder} 里没有导出的数据({NAME})", "先在仓库里 hyzs export parquet 文件夹")
    try:
        document = json.loads(data[:_LARGEST])
        if document["format"] != _FORMAT:
            raise BadConfig(f"{folder / NAME} 是别的版本写的(format {document['format']})", "用新的 hyzs 读")
        return [_store(store) for store in document["stores"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotRead(f"{folder / NAME} 不是 hyzs 写的样子：{error}", "重新导出一次") from None


def write_manifest(folder: Path, stores: Sequence[StoreExport]) -> None:
    """Replace the manifest in one step. Raises: CannotWrite: the folder cannot be written."""
    ordered = [_tree(store) for store in sorted(stores, key=lambda store: store.store)]
    text = json.dumps({"format": _FORMAT, "stores": ordered}, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        write_file(folder / NAME, f"{text}\n".encode())
    except OSError as error:
        raise CannotWrite(f"写不了 {folder / NAME}：{os_error_text(error)}") from None


@contextlib.contextmanager
def lake_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a lake. Raises: Busy: another export is writing; CannotWrite: there is no place for a lock."""
    lock = FileLock(folder / _LOCK, timeout=_WAIT_SECONDS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise Busy(f"别的 hyzs 正在往 {folder} 里导出，等了 {_WAIT_SECONDS:.0f} 秒还没有完", "稍后再试") from None
    except (OSError, NotImplementedError) as error:
        reason = os_error_text(error) if isinstance(error, OSError) else "这里的文件系统不能加锁"
        raise CannotWrite(f"写不了 {folder}：{reason}") from None
    try:
        yield
    finally:
        lock.release()


def is_foreign(folder: Path) -> bool:
    """True of a folder that holds something, and no lake."""
    return folder.exists() and not (folder / NAME).exists() and any(path.name != _LOCK for path in folder.iterdir())


def _tree(store: StoreExport) -> dict[str, Any]:
    tree = asdict(store)
    tree["tables"] = {
        name: {
            "label": table.schema.label,
            "levelled": table.schema.levelled,
            "rows": table.rows,
            "file": table.file,
            "bytes": table.bytes,
            "columns": [[c.name, c.type, c.unit, c.level, c.label] for c in table.schema.columns],
        }
        for name, table in store.tables.items()
    }
    return tree


def _store(tree: dict[str, Any]) -> StoreExport:
    return StoreExport(**{**tree, "tables": {name: _table(name, table) for name, table in tree["tables"].items()}})


def _table(name: str, tree: dict[str, Any]) -> StoredTable:
    columns = tuple(ColumnSchema(n, label, type, unit, level) for n, type, unit, level, label in tree["columns"])
    schema = TableSchema(name, str(tree["label"]), columns, tree["levelled"])
    return StoredTable(schema, int(tree["rows"]), tree["file"], tree["bytes"])
