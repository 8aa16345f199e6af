"""A new format is one file: what it declares is all that commands, help, completion and messages know of it."""

import pytest

from hyzs.render.format_catalog import all_formats, declared_format, find_format
from support.additions import run_with
from support.stores import make_store

ROWS = '''
"""Org: tables for an outliner."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import main_table, plain_text

FORMAT = Format(rank=115, extension="orgmode", stamp="never")


def render(answer: Answer, context: RenderContext) -> str:
    """The main table."""
    table = main_table(answer)
    return "".join(f"| {' | '.join(plain_text(c.value(row)) for c in table.columns)} |\\n" for row in table.rows)
'''
FINDINGS = '''
"""Errfile: findings for a compiler's window."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format

FORMAT = Format(rank=55, content="findings", stamp="never", shows_failure=True)


def render(answer: Answer, context: RenderContext) -> str:
    """A code a line."""
    error = answer.extra.get("error")
    return "".join(f"{row['code']}\\n" for row in answer.rows) + (f"! {error['message']}\\n" if error else "")
'''
DAYS = '''
"""Agenda: the days on which something is due."""

from hyzs.model.answer import Answer
from hyzs.render.context import RenderContext
from hyzs.render.format import Format

FORMAT = Format(rank=195, content="days")


def render(answer: Answer, context: RenderContext) -> str:
    """Number of days."""
    return f"{len(answer.extra['days'])}\\n"
'''
MODULES = {f"hyzs.render.formats.{name}": text for name, text in (("org", ROWS), ("err", FINDINGS), ("agenda", DAYS))}
STORE = "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\nlead: 无此局\n"
COMMANDS = {
    "list": ["list", "projects", "-f", "org"],
    "file": ["list", "projects", "-o", "列表.orgmode"],
    "findings": ["check", "-f", "err"],
    "days": ["report", "duty", "市商务局", "-f", "agenda"],
    "no findings": ["list", "projects", "-f", "err"],
    "no days": ["list", "projects", "-f", "agenda"],
    "failure": ["check", "no/such/path", "-f", "err"],
    "ending": ["list", "projects", "-o", "列表.dot"],
    "list help": ["list", "--help"],
    "check help": ["check", "--help"],
    "complete": "hyzs list projects -f o",
    "complete findings": "hyzs check -f e",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("format")


@pytest.fixture(scope="module")
def ran(folder):
    store = make_store(folder / "store", STORE)
    return dict(zip(COMMANDS, run_with(MODULES, folder, store, COMMANDS.values()), strict=True))


def test_it_shows_any_answer_and_takes_the_ending_that_it_declares(ran, folder):
    assert ran["list"].out == "| p26-a1 | 示例·甲项目 | 一般 |  |  | 无此局 |  |\n"
    assert (folder / "列表.orgmode").read_text("utf-8") == ran["list"].out


def test_one_for_findings_shows_findings_alone(ran):
    assert ran["findings"].out == "unknown-name\n"
    assert "“err”只用来写校验结果" in ran["no findings"].err


def test_one_for_days_shows_what_has_days(ran):
    assert (ran["days"].code, ran["days"].out) == (0, "0\n")
    assert "没有“agenda”这种格式" in ran["no days"].err


def test_a_failure_is_told_in_one_that_has_a_place_for_it(ran):
    assert ran["failure"].code == 66 and ran["failure"].out.startswith("! ")


@pytest.mark.parametrize("name", ["no days", "ending"])
def test_messages_name_it_in_its_place(ran, name):
    assert "md、org、html" in ran[name].err


def test_help_lists_it_in_its_place(ran):
    lists = {name: " ".join(ran[name].out.split()) for name in ("list help", "check help")}

    assert "text json jsonl csv tsv md org html pdf docx xlsx png" in lists["list help"]
    assert "text concise json jsonl github err gitlab sarif junit csv tsv md org html" in lists["check help"]


def test_shells_complete_it(ran):
    assert (ran["complete"].out.split(), ran["complete findings"].out.split()) == (["org"], ["err"])


def test_what_is_read_off_a_source_is_what_its_module_declares():
    assert {name: declared_format(name) for name in all_formats()} == {
        name: find_format(name) for name in all_formats()
    }
