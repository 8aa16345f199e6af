"""``hyzs export parquet``: the tables of a store in files that are the same whenever the store is."""

import json
import signal
import sys
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from pyarrow import parquet

from hyzs.cli.main import run
from hyzs.lake.export_parquet import export_parquet
from hyzs.lake.manifest import read_manifest
from hyzs.model.errors import BadConfig, BadUsage, CannotRead, Exit
from support import program
from support.stores import index_of, make_store

pytestmark = pytest.mark.slow

STORE = """== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 重大
county: 甲县
investment: {total: 120000.123456, fixed: 80000}
land: {area_mu: 30.5, type: 新增用地}
milestones: {签约: 2026-03-02}
promises: {开工: 2026-09}
foreign: {origin: 示例国, reinvestments: [{on: 2026-05-01, amount: 77, encouraged: 否}]}
"""
ABOUT = {"id": "jia", "name": "示例市", "commit": None, "dirty": False, "sample": True}
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("store"), STORE)


@pytest.fixture(scope="module")
def index(store):
    return index_of(store)


@pytest.fixture(scope="module")
def exported(index, tmp_path_factory):
    """A lake that nobody changes."""
    folder = tmp_path_factory.mktemp("lake")
    export_parquet(index, folder, ABOUT, DAY, "internal")
    return folder


def table(folder, name, store="jia"):
    (export,) = (export for export in read_manifest(folder) if export.store == store)
    return parquet.ParquetFile(folder / export.tables[name].file).read()


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "_lock")
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def test_money_days_and_flags_have_types_of_their_own(exported):
    project, milestone = table(exported, "project"), table(exported, "milestone")
    (row,), types = project.to_pylist(), {field.name: str(field.type) for field in project.schema}

    assert {name: row[name] for name in ("id", "file", "sample", "investment.total", "land.area_mu")} == {
        "id": "p26-a1",
        "file": "projects/p26-a1.yaml",
        "sample": True,
        "investment.total": Decimal("120000.1235"),
        "land.area_mu": Decimal("30.500000"),
    }
    assert (types["investment.total"], types["land.area_mu"]) == ("decimal128(18, 4)", "decimal128(21, 6)")
    assert milestone.to_pylist()[0]["on"] == date(2026, 3, 2)
    assert str(milestone.schema.field("on").type) == "date32[day]"


def test_files_are_parted_by_store_and_packed_with_zstd(exported):
    (export,) = read_manifest(exported)
    file = export.tables["project"].file
    packed = parquet.ParquetFile(exported / file).metadata.row_group(0).column(0).compression

    assert file.startswith("project/store=jia/part-") and packed == "ZSTD"


def test_the_manifest_says_what_is_in_it(exported):
    (store,) = json.loads((exported / "_manifest.json").read_text("utf-8"))["stores"]
    by_key = {key: store[key] for key in ("store", "name", "commit", "day", "audience", "sample", "rounded", "unread")}

    assert by_key == {
        "store": "jia",
        "name": "示例市",
        "commit": None,
        "day": "2026-11-23",
        "audience": "internal",
        "sample": True,
        "rounded": 1,
        "unread": 0,
    }
    assert store["tables"]["project"]["rows"] == 1 and store["tables"]["grant"]["file"] is None


@pytest.mark.parametrize(
    ("audience", "has_name", "has_secret"), [("public", False, False), ("internal", True, False), ("full", True, True)]
)
def test_only_columns_of_the_readers_leave(index, tmp_path, audience, has_name, has_secret):
    export = export_parquet(index, tmp_path / "lake", ABOUT, DAY, audience).export

    columns = [column.name for column in export.tables["project"].schema.columns]
    assert ("name" in columns, "reinvestment" in export.tables) == (has_name, has_secret)


def test_the_same_store_gives_the_same_bytes_whatever_its_index_has_seen(store, exported, tmp_path):
    """The second index has seen another file before, so that its numbers are others."""
    root = make_store(tmp_path / "store", STORE + "== data/projects/p26-a0.yaml\nname: 示例·先\ntier: 一般\n")
    with_history = index_of(root)
    (root / "data/projects/p26-a0.yaml").unlink()
    with_history.refresh()
    export_parquet(with_history, tmp_path / "lake", ABOUT, DAY, "internal")

    assert digests(tmp_path / "lake") == digests(exported)


def test_nothing_is_rewritten_while_nothing_changes(index, tmp_path):
    first = export_parquet(index, tmp_path / "lake", ABOUT, DAY, "internal")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "lake").rglob("*.parquet")}
    second = export_parquet(index, tmp_path / "lake", ABOUT, DAY, "internal")
    next_day = export_parquet(index, tmp_path / "lake", ABOUT, date(2026, 11, 24), "internal")

    assert (first.written > 30, second.written, second.is_same) == (True, 0, True)
    assert (next_day.written, next_day.is_same, next_day.export.day) == (0, False, "2026-11-24")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "lake").rglob("*.parquet")} == before


def test_a_change_rewrites_the_tables_that_it_changes(tmp_path):
    root = make_store(tmp_path / "store", STORE)
    index = index_of(root)
    first = export_parquet(index, tmp_path / "lake", ABOUT, DAY, "internal")
    project = root / "data/projects/p26-a1.yaml"
    project.write_text(project.read_text("utf-8").replace("80000", "80001"), "utf-8")
    index.refresh()
    second = export_parquet(index, tmp_path / "lake", ABOUT, DAY, "internal")

    assert (second.written, second.same, second.removed) == (1, first.written - 1, 1)
    assert first.export.tables["milestone"] == second.export.tables["milestone"]


def test_two_stores_stand_beside_each_other(index, tmp_path):
    for store in ("yi", "jia"):
        export_parquet(index, tmp_path / "lake", {**ABOUT, "id": store}, DAY, "internal")

    assert [export.store for export in read_manifest(tmp_path / "lake")] == ["jia", "yi"]
    assert table(tmp_path / "lake", "project", "jia") == table(tmp_path / "lake", "project", "yi")


KILLED = """
import os, signal
import hyzs.lake.export_parquet as module
module.write_manifest = lambda *rest: os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_an_export_that_is_killed_leaves_the_old_one(tmp_path, capsys):
    root, lake = make_store(tmp_path / "store", STORE), tmp_path / "lake"
    words = ["--store", str(root), "--today", "2026-11-23", "export", "parquet", str(lake)]
    run(words)
    before = digests(lake)
    (root / "data/projects/p26-a2.yaml").write_text("name: 示例·后来的\nsample: true\ntier: 一般\n", "utf-8")
    killed = program.run(words, first=KILLED)
    after = digests(lake)

    assert killed.returncode == -signal.SIGKILL
    assert {path: after[path] for path in before} == before and len(after) > len(before)
    capsys.readouterr()
    run(words)
    table_files = {table.file for export in read_manifest(lake) for table in export.tables.values() if table.file}
    assert {
        path for path in digests(lake) if path.endswith(".parquet")
    } == table_files and "删去不用的旧文件" in capsys.readouterr().out


def test_a_missing_library_is_a_sentence_with_the_line_that_installs_it(index, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "pyarrow.parquet", raising=False)
    with pytest.raises(BadConfig) as raised:
        export_parquet(index, tmp_path / "lake", ABOUT, DAY, "internal")

    assert (raised.value.code, raised.value.hint) == (Exit.CONFIG, "运行：pip install 'hyzs[lake]'")


def test_a_folder_that_holds_other_things_is_refused(index, tmp_path):
    (tmp_path / "照片.jpg").write_bytes(b"")
    with pytest.raises(BadUsage, match="里有别的东西"):
        export_parquet(index, tmp_path, ABOUT, DAY, "internal")


def test_a_folder_in_the_store_is_refused(index):
    with pytest.raises(BadUsage, match="在仓库里面"):
        export_parquet(index, index.root / "out", ABOUT, DAY, "internal")


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 1}', '{"format": 1, "stores": [{}]}', "", "\0"])
def test_a_manifest_that_is_none_is_a_sentence(tmp_path, text):
    (tmp_path / "_manifest.json").write_text(text, "utf-8")
    with pytest.raises(CannotRead, match="不是 hyzs 写的样子"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "没有写导出成什么样"),
        (["parquet"], "看不懂 export parquet"),
        (["csv", "x"], "看不懂 export csv x"),
        (["parquet", "x", "--where", "tier=重大"], "--map、--where 不和 parquet 一起写"),
    ],
)
def test_words_that_mean_nothing_are_refused(store, capsys, words, message):
    assert run(["--store", str(store), "export", *words]) == Exit.USAGE
    assert message in capsys.readouterr().err


def test_the_command_says_what_left_and_what_did_not(store, tmp_path, capsys):
    words = ["--store", str(store), "--today", "2026-11-23", "export", "parquet", str(tmp_path / "lake")]
    run([*words, "-f", "json"])
    summary = json.loads(capsys.readouterr().out)["summary"]
    run(words)
    out = capsys.readouterr().out

    assert summary["tables"] > 30 and summary["hidden"] > 0 and summary["rounded"] == 1
    assert "没有变，一个也没有重写" in out and "列没有带走" in out and "四舍五入到元" in out
