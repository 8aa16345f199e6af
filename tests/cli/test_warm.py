"""What a warm command costs, counted instead of timed: modules, files opened, statements, plans."""

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from hyzs.checking.tree_findings import findings
from hyzs.index.index import Index
from hyzs.reports.list_ import list_
from hyzs.reports.track import track
from hyzs.scaffold.demo_city import demo_files
from hyzs.scaffold.new_store import create_store
from hyzs.store.trees import WorkingTree

NOW = datetime(2026, 11, 23, 9, 0)
HEAVY = {"pydantic", "ruamel", "yaml", "jinja2", "rich", "multiprocessing", "concurrent"}
#: Rooms of ours that read, judge or write files, which a warm command does not.
HEAVY |= {
    "hyzs.kinds",
    "hyzs.checks",
    "hyzs.yamldoc",
    "hyzs.writing",
    "hyzs.edits",
    "hyzs.documents",
    "hyzs.lake",
}
WARM = [
    ["track", "--week", "2026-W47", "-f", "json"],
    ["check", "-f", "json"],
    ["who", "市商务局", "-f", "json"],
    ["list", "projects", "--where", "项目类别=重大 and 亮灯=红灯", "-f", "json"],
    ["show", "p17-000000", "-f", "json"],
]
#: Runs a command, and says on the last line of stderr what it imported and which files it opened.
SPY = """
import atexit, json, sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
atexit.register(lambda: print(json.dumps([sorted(sys.modules), opened]), file=sys.stderr))
sys.argv[0] = "hyzs"
from hyzs.__main__ import main
main()
"""


def city(root: Path, count: int) -> Path:
    """A demonstration city in which nothing was touched of late."""
    create_store(root, sample=True)
    for path, text in demo_files(count, weeks=2):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    long_ago = time.time() - 3600
    for file in (root / "data").rglob("*.yaml"):
        os.utime(file, (long_ago, long_ago))
    return root


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    """A store whose index is as old as its files."""
    root = city(tmp_path_factory.mktemp("warm"), 20)
    time.sleep(2.6)  # until no file counts as just touched
    spied(root, "check")
    return root


def spied(root: Path, *words: str) -> tuple[str, set[str], list[str]]:
    """Output of the command, the top modules and our rooms that it imported, the paths that it opened."""
    env = {**os.environ, "HYZS_TODAY": "2026-11-23", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", SPY, "--store", str(root), *words]
    process = subprocess.run(command, env=env, capture_output=True, check=False)
    modules, opened = json.loads(process.stderr.decode().splitlines()[-1])
    return (
        process.stdout.decode(),
        {".".join(name.split(".")[: 1 + name.startswith("hyzs.")]) for name in modules},
        opened,
    )


@pytest.mark.parametrize("words", WARM, ids=lambda words: words[0])
def test_a_warm_command_imports_neither_models_nor_parsers_and_opens_no_record(warm, words):
    out, modules, opened = spied(warm, *words)

    assert "typer" in modules and modules & HEAVY == set()
    assert out and [path for path in opened if path.endswith(".yaml")] == []


@pytest.mark.parametrize("words", [["--help"], ["completion", "bash"], ["track", "--help"]], ids=" ".join)
def test_help_imports_neither_models_nor_tables(warm, words):
    _, modules, _ = spied(warm, *words)

    assert modules & (HEAVY | {"sqlite3"}) == set()


@pytest.mark.parametrize(("words", "formats"), [(WARM[2], ["json"]), (["track", "--help"], [])], ids=["who", "help"])
def test_no_format_is_loaded_but_the_one_that_is_asked_for(warm, words, formats):
    from hyzs.render.format_catalog import all_formats

    code = f"import sys; from hyzs.cli.main import run; run({['--store', str(warm), *words]}); print(*sys.modules)"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = process.stdout.splitlines()[-1].split()

    assert [name for name in all_formats() if f"hyzs.render.formats.{name}" in loaded] == formats


@pytest.fixture(scope="module")
def cities(tmp_path_factory):
    """Indexes of a small city and of a larger one."""
    results = []
    for count in (20, 120):
        index = Index(city(tmp_path_factory.mktemp("city"), count), keep=False)
        index.show_tree(WorkingTree(index.root))
        findings(index, NOW.date())
        results.append(index)
    yield results
    for index in results:
        index.close()


@pytest.mark.slow
def test_track_asks_as_often_of_a_large_city(cities):
    assert len({statements(index, lambda index: track(index, "2026-W47", NOW)) for index in cities}) == 1


@pytest.mark.slow
def test_a_list_with_derived_fields_asks_as_often_of_a_large_city(cities):
    def lit(index):
        return list_(index, "projects", NOW, "亮灯=红灯 and 未报周数>=1", "-逾期天数", "id,name,light")

    assert len({statements(index, lit) for index in cities}) == 1


def test_a_warm_check_asks_as_often_of_a_large_city(cities):
    assert len({statements(index, lambda index: findings(index, NOW.date())) for index in cities}) == 1


def statements(index: Index, question) -> int:
    before = index.statements
    question(index)
    return index.statements - before
