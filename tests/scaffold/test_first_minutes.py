"""The first ten minutes: what a stranger installs, makes and is told to try works as it stands there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hyzs.diagnostics.registry import rules_by_code
from hyzs.model.errors import BadUsage
from hyzs.scaffold.new_store import create_store
from support import program
from support.stores import REPO

pytestmark = pytest.mark.slow

#: Words of the shipped city that another city's store has no use for.
OURS = re.compile("衡阳|市商务局")
posix = pytest.mark.skipif(sys.platform == "win32", reason="make 和 sh 的写法")


def environment(**more):
    by_key = {k: v for k, v in os.environ.items() if not k.startswith(("HYZS", "GITHUB", "COLUMNS"))}
    return by_key | {"PATH": program.path_with_program(), "PYTHONUTF8": "1"} | more


def run_command(words, cwd, **more):
    """Exit code and all that a command says."""
    process = subprocess.run(
        words, cwd=cwd, env=environment(**more), capture_output=True, encoding="utf-8", check=False
    )
    return process.returncode, process.stdout + process.stderr


# What is made for another city


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bare") / "store"
    words = ["hyzs", "init", str(folder), "--bare", "--id", "x", "--name", "某市"]
    return folder, run_command(words, folder.parent)


def test_a_store_of_another_city_is_made_under_its_id_and_name(bare):
    folder, (code, text) = bare
    settings = (folder / "data" / "settings.yaml").read_text(encoding="utf-8")

    assert (code, OURS.findall(text)) == (0, [])
    assert "\nid: x\nname: 某市\n" in settings


def test_nothing_in_it_speaks_of_ours(bare):
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in bare[0].rglob("*")
        if file.suffix != ".db" and file.is_file()
    }

    assert {name for name, text in texts.items() if OURS.search(text)} == set()
    assert "方案第" not in texts["settings.yaml"]


@pytest.mark.parametrize(
    "words",
    [
        "doctor",
        "check",
        "track",
        "who 某局",
        "explain",
        "gaps",
        "matrix",
        "report",
        "init --help",
        "list projects --where 甲",
    ],
)
def test_no_command_speaks_of_ours_in_it(bare, words):
    assert OURS.findall(run_command(["hyzs", *words.split()], bare[0])[1]) == []


def test_no_rule_speaks_of_ours():
    texts = {code: " ".join((rule.summary, rule.why, rule.fix, rule.example)) for code, rule in rules_by_code().items()}

    assert {code for code, text in texts.items() if OURS.search(text)} == set()


def test_a_bare_store_that_nobody_named_is_nobodys(tmp_path):
    code, text = run_command(["hyzs", "init", "库", "--bare"], tmp_path)
    settings = (tmp_path / "库/data/settings.yaml").read_text(encoding="utf-8")

    assert (code, OURS.findall(settings)) == (0, [])
    assert "编号、名称是暂定的：用 --id、--name 写，或改 data/settings.yaml 的 id、name" in text


@pytest.mark.parametrize("options", [{}, {"sample": True}, {"demo": 3}], ids=["plain", "samples", "demo"])
def test_any_store_has_the_name_that_is_told(tmp_path, options):
    create_store(tmp_path, **options, id="zhuzhou", name="某市: 库 #1")

    assert (
        run_command(["hyzs", "--store", str(tmp_path), "doctor", "-f", "tsv"], tmp_path)[1].count(
            "某市: 库 #1(zhuzhou)"
        )
        == 1
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"id": "某市"}, "“某市”不能作编号"),
        ({"id": "-x"}, "“-x”不能作编号"),
        ({"id": "swj"}, "编号 swj 已经是一个单位的编号"),
        ({"id": "p26-k7m3", "sample": True}, "编号 p26-k7m3 已经是一个项目的编号"),
        ({"name": " "}, "--name 要写一个看得见的名称"),
        ({"name": "某\n市"}, "--name 要写一个看得见的名称"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_id_or_a_name_that_cannot_be_is_refused_before_anything_is_made(tmp_path, words, message):
    with pytest.raises(BadUsage, match=message):
        create_store(tmp_path, **words)

    assert not list(tmp_path.iterdir())


# What people are told to try


def commands_in(text):
    """The commands of the code blocks of a README, without their remarks."""
    for block in re.findall(r"```\n(.*?)```", text, re.DOTALL):
        yield from (line.split("  #")[0].split(" #")[0].strip() for line in block.splitlines())


@pytest.mark.parametrize("options", [{}, {"sample": True}], ids=["plain", "samples"])
def test_every_command_of_the_readme_of_a_new_store_works_in_it(tmp_path, options):
    create_store(tmp_path, **options)
    words = list(commands_in((tmp_path / "README.md").read_text(encoding="utf-8")))

    assert len(words) == 5
    assert {line: run_command(shlex.split(line), tmp_path)[0] for line in words} == dict.fromkeys(words, 0)


def test_a_bare_store_is_told_how_to_write_its_first_records(tmp_path):
    create_store(tmp_path, bare=True)
    first, *_, last = commands_in((tmp_path / "README.md").read_text(encoding="utf-8"))

    assert [run_command(shlex.split(line), tmp_path)[0] for line in (first, last)] == [0, 0]


@posix
@pytest.mark.skipif(not shutil.which("make"), reason="没有 make")
def test_make_run_shows_a_living_week_and_commands_that_work(tmp_path):
    clone = tmp_path / "clone"
    shutil.copytree(REPO / "data", clone / "data")
    shutil.copy(REPO / "Makefile", clone)
    (clone / ".venv").symlink_to(Path(sys.prefix))
    code, text = run_command(["make", "-s", "-o", ".venv/.installed", "run"], clone)
    texts = [line.split("  #")[0].strip() for line in text.splitlines() if line.startswith("  .venv/bin/hyzs ")]

    assert (code, len(texts)) == (0, 5)
    assert f"程序在 {clone}/.venv/bin/hyzs" in text and "示例数据，截至 2026-11-23" in text
    assert re.search(r"应报 [0-9]+：按时 [1-9]", text)
    assert {line: run_command(shlex.split(line), clone)[0] for line in texts} == dict.fromkeys(texts, 0)
