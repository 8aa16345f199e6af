"""A printed report is its file: declared there, found by walking, asked for what its parameters name."""

import sys
from inspect import Parameter, signature

import pytest

from hyzs import reports
from hyzs.cli.main import run
from hyzs.commands.report_registry import PARAMETERS, find_printed_report, printed_reports
from hyzs.model.errors import BadUsage
from hyzs.render.format_catalog import listed_formats
from support.additions import run_with
from support.stores import make_store

NEW = """
from hyzs.model.answer import Answer
from hyzs.model.blocks import Text
from hyzs.model.printed_report import PrintedReport


def greeting(index, unit, now):
    return Answer("greeting", blocks=[Text(f"{unit}：{now:%m-%d}")], title="问候")


GREETING = PrintedReport("greeting", "问候", "写哪个单位，向它问好", greeting, of="unit", required="单位")
"""


@pytest.fixture
def greeting(tmp_path, monkeypatch):
    """A new file of reports and a store."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "greeting.py").write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(reports, "__path__", [*reports.__path__, str(folder)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("HYZS_STORE", str(make_store(tmp_path / "store")))
    monkeypatch.setenv("HYZS_TODAY", "2026-11-23")
    yield
    sys.modules.pop(f"{reports.__name__}.greeting", None)


def test_a_new_file_is_a_new_report_of_the_list(greeting, capsys):
    assert run(["report", "-f", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("greeting,问候,")


@pytest.mark.parametrize("words", [["greeting", "衡南县"], ["greeting", "--unit", "衡南县"], ["问候", "衡南县"]])
def test_it_is_asked_what_its_parameters_name(greeting, capsys, words):
    assert run(["report", *words, "-f", "md"]) == 0
    assert "衡南县：11-23" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [([], "还要写单位"), (["--week", "W47"], "问候没有 --week"), (["甲", "--unit", "乙"], "写了两个对象：甲、乙")],
)
def test_it_is_asked_nothing_else(greeting, capsys, words, message):
    assert run(["report", "greeting", *words]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("report", printed_reports().values(), ids=lambda report: report.name)
def test_each_parameter_has_a_value_or_a_default(report):
    needed = [p.name for p in signature(report.answer).parameters.values() if p.default is Parameter.empty]

    assert set(needed) <= set(PARAMETERS)


def test_a_report_goes_by_its_name_or_its_title():
    assert find_printed_report("一页通") == find_printed_report("overview") == printed_reports()["overview"]
    with pytest.raises(BadUsage, match="没有“周抱”这种报表"):
        find_printed_report("周抱")


@pytest.fixture(scope="module")
def printed_files(tmp_path_factory):
    """The new report in every format, each as a file, and its name as a shell completes it."""
    folder = tmp_path_factory.mktemp("greeting")
    store = make_store(folder / "store")
    commands = [["report", "greeting", "衡南县", "-o", f"问候.{name}"] for name in listed_formats()]
    *ran, completed = run_with({"hyzs.reports.greeting": NEW}, folder, store, [*commands, "hyzs report gree"])
    assert [item.err for item in ran if item.code] == []
    return folder, completed.out.split()


@pytest.mark.slow
def test_it_comes_in_every_format(printed_files):
    folder, _ = printed_files

    assert {file.suffix[1:] for file in folder.glob("问候.*")} == {*listed_formats()}


def test_shells_complete_it(printed_files):
    assert printed_files[1] == ["greeting"]


def test_a_name_that_is_none_names_it_among_the_others(greeting, capsys):
    assert run(["report", "greetnig"]) == 2
    assert "greeting" in capsys.readouterr().err
