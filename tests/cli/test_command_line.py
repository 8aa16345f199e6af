"""The words of the command line: refused with a hint, known everywhere; help."""

import json
import re
import sqlite3
import stat
from pathlib import Path

import pytest

from hyzs.cli.main import run
from hyzs.commands import TABLE
from hyzs.reports.track import track
from hyzs.session import Session
from support.front_door import CLEAN, posix
from support.stores import make_store

pytestmark = pytest.mark.usefixtures("day")


# -- errors of the command line


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ("tarck", "没有命令 tarck，是不是：track", "hyzs"),
        ("跟踪", "没有命令 跟踪", "hyzs"),
        ("--foo", "没有选项 --foo", "hyzs"),
        ("--store 库", "还缺一个命令", "hyzs"),
        ("track --foo", "没有选项 --foo", "hyzs track"),
        ("track --wek", "没有选项 --wek，是不是：--week", "hyzs track"),
        ("track -f", "选项 -f 后面要有一个值", "hyzs track"),
        ("track --today", "选项 --today 后面要有一个值", "hyzs"),
        ("track --all=3", "选项 --all 不带值", "hyzs track"),
        ("track --silent x", "选项 --silent 的值不对，要写不小于 0 的整数", "hyzs track"),
        ("track --silent -1", "选项 --silent 的值不对，要写不小于 0 的整数", "hyzs track"),
        ("track 47", "多余的参数：47", "hyzs track"),
        ("who", "缺少参数 单位", "hyzs who"),
        ("who 甲 (乙)", "多余的参数：(乙)", "hyzs who"),
        ("completion sh", "参数 终端 的值不对，可以写：bash、zsh、fish、powershell", "hyzs completion"),
    ],
)
def test_usage_errors_are_chinese_and_say_where_help_is(inside, words, message, hint, capsys):
    code = run(words.split())

    output = capsys.readouterr()
    lines = output.err.splitlines()
    assert (code, output.out) == (2, "")
    assert lines[0].startswith(f"错误：{message}")
    assert lines[1:] == [f"提示：运行 {hint} --help 看用法"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_today_is_a_day_with_weeks_round_it(inside, capsys, day):
    assert run(["--today", day, "track"]) == 2
    assert f"“{day}”不是日期" in capsys.readouterr().err


def test_today_must_be_a_day(inside, capsys):
    assert run(["--today", "2026-13-01", "track"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        *["错误：“2026-13-01”不是日期", "提示：--today 要写成 2026-11-23 或 2026-11-23T09:00"]
    ]


def test_today_can_name_the_minute(inside, capsys):
    run(["track", "-f", "json", "--today", "2026-11-20T09:00"])

    assert json.loads(capsys.readouterr().out)["summary"]["pending"] == 1


# -- help


@pytest.mark.parametrize("command", ["", *TABLE])
def test_help_has_no_english_word_left_but_names(command, capsys):
    assert run([*command.split(), "--help"]) == 0

    output = capsys.readouterr().out
    assert output.startswith("用法：hyzs")
    left = re.findall(
        r"\b(?:usage|options?|arguments?|commands?|required|default|show|message|exit|args|range)\b", output, re.I
    )
    assert set(left) <= {"show"}
    assert not re.search(r"[a-z]>=|\{", output)


def test_help_fits_80_columns_and_stands_in_columns(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    run(["track", "--help"])

    cells = [sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in capsys.readouterr().out.splitlines()]

    assert max(cells) <= 80


def test_help_lists_the_commands_in_the_order_of_the_table(capsys):
    run(["--help"])

    output = capsys.readouterr().out
    assert re.findall(r"^  ([a-z]+)  ", output, re.MULTILINE) == list(TABLE)
    assert re.findall(r"^([查报填改印维]).*：$", output, re.MULTILINE) == list("查报填改印维")


def test_h_is_help_too(capsys):
    assert [run([*words, "-h"]) for words in ([], ["who"], ["git"])] == [0, 0, 0]
    assert capsys.readouterr().out.count("用法：hyzs") == 3


def test_hyzs_alone_shows_its_help_and_that_a_command_is_missing(capsys):
    assert run([]) == 2
    assert capsys.readouterr().out.startswith("用法：hyzs [选项] 命令 [参数]...\n")


def test_the_version(capsys):
    assert run(["--version"]) == 0
    assert re.fullmatch(r"hyzs \d+\.\d+\.\d+\n", capsys.readouterr().out)


# -- where the store is


def test_from_a_folder_inside_the_store(inside, monkeypatch):
    monkeypatch.chdir(inside / "data" / "units")

    assert run(["check"]) == 0
    assert run(["check", "units.yaml"]) == 0


@pytest.mark.parametrize("how", ["before", "behind", "environment"])
def test_from_another_folder(clean, tmp_path, monkeypatch, how, capsys):
    monkeypatch.chdir(tmp_path)
    if how == "environment":
        monkeypatch.setenv("HYZS_STORE", str(clean))
    words = {"before": ["--store", str(clean), "who", "swj"], "behind": ["who", "swj", "--store", str(clean)]}

    assert run([*words.get(how, ["who", "swj"]), "-f", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "构建招商体系"


def test_a_told_store_goes_before_the_environment(clean, tmp_path, monkeypatch):
    monkeypatch.setenv("HYZS_STORE", str(tmp_path))

    assert run(["--store", str(clean), "check"]) == 0


# -- where the answer goes


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.csv", b"\xef\xbb\xbf"),
        ("x.json", b'{\n  "report": "track"'),
        ("x.JSONL", b'{"id": "p26-a1"'),
        ("x.tsv", "项目\t".encode()),
        ("x.md", b"#"),
        ("x.html", b"<!"),
        ("x.txt", "单位 应报 ".encode()),
        ("x", "单位 应报 ".encode()),
    ],
)
def test_the_format_of_a_file_is_its_suffix(inside, tmp_path, name, begins, capsys):
    assert run(["track", "-o", str(tmp_path / name)]) == 0

    assert capsys.readouterr().out == ""
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_told_format_goes_before_the_suffix(inside, tmp_path):
    run(["track", "-f", "json", "-o", str(tmp_path / "x.csv")])

    assert json.loads((tmp_path / "x.csv").read_text(encoding="utf-8"))["report"] == "track"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-f", "wps"], "没有“wps”这种格式"),
        (["-o", "x.wps"], "写不出 .wps 文件"),
        (["-o", "x.doc"], "写不出 .doc 文件"),
    ],
)
def test_a_format_that_there_is_not_is_refused_and_nothing_is_written(inside, words, message, capsys):
    assert run(["track", *words]) == 2
    assert capsys.readouterr().err.startswith(f"错误：{message}\n提示：")
    assert not list(inside.glob("*x*"))


def test_a_file_that_is_there_is_replaced_whole(inside, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("旧" * 9000, encoding="utf-8")

    run(["who", "swj", "-o", str(file)])

    assert "旧" not in file.read_text(encoding="utf-8")


@posix
def test_a_link_stays_a_link_and_a_device_a_device(inside, tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")

    codes = [run(["who", "swj", "-o", str(path)]) for path in (tmp_path / "link.csv", "/dev/null")]

    assert (codes, (tmp_path / "link.csv").is_symlink(), (tmp_path / "real.csv").is_file()) == ([0, 0], True, True)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_an_answer_that_is_being_read_keeps_nobody_from_writing(tmp_path, capsys):
    session = Session(str(make_store(tmp_path, CLEAN)))

    session.show(track(session.index, None, session.now))

    other = sqlite3.connect(tmp_path / ".hyzs" / "index.db", timeout=0)
    other.execute("BEGIN EXCLUSIVE")
    other.close()
    session.close()
    assert capsys.readouterr().out.startswith("单位 应报 ")


def test_while_somebody_reads_the_index_check_answers_all_the_same(tmp_path):
    reader, session = (Session(str(make_store(tmp_path, CLEAN))) for _ in range(2))
    reader.index.rows("SELECT name FROM unit")
    session.index.db.execute("PRAGMA busy_timeout = 0")

    assert session.findings() == []
    assert session.index.value("SELECT count(*) FROM project") == 1
    reader.close()
    session.close()
