"""What programs read on stdout: one whole document in the format they asked for, also when hyzs fails."""

import json
import os
import subprocess
import sys

import pytest
from junitparser import JUnitXml
from sarif_kit import validation_errors

import hyzs.cli.main as front_door
from hyzs.cli.main import run
from hyzs.session import Session
from support.stores import make_store

BROKEN = "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 特大\ncounty: 衡南县\n"


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    for name in ("HYZS_STORE", "GITHUB_ACTIONS", "GITHUB_SERVER_URL", "CI_PROJECT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HYZS_TODAY", "2026-11-23")


@pytest.fixture
def store(tmp_path, monkeypatch):
    root = make_store(tmp_path / "store", BROKEN)
    monkeypatch.chdir(root)
    return root


def run_command(capsys, *words):
    code = run(list(words))
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "data/nowhere"], 66),
        (["check", "--nonsense"], 2),
        (["who", "海关总署"], 66),
        (["nonsense"], 2),
        (["--store", "/nowhere", "track"], 66),
        (["--today", "明天", "check"], 2),
    ],
)
def test_json_says_what_kept_hyzs_from_answering(store, capsys, words, code):
    ended, out = run_command(capsys, *words, "-f", "json")
    document = json.loads(out)

    assert (ended, document["error"]["code"]) == (code, code)
    assert document["error"]["message"] and document["rows"] == []
    assert list(document) == ["report", "version", "store", "params", "rows", "summary", "error"]


@pytest.mark.parametrize("format", ["sarif", "gitlab", "junit"])
def test_reports_for_platforms_say_so_too(tmp_path, monkeypatch, capsys, format):
    monkeypatch.chdir(tmp_path)
    code, out = run_command(capsys, "check", "-f", format)

    assert code == 66
    if format == "junit":
        assert JUnitXml.fromstring(out.encode()).errors == 1
    else:
        assert "不是数据仓库" in str(json.loads(out))
    assert format != "sarif" or validation_errors(json.loads(out)) == []


@pytest.mark.parametrize("format", ["text", "concise", "jsonl", "csv", "md"])
def test_formats_in_which_nothing_can_be_said_of_it_stay_empty(tmp_path, monkeypatch, capsys, format):
    monkeypatch.chdir(tmp_path)

    assert run_command(capsys, "check", "-f", format) == (66, "")


def test_a_report_without_findings_is_not_written_as_one(store, capsys):
    code, out = run_command(capsys, "track", "-f", "sarif")
    [notice] = json.loads(out)["runs"][0]["invocations"][0]["toolExecutionNotifications"]

    assert code == 2
    assert notice["message"]["text"].startswith("“sarif”只用来写校验结果\n可以用：text、json")


def test_a_bug_leaves_a_document_and_its_traceback_on_stderr(store, monkeypatch, capsys):
    monkeypatch.setattr(Session, "check_run", lambda *_: 1 // 0)
    monkeypatch.setattr(sys, "argv", ["hyzs", "check", "-f", "json"])

    with pytest.raises(SystemExit) as ended:
        front_door.main()
    output = capsys.readouterr()

    assert (ended.value.code, json.loads(output.out)["error"]["code"]) == (70, 70)
    assert "ZeroDivisionError" in output.err


def test_a_bug_after_the_answer_adds_no_second_document(store, monkeypatch, capsys):
    monkeypatch.setattr(Session, "close", lambda self: 1 // 0)
    monkeypatch.setattr(sys, "argv", ["hyzs", "check", "-f", "json"])

    with pytest.raises(SystemExit):
        front_door.main()

    assert len(json.loads(capsys.readouterr().out)["rows"]) == 1


def test_findings_are_no_failure(store, capsys):
    code, out = run_command(capsys, "check", "-f", "json")

    assert code == 1 and "error" not in json.loads(out)


def test_the_document_is_utf8_whatever_the_system_says(tmp_path):
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    process = subprocess.run(
        [sys.executable, "-m", "hyzs", "check", "-f", "json"], cwd=tmp_path, env=env, capture_output=True, check=False
    )

    assert "数据仓库" in json.loads(process.stdout.decode())["error"]["message"]


# Under GitHub Actions


def test_on_github_findings_are_annotations_and_text(store, monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _, out = run_command(capsys, "check")
    first, stop, *text, start = out.splitlines()

    assert first.startswith("::error file=data/projects/p26-a1.yaml,line=3,col=7,")
    assert stop.removeprefix("::stop-commands::") == start.strip(":")
    assert text[0].startswith("data/projects/p26-a1.yaml:3:7: 错误：") and "^^^^" in text[2]


@pytest.mark.parametrize("words", [["check", "-f", "text"], ["check", "--summary", "md"], ["who", "市商务局"]])
def test_on_github_what_is_asked_for_is_given_alone(store, monkeypatch, capsys, words):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert "::" not in run_command(capsys, *words)[1]


def test_a_store_inside_a_repository_is_annotated_from_its_top(tmp_path, monkeypatch, capsys):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(make_store(tmp_path / "city" / "hy", BROKEN))

    assert "file=city/hy/data/projects/p26-a1.yaml," in run_command(capsys, "check", "-f", "github")[1]


@pytest.mark.parametrize(("name", "begins"), [("x.sarif", '{\n  "$schema"'), ("x.xml", "<?xml"), ("x.txt", "data/")])
def test_the_name_of_the_file_chooses_the_format(store, name, begins):
    assert run(["check", "-o", name]) == 1

    assert (store / name).read_text(encoding="utf-8").startswith(begins)
