"""The front door: exit codes, the words of the command line, help, and what goes to which stream."""

import os

import pytest
import typer

import hyzs.cli.main as front_door
from hyzs.cli.main import run
from hyzs.model.errors import Exit
from support.front_door import posix
from support.stores import make_store

pytestmark = pytest.mark.usefixtures("day")


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

    output = capsys.readouterr()
    assert (ended.value.code, output.out) == (70, "")
    assert "ZeroDivisionError" in output.err
    assert output.err.endswith("这是 hyzs 的错误，不是您的。请把以上内容发给维护者。\n")


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
