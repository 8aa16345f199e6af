"""What there is, is documented: rooms, files that documents name, commands, reports, formats."""

import re

import pytest

from hyzs import commands
from hyzs.kinds import kinds
from hyzs.render.format_catalog import all_formats
from support.rooms import MAY, PACKAGE

ROOT = PACKAGE.parent.parent
DOCS = {
    name: (ROOT / "docs" / name).read_text("utf-8") for name in ("ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md")
}
README = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "README.en.md")}


@pytest.mark.parametrize("name", DOCS)
def test_files_that_a_document_names_are_there(name):
    named = re.findall(r"`((?:src/hyzs/)?[a-z_/]+\.(?:py|yaml))`", DOCS[name])
    places = [(PACKAGE, ROOT), (PACKAGE / "checks", PACKAGE / "kinds", PACKAGE / "reports", PACKAGE / "edits")]
    folders = [*places[0], *places[1], PACKAGE / "commands", PACKAGE / "render" / "formats"]

    assert [path for path in named if not any((folder / path).exists() for folder in folders)] == []


def test_every_room_is_on_the_plan_of_the_house():
    plan = DOCS["ARCHITECTURE.md"]

    assert [room for room in MAY if not room.startswith("__") and room.rpartition("/")[2] not in plan] == []


@pytest.mark.parametrize("name", README)
def test_every_command_is_in_the_readme(name):
    by_git_alone = {"git"}

    assert [word for word in {*commands.TABLE} - by_git_alone if f"hyzs {word}" not in README[name]] == []


@pytest.mark.parametrize("name", README)
def test_every_format_is_in_the_readme(name):
    formats = {*all_formats()} - {"live"}  # the page that serve gives

    assert sorted(one for one in formats if not re.search(rf"\b{one}\b", README[name])) == []


def test_every_kind_is_in_the_glossary():
    glossary = DOCS["GLOSSARY.md"]

    assert [kind for kind in kinds() if not re.search(rf"\b{kind}\b", glossary)] == []
