"""The streams that output goes to, and the program as a process."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hyzs.cli.main import run
from hyzs.model.errors import Exit
from support import program
from support.front_door import hyzs, posix

HEAVY = {"pydantic", "ruamel", "yaml", "jinja2", "rich"}


pytestmark = pytest.mark.usefixtures("day")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_73_when_stdout_is_full(clean):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        process = subprocess.run(
            [sys.executable, "-m", "hyzs", "track"], cwd=clean, stdout=full, stderr=-1, check=False
        )

    assert (process.returncode, process.stderr.decode("utf-8")) == (73, "错误：写不到标准输出：磁盘满了\n")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_the_document_of_an_error_that_finds_stdout_full_changes_no_exit_code(tmp_path, monkeypatch, capsys):
    with Path("/dev/full").open("w", encoding="utf-8") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", full)

        code = run(["--store", str(tmp_path), "check", "-f", "json"])

    assert code == Exit.NOT_FOUND
    assert [line[:3] for line in capsys.readouterr().err.splitlines()] == ["错误：", "提示：", "错误："]


@pytest.mark.parametrize("words", [["track"], ["who", "swj"], ["check"]])
def test_json_is_one_document_on_stdout_also_when_files_are_broken(broken, monkeypatch, words, capsys):
    monkeypatch.chdir(broken)

    run([*words, "-f", "json"])

    output = capsys.readouterr()
    assert {"report", "version", "store", "params", "rows", "summary"} <= json.loads(output.out).keys()
    assert output.err == ("" if words == ["check"] else "注意：有 1 个文件读不全，运行 hyzs check 查看\n")


# -- the program as a process


@posix
@pytest.mark.parametrize("words", ["who 市商务局", "track", "check -f json", "--help"])
def test_a_reader_that_goes_away_is_no_error(clean, words):
    script = f'set -o pipefail; "{sys.executable}" -m hyzs {words} | true; echo ${{PIPESTATUS[0]}}'
    process = subprocess.run(["bash", "-c", script], cwd=clean, capture_output=True, text=True, check=False)

    assert (process.stdout, process.stderr) == ("0\n", "")


def test_in_the_c_locale_chinese_is_read_and_written(clean):
    env = {key: value for key, value in os.environ.items() if key not in ("LANG", "PYTHONUTF8", "PYTHONIOENCODING")}

    code, out, err = hyzs("who", "市商粮局", "-f", "jsonl", cwd=clean, env=env | {"LC_ALL": "C"})

    assert (code, err) == (0, "")
    assert "构建招商体系" in out


@posix
def test_words_that_are_no_text_are_refused_without_a_crash(clean):
    process = program.run(["who", b"\xff\xfe"], clean)

    assert process.returncode == 66
    assert "没有这个单位或人员" in process.stderr.decode("utf-8")


_SPY = "import sys; from hyzs.cli.main import run; run(sys.argv[1:]); sys.stderr.write(' '.join(sys.modules))"


@pytest.mark.parametrize(
    "words", [["track", "-f", "json"], ["who", "市商务局", "-f", "json"], ["check", "-f", "json"], ["--help"]]
)
def test_a_warm_run_imports_nothing_heavy(clean, tmp_path_factory, words):
    warm = tmp_path_factory.getbasetemp() / "warm"
    if not warm.exists():
        shutil.copytree(clean, warm)
        hyzs("check", cwd=warm)

    process = subprocess.run([sys.executable, "-c", _SPY, *words], cwd=warm, capture_output=True, check=False)

    assert {name.split(".")[0] for name in process.stderr.decode().split()} & HEAVY == set()


# -- the same words everywhere


def test_a_report_takes_its_week_and_its_unit_as_options_too(inside, capsys):
    questions = (["weekly", "2026-W47"], ["weekly", "--week", "第47周"], ["--week", "W47", "weekly"])
    assert [run(["report", *words, "-f", "json"]) for words in questions] == [0, 0, 0]
    first, *others = capsys.readouterr().out.split('{\n  "report"')[1:]
    assert others == [first, first]

    assert run(["report", "duty", "--unit", "衡南县", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["params"]["unit"] == "衡南县"


def test_the_list_of_the_weekly_meeting_can_be_of_one_unit(inside, capsys):
    run(["report", "track", "--unit", "衡山县", "-f", "json"])

    assert json.loads(capsys.readouterr().out)["rows"] == []


def test_a_report_is_asked_of_one_thing_only(inside, capsys):
    assert run(["report", "weekly", "W46", "--week", "W47"]) == 2
    assert "周报写了两个对象：W46、W47" in capsys.readouterr().err
    assert run(["report", "card", "--week", "W47"]) == 2
    assert "项目卡片没有 --week" in capsys.readouterr().err


def test_money_written_as_a_unit_is_still_money_and_that_is_said(inside, capsys):
    assert run(["report", "track", "--unit", "万元", "-f", "md"]) == 0
    old = capsys.readouterr()
    assert run(["report", "track", "--money", "万元", "-f", "md"]) == 0
    new = capsys.readouterr()

    assert old.out == new.out and "总投资(万元)" in new.out
    assert "--money 万元" in old.err and "--money" not in new.err
    assert run(["report", "track", "--unit", "亿元", "--money", "万元"]) == 2


@posix
@pytest.mark.parametrize("more", [[], ["-E"]])
def test_chinese_goes_in_and_out_where_the_locale_has_none(clean, tmp_path, more):
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HYZS_TODAY": "2026-11-23"}
    words = ["who", "市商务局", "-f", "csv", *([] if more else ["-o", str(tmp_path / "责任.csv")])]
    process = subprocess.run(
        [sys.executable, *more, "-m", "hyzs", *words], cwd=clean, env=env, capture_output=True, check=False
    )

    text = process.stdout if more else (tmp_path / "责任.csv").read_bytes()
    assert (process.returncode, "构建招商体系" in text.decode()) == (0, True)


def test_a_check_of_paths_without_data_is_a_usage_error(inside, capsys):
    (inside / "docs").mkdir()

    assert run(["check", "docs"]) == 2
    assert "docs 里没有数据文件，什么也没有查" in capsys.readouterr().out
    assert run(["check", "docs", "data"]) == 0
