"""Cost of ``hyzs rollup`` from one province to the whole country: seeded stores, time and memory as ratios.

``python -m bench.lake_sizes`` makes eight different stores of 20,000 projects and links them under as many names as
wanted, so that the files of 333 stores are read as such while the disk holds eight: what is measured is reading,
joining and summing, not a cold disk. Each question is asked by a process of its own, on two threads.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hyzs.lake.export_parquet import arrow_types
from hyzs.lake.manifest import StoredTable, StoreExport, write_manifest
from hyzs.lake.question import questions
from hyzs.lake.table_schema import ColumnSchema, TableSchema

DAY = date(2026, 11, 23)
DIFFERENT = 8
TIERS, STAGES = ("重大", "重点", "一般"), ("在谈", "签约", "开工", "竣工", "投产", "达产")
QUESTIONS = ("projects", "paid", "investors", "silence")
#: Asks one question and prints seconds of CPU, peak memory in MiB, and rows.
ASK = """
import json, sys, time
from datetime import date
from pathlib import Path
from hyzs.lake.lake import Lake, ask_duckdb
from hyzs.lake.question import questions
begin = time.process_time()
rows = ask_duckdb(Lake([Path(sys.argv[1])]), questions()[sys.argv[2]], date(2026, 11, 23))
seconds = time.process_time() - begin
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([seconds, int(peak.split()[1]) / 1024, len(rows)]))
"""


def schemas() -> dict[str, dict[str, str]]:
    """The columns that all questions read, with their types, by table."""
    tables: dict[str, dict[str, str]] = {}
    for question in questions().values():
        for table in question.reads:
            tables.setdefault(table, {}).update(question.columns_read(table))
    return tables


def store_rows(seed: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a store of so many projects, each with its table."""
    draw = random.Random(seed)  # noqa: S311
    for pos, stage in enumerate(STAGES):
        yield "stage", {"name": stage, "pos": pos, "ends": stage == "达产"}
    for number in range(60):
        yield "unit", {"id": f"u{number}", "type": draw.choice(("政府部门", "县市区", "园区"))}
    for week in range(40, 48):
        monday = date.fromisocalendar(2026, week, 1)
        for unit in range(20):
            yield "record", {"kind": "return", "id": f"2026-w{week}-{unit}", "monday": monday, "draft": False}
    for number in range(count):
        yield from project_rows(draw, f"p{number:05}", number)


def project_rows(draw: random.Random, id: str, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of one project: itself, its tier, milestones, promise, investor, code, entries and figures."""
    since, total = date(2024, 1, 1) + timedelta(draw.randrange(900)), Decimal(draw.randrange(1000, 500000))
    yield (
        "project",
        {
            "id": id,
            "name": f"示例·{id}",
            "draft": False,
            "type": draw.choice(("新引进", "增资扩产", None)),
            "industry": f"产业{draw.randrange(20)}",
            "investment.total": total,
            "land.area_mu": Decimal(draw.randrange(10, 400)),
            "source.channel": draw.choice(("以商招商", "企业自荐", None)),
            "tracked.since": since,
        },
    )
    yield "holding", {"kind": "project", "record": id, "field": "tier", "value": draw.choice(TIERS)}
    stage = draw.randrange(len(STAGES))
    for pos in range(stage + 1):
        yield "milestone", {"kind": "project", "record": id, "key": STAGES[pos], "on": since + timedelta(60 * pos)}
    promise = {"kind": "project", "record": id, "key": "达产", "pos": 0, "by_end": since + timedelta(700), "set": since}
    yield "promise_step", promise
    yield "share", {"kind": "project", "record": id, "of": f"示例企业{draw.randrange(5000000)}"}
    if number % 50 == 0:
        code = str(draw.randrange(10**9))
        yield "pair", {"kind": "project", "record": id, "field": "codes", "key": "省平台", "text": code}
    for week in range(40, 48):
        unit, seq = number % 20, number * 8 + week
        place = {"record": f"2026-w{week}-{unit}", "file": f"returns/2026-W{week}/{unit}.yaml"}
        yield "entry", {**place, "seq": seq, "key_id": id}
        figure = {"field": "projects.figures", "key": "paid_in", "number": total / 100 * (week - 39)}
        yield "pair", {"kind": "return", **place, **figure, "owner": seq, "week_no": week}


def write_store(folder: Path, seed: int, count: int) -> dict[str, tuple[Path, int]]:
    """Parquet files of a store: path and rows by table."""
    import pyarrow
    from pyarrow import parquet

    rows: dict[str, list[dict[str, Any]]] = {}
    for table, row in store_rows(seed, count):
        rows.setdefault(table, []).append(row)
    types, out = arrow_types(), {}
    for table, columns in schemas().items():
        if table in rows:
            schema = pyarrow.schema(
                [(name, types["text" if name == "file" else type]) for name, type in columns.items()]
            )
            file = folder / f"{table}-{seed}.parquet"
            parquet.write_table(pyarrow.Table.from_pylist(rows[table], schema=schema), file, compression="zstd")
            out[table] = (file, len(rows[table]))
    return out


def link_lake(folder: Path, stores_made: list[dict[str, tuple[Path, int]]], stores: int) -> None:
    """A lake of so many stores, each one of those that were made."""
    exports = []
    for number in range(stores):
        store, tables = f"s{number:03}", {}
        for table, columns in schemas().items():
            schema = TableSchema(table, table, tuple(ColumnSchema(name, name, type) for name, type in columns.items()))
            if table not in stores_made[number % len(stores_made)]:
                tables[table] = StoredTable(schema, 0, None)
                continue
            file, rows = stores_made[number % len(stores_made)][table]
            path = f"{table}/store={store}/part-0.parquet"
            (folder / path).parent.mkdir(parents=True)
            os.link(file, folder / path)
            tables[table] = StoredTable(schema, rows, path, file.stat().st_size)
        about = (store, store, None, None, False, "", str(DAY), "", "", "", "internal", True, 0, 0)
        exports.append(StoreExport(*about, tables))
    write_manifest(folder, exports)


def measured(lake: Path, name: str) -> tuple[float, float, int]:
    """Seconds of CPU, peak memory in MiB and rows of a question, asked by a process of its own."""
    process = subprocess.run([sys.executable, "-c", ASK, str(lake), name], capture_output=True, check=True)
    seconds, memory, rows = json.loads(process.stdout)
    return seconds, memory, rows


def table_rows(scratch: Path, sizes: Sequence[int], projects: int, names: Sequence[str]) -> Iterator[list[object]]:
    """A row a question and size: stores, projects, MB, question, seconds and memory, each with its ratio, rows."""
    stores_made = [write_store(scratch, seed, projects) for seed in range(DIFFERENT)]
    first: dict[str, tuple[float, float]] = {}
    for stores in sizes:
        lake = scratch / f"lake-{stores}"
        link_lake(lake, stores_made, stores)
        size = sum(file.stat().st_size for file in lake.rglob("*.parquet")) / 1e6
        for name in names:
            seconds, memory, rows = measured(lake, name)
            base = first.setdefault(name, (seconds, memory))
            costs = (f"{seconds:.1f}", f"{seconds / base[0]:.1f}", f"{memory:.0f}", f"{memory / base[1]:.1f}")
            yield [stores, stores * projects, f"{size:.0f}", name, *costs, rows]


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stores", default="14,56,111,333")
    parser.add_argument("--projects", type=int, default=20000)
    parser.add_argument("--asked", default=",".join(QUESTIONS))
    options = parser.parse_args()
    sys.stdout.write("| 库 | 项目 | Parquet MB | 汇总 | CPU 秒 | 比 | 内存 MiB | 比 | 行 |\n" + "|---" * 9 + "|\n")
    sizes, names = [int(text) for text in options.stores.split(",")], options.asked.split(",")
    with tempfile.TemporaryDirectory() as scratch:
        for row in table_rows(Path(scratch), sizes, options.projects, names):
            sys.stdout.write(f"| {' | '.join(map(str, row))} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
