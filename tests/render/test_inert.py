"""Names that a stranger chose never reach a terminal or a workflow's log as anything but text."""

import os

import pytest

from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Table
from hyzs.model.errors import terminal_safe
from hyzs.render import render
from support import program
from support.stores import make_store

FORGED = "\n::error file=x::forged\n \x1b[31m##[error]red"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="这样的名称 Windows 上起不了")


def hyzs(root, *words):
    env = {**os.environ, "HYZS_TODAY": "2026-11-23", "PYTHONUTF8": "1"}
    env.pop("GITHUB_ACTIONS", None)
    process = program.run(words, root, env)
    return process.stdout.decode(), process.stderr.decode()


def is_quiet(text: str) -> bool:
    return "\x1b" not in text and not any(line.lstrip().startswith(("::", "##[")) for line in text.splitlines())


def test_lines_that_look_like_commands_are_marked_and_control_characters_shown():
    assert terminal_safe("一\n ::error::x\n\x1b[2J二　三\t") == "一\n·  ::error::x\n·[2J二　三\t"


@pytest.mark.parametrize(
    "words", [["--store", FORGED, "check"], ["check", FORGED], ["check", "--changed", FORGED], ["who", FORGED]]
)
def test_what_an_error_repeats_is_text(tmp_path, words):
    _, err = hyzs(make_store(tmp_path), *words)

    assert err and is_quiet(err)


@pytest.mark.parametrize("format", ["text", "concise", "junit", "md", "tsv", "csv"])
def test_a_file_name_is_text_in_every_format(tmp_path, format):
    root = make_store(tmp_path)
    (root / "data" / "projects").mkdir(exist_ok=True)
    (root / "data" / "projects" / f"a{FORGED.replace('/', '')}.yaml").write_text("name: x\n", "utf-8")

    out, err = hyzs(root, "check", "-f", format)

    assert "forged" in out and is_quiet(out + err)


def test_a_file_name_makes_no_further_annotation(tmp_path):
    root = make_store(tmp_path)
    (root / "data" / "projects").mkdir(exist_ok=True)
    (root / "data" / "projects" / f"a{FORGED}.yaml").write_text("name: x\n", "utf-8")

    out, _ = hyzs(root, "check", "-f", "github")

    assert "\x1b" not in out and [line.split(" ")[0] for line in out.splitlines()] == ["::error"]


def test_a_cell_of_tsv_is_no_formula():
    answer = Answer(
        "x", rows=[{"a": "=1+1"}, {"a": -3}], blocks=[Table([Column("a", "甲")], [{"a": "=1+1"}, {"a": -3}])]
    )

    assert render(answer, "tsv", store={}) == "甲\n'=1+1\n-3\n"
