"""The front door: exit codes, the words of the command line, help, and what goes to which stream."""

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import hyzs.cli.main as front_door
from hyzs.cli.main import run
from hyzs.commands import TABLE
from hyzs.model.errors import Exit
from hyzs.reports.track import track
from hyzs.session import Session
from stores import make_store
from support import program

CLEAN = """== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
tracked: {since: 2026-11-16}
"""
BROKEN = "== data/projects/p26-b1.yaml\nname: 示例·乙项目\n  tier: [\n"
HEAVY = {"pydantic", "ruamel", "yaml", "jinja2", "rich"}
posix = pytest.mark.skipif(sys.platform == "win32", reason="权限、管道和伪终端是 POSIX 的")


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    for name in ("HYZS_STORE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HYZS_TODAY", "2026-11-23")


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """A store in which nothing is wrong and one project owes. Nobody changes it."""
    return make_store(tmp_path_factory.mktemp("clean"), CLEAN)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("broken"), CLEAN + BROKEN)


@pytest.fixture
def inside(clean, monkeypatch):
    monkeypatch.chdir(clean)
    return clean


def hyzs(*words, **options):
    """The program itself, in a process of its own."""
    done = program.run(words, encoding="utf-8", **options)
    return done.returncode, done.stdout, done.stderr


# -- the table of exit codes


def test_0_when_all_is_well(inside):
    assert run(["check"]) == 0


def test_1_when_there_is_an_error(broken, monkeypatch):
    monkeypatch.chdir(broken)

    assert run(["check"]) == 1
    assert run(["check", "data/projects/p26-b1.yaml"]) == 1


def test_0_when_the_paths_that_are_asked_for_have_no_error(broken, monkeypatch):
    monkeypatch.chdir(broken)

    assert run(["check", "data/units"]) == 0


def test_0_when_there_are_warnings_only(tmp_path, monkeypatch, capsys):
    make_store(tmp_path, "== data/units/more.yaml\n- {id: x, name: 某局, type: 政府部门}\n")
    monkeypatch.chdir(tmp_path)

    assert (run(["check"]), "0 个错误，1 个警告" in capsys.readouterr().out) == (0, True)


@pytest.mark.parametrize(
    ("states", "code"), [("owed", 1), ("未报", 1), ("late，owed", 1), ("late,heard", 0), ("待报、免报", 0)]
)
def test_fail_on_makes_states_an_error(inside, states, code):
    assert run(["track", "--week", "--fail-on", states]) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--unit", "衡南县"], 1),  # its project
        (["--unit", "衡山县"], 1),  # no project, and no 零报告 either
        (["--unit", "绿色食品产业园"], 0),  # owes nothing
        (["--tier", "重大"], 0),  # nothing is listed
    ],
)
def test_fail_on_looks_at_the_projects_and_units_that_are_listed(inside, words, code):
    assert run(["track", *words, "--fail-on", "owed"]) == code


@pytest.mark.parametrize("words", [["track", "--foo"], ["who"], ["track", "--week", "foo"], ["track", "-f", "foo"]])
def test_2_when_the_words_are_not_understood(inside, words):
    assert run(words) == 2


@pytest.mark.parametrize("words", [["who", "海关总署"], ["check", "data/nowhere"], ["track", "--unit", "海关总署"]])
def test_66_when_there_is_none_of_that_name(inside, words):
    assert run(words) == 66


@pytest.mark.parametrize(
    "words", [["track"], ["check"], ["--store", "data", "track"], ["--store", "/nowhere", "who", "x"]]
)
def test_66_when_there_is_no_store(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)

    assert run(words) == 66


def test_70_when_hyzs_is_wrong_and_the_traceback_is_told(inside, monkeypatch, capsys):
    monkeypatch.setattr(front_door, "run", lambda argv: 1 // 0)

    with pytest.raises(SystemExit) as ended:
        front_door.main()

    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (70, "")
    assert "ZeroDivisionError" in told.err
    assert told.err.endswith("这是 hyzs 的错误，不是您的。请把以上内容发给维护者。\n")


@pytest.mark.parametrize("output", ["nowhere/x.csv", "data", ".", ""])
def test_73_when_the_output_cannot_be_written(inside, output, capsys):
    assert run(["track", "-o", output]) == 73
    assert capsys.readouterr().err.startswith("错误：写不了 ")


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root 什么都写得了")
def test_73_when_the_folder_is_read_only(inside, tmp_path):
    tmp_path.chmod(0o500)

    assert run(["track", "-o", str(tmp_path / "x.csv")]) == 73


def test_74_when_a_folder_cannot_be_read(tmp_path, monkeypatch, capsys):
    make_store(tmp_path)
    scandir = os.scandir

    def refuse(path="."):
        if str(path).endswith("units"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "scandir", refuse)

    assert run(["track"]) == 74
    assert capsys.readouterr().err == "错误：读不了文件夹 data/units：没有权限\n"


@pytest.mark.parametrize("settings", ["id: x\n", "name: [\n", ""])
def test_78_when_the_settings_are_wrong(tmp_path, monkeypatch, settings, capsys):
    make_store(tmp_path, f"== data/settings.yaml\n{settings}")
    monkeypatch.chdir(tmp_path)

    assert (run(["track"]), run(["who", "市商务局"]), run(["check"])) == (78, 78, 1)
    assert "错误：设置读不出来：data/settings.yaml\n提示：运行 hyzs check 查看\n" in capsys.readouterr().err


@pytest.mark.parametrize("stop", [KeyboardInterrupt, typer.Abort])
def test_130_when_it_is_interrupted(monkeypatch, stop):
    def interrupted(*_args, **_options):
        raise stop

    monkeypatch.setattr(front_door, "app", interrupted)

    assert run(["track"]) == 130


def test_the_table_is_what_the_design_says():
    assert {code.name: int(code) for code in Exit} == {
        **{"OK": 0, "FINDINGS": 1, "USAGE": 2, "NOT_FOUND": 66, "BUG": 70, "CANNOT_WRITE": 73, "CANNOT_READ": 74},
        **{"BUSY": 75, "CONFIG": 78, "INTERRUPTED": 130},
    }


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

    told = capsys.readouterr()
    lines = told.err.splitlines()
    assert (code, told.out) == (2, "")
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

    told = capsys.readouterr().out
    assert told.startswith("用法：hyzs")
    left = re.findall(
        r"\b(?:usage|options?|arguments?|commands?|required|default|show|message|exit|args|range)\b", told, re.I
    )
    assert set(left) <= {"show"}
    assert not re.search(r"[a-z]>=|\{", told)


def test_help_fits_80_columns_and_stands_in_columns(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    run(["track", "--help"])

    cells = [sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in capsys.readouterr().out.splitlines()]

    assert max(cells) <= 80


def test_help_lists_the_commands_in_the_order_of_the_table(capsys):
    run(["--help"])

    told = capsys.readouterr().out
    assert re.findall(r"^  ([a-z]+)  ", told, re.MULTILINE) == list(TABLE)
    assert re.findall(r"^([查报填改印维]).*：$", told, re.MULTILINE) == list("查报填改印维")


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


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_73_when_stdout_is_full(clean):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([sys.executable, "-m", "hyzs", "track"], cwd=clean, stdout=full, stderr=-1, check=False)

    assert (done.returncode, done.stderr.decode("utf-8")) == (73, "错误：写不到标准输出：磁盘满了\n")


@pytest.mark.parametrize("words", [["track"], ["who", "swj"], ["check"]])
def test_json_is_one_document_on_stdout_also_when_files_are_broken(broken, monkeypatch, words, capsys):
    monkeypatch.chdir(broken)

    run([*words, "-f", "json"])

    told = capsys.readouterr()
    assert {"report", "version", "store", "params", "rows", "summary"} <= json.loads(told.out).keys()
    assert told.err == ("" if words == ["check"] else "注意：有 1 个文件读不全，运行 hyzs check 查看\n")


# -- the program as a process


@posix
@pytest.mark.parametrize("words", ["who 市商务局", "track", "check -f json", "--help"])
def test_a_reader_that_goes_away_is_no_error(clean, words):
    script = f'set -o pipefail; "{sys.executable}" -m hyzs {words} | true; echo ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", script], cwd=clean, capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("0\n", "")


def test_in_the_c_locale_chinese_is_read_and_written(clean):
    env = {key: value for key, value in os.environ.items() if key not in ("LANG", "PYTHONUTF8", "PYTHONIOENCODING")}

    code, out, err = hyzs("who", "市商粮局", "-f", "jsonl", cwd=clean, env=env | {"LC_ALL": "C"})

    assert (code, err) == (0, "")
    assert "构建招商体系" in out


@posix
def test_words_that_are_no_text_are_refused_without_a_crash(clean):
    done = program.run(["who", b"\xff\xfe"], clean)

    assert done.returncode == 66
    assert "没有这个单位或人员" in done.stderr.decode("utf-8")


_SPY = "import sys; from hyzs.cli.main import run; run(sys.argv[1:]); sys.stderr.write(' '.join(sys.modules))"


@pytest.mark.parametrize(
    "words", [["track", "-f", "json"], ["who", "市商务局", "-f", "json"], ["check", "-f", "json"], ["--help"]]
)
def test_a_warm_run_imports_nothing_heavy(clean, tmp_path_factory, words):
    warm = tmp_path_factory.getbasetemp() / "warm"
    if not warm.exists():
        shutil.copytree(clean, warm)
        hyzs("check", cwd=warm)

    done = subprocess.run([sys.executable, "-c", _SPY, *words], cwd=warm, capture_output=True, check=False)

    assert {name.split(".")[0] for name in done.stderr.decode().split()} & HEAVY == set()


# -- the same words everywhere


def test_a_report_takes_its_week_and_its_unit_as_options_too(inside, capsys):
    asked = (["weekly", "2026-W47"], ["weekly", "--week", "第47周"], ["--week", "W47", "weekly"])
    assert [run(["report", *words, "-f", "json"]) for words in asked] == [0, 0, 0]
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
    done = subprocess.run(
        [sys.executable, *more, "-m", "hyzs", *words], cwd=clean, env=env, capture_output=True, check=False
    )

    told = done.stdout if more else (tmp_path / "责任.csv").read_bytes()
    assert (done.returncode, "构建招商体系" in told.decode()) == (0, True)


def test_a_check_of_paths_without_data_is_a_usage_error(inside, capsys):
    (inside / "docs").mkdir()

    assert run(["check", "docs"]) == 2
    assert "docs 里没有数据文件，什么也没有查" in capsys.readouterr().out
    assert run(["check", "docs", "data"]) == 0
