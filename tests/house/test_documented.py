"""Every room, file, commit, command, kind, rule, report, format and setting is documented."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from typer.main import get_command

from hyzs import commands
from hyzs.cli.main import app
from hyzs.commands.report_registry import printed_reports
from hyzs.diagnostics.registry import rules_by_code
from hyzs.kinds import kinds
from hyzs.model.field_shapes import shapes
from hyzs.model.record import Part
from hyzs.render.format_catalog import all_formats
from support.rooms import MAY, PACKAGE

ROOT = PACKAGE.parent.parent
DOCS = {
    name: (ROOT / "docs" / name).read_text("utf-8")
    for name in ("ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md", "SETTINGS.md")
}
README = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "README.en.md")}


@pytest.mark.parametrize("name", DOCS)
def test_files_that_a_document_names_are_there(name):
    names = re.findall(r"`((?:src/hyzs/)?[a-z_/]+\.(?:py|yaml))`", DOCS[name])
    places = [(PACKAGE, ROOT), (PACKAGE / "checks", PACKAGE / "kinds", PACKAGE / "reports", PACKAGE / "edits")]
    folders = [*places[0], *places[1], PACKAGE / "commands", PACKAGE / "render" / "formats"]

    assert [path for path in names if not any((folder / path).exists() for folder in folders)] == []


def test_commits_that_a_document_names_are_there():
    """By their subjects: a rebase gives every commit another hash, and keeps what it says of itself."""

    def git(*words):
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout

    if git("rev-parse", "--is-shallow-repository").strip() != "false":
        pytest.skip("没有全部历史")
    first_table = DOCS["CONTRIBUTING.md"].split("\n## ")[0]
    names = re.findall(r"\| `([^`|]+: [^`|]+)` \|$", first_table, re.M)

    assert names and set(names) <= set(git("log", "--format=%s").splitlines())


def test_every_room_is_on_the_plan_of_the_house():
    plan = DOCS["ARCHITECTURE.md"]

    assert [room for room in MAY if not room.startswith("__") and room.rpartition("/")[2] not in plan] == []


@pytest.mark.parametrize("name", README)
def test_every_command_is_in_the_readme(name):
    by_git_alone = {"git"}

    assert [word for word in {*commands.TABLE} - by_git_alone if f"hyzs {word}" not in README[name]] == []


@pytest.mark.parametrize("name", commands.TABLE)
def test_every_command_says_in_a_line_what_it_does(name):
    first, *_ = (commands.load(name).__doc__ or "").splitlines()

    assert re.search(r"[\u4e00-\u9fff].*[。；]", first)


def test_every_option_and_argument_says_what_it_is_for():
    """A help text of braces is filled in from what is declared; one without Chinese lists what may be written."""
    helps = {
        f"{name} {parameter.name}": getattr(parameter, "help", None) or ""
        for name in commands.TABLE
        for parameter in get_command(app).get_command(None, name).params
    }

    assert len(helps) > 200
    assert [
        name for name, text in helps.items() if not re.search(r"[\u4e00-\u9fff]|^{[a-z_]+}$|^[a-z]+( [a-z]+)+$", text)
    ] == []


@pytest.mark.parametrize("name", README)
def test_every_format_is_in_the_readme(name):
    formats = {*all_formats()} - {"live"}  # the page that serve gives

    assert sorted(item for item in formats if not re.search(rf"\b{item}\b", README[name])) == []


@pytest.mark.parametrize("name", README)
def test_every_report_is_in_the_readme(name):
    text = README[name]

    assert [report for report in printed_reports() if not re.search(rf"\b{report}\b", text)] == []


def test_every_kind_has_a_row_of_the_glossary_with_its_label():
    rows = [line.split("|") for line in DOCS["GLOSSARY.md"].splitlines() if line.startswith("| ")]
    explained = {
        kind.kind
        for kind in kinds().values()
        if any(re.search(rf"\b{kind.kind}\b", row[1]) and kind.label in row[2] for row in rows)
    }

    assert {*kinds()} - explained == set()


def test_every_rule_says_what_it_upholds_why_and_how_to_mend_it():
    texts = {(code, text) for code, rule in rules_by_code().items() for text in (rule.summary, rule.why, rule.fix)}

    assert {code for code, text in texts if not re.search("[\u4e00-\u9fff]", text)} == set()


def test_every_setting_is_explained_in_the_document_of_settings():
    rows = dict(re.findall(r"^\| (`[a-z_.]+` \| [^|]+) \| (\S.*) \|$", DOCS["SETTINGS.md"], re.MULTILINE))

    assert [key for key, label in settings(kinds()["settings"]) if f"`{key}` | {label}" not in rows] == []


def test_the_document_of_settings_has_none_that_is_no_setting():
    names = re.findall(r"^\| `([a-z_.]+)` \|", DOCS["SETTINGS.md"], re.MULTILINE)

    assert sorted({*names} - {key for key, _ in settings(kinds()["settings"])}) == []


def settings(model: type[Part], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The keys of the settings by dotted path, with their labels."""
    for shape in shapes(model):
        yield f"{prefix}{shape.key}", shape.label
        if shape.part:
            yield from settings(shape.part, f"{prefix}{shape.key}.")
