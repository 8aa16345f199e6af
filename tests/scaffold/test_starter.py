"""New stores are made from what the kinds declare: a kind that nobody thought of there is left out of none."""

import shutil

import pytest

from hyzs.paths import STARTER
from support.additions import run_with
from support.stores import REPO, make_store

#: Four stores are made by processes of their own.
pytestmark = pytest.mark.slow
#: Its samples stand in a copy of the shipped data, which the module makes the program's own.
KIND = '''
"""Pledges: what a unit promised an investor."""

from pathlib import Path
from typing import Annotated, ClassVar

import hyzs.paths
from hyzs.model.annotations import Level, Ref
from hyzs.model.record import Record, field
from hyzs.model.scalars import Flag, Text

hyzs.paths.STARTER = Path({shipped!r})


class Pledge(Record):
    """A promise of one unit to one investor."""

    kind: ClassVar[str] = "pledge"
    label: ClassVar[str] = "招商承诺"
    path: ClassVar[str] = "pledges/**/{{id}}.yaml"

    name: Text = field("名称", level=Level.public)
    sample: Flag = field("示例", False, level=Level.public)
    project: Annotated[Text, Ref("project")] = field("项目", level=Level.public)
'''
PLEDGE = "name: 示例·厂房租金减半\nsample: true\nproject: p26-k7m3\n"
COMMANDS = {
    "schema": ["schema", "pledge"],
    "sample": ["init", "sample", "--sample"],
    "plan": ["init", "plan"],
    "city": ["init", "city", "--demo", "20"],
    "check": ["--store", "sample", "check", "-f", "json"],
    "new": [
        "--store",
        "sample",
        "new",
        "pledge",
        "--set",
        "name=示例·招工",
        "--set",
        "sample=true",
        "--set",
        "project=p26-k7m3",
    ],
}


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starter")
    shutil.copytree(STARTER, folder / "shipped")
    shutil.copytree(REPO / "data", folder / "shipped" / "data")
    pledge = folder / "shipped" / "data" / "pledges" / "c26-a1.yaml"
    pledge.parent.mkdir()
    pledge.write_text(PLEDGE, encoding="utf-8")
    modules = {"hyzs.kinds.pledge": KIND.format(shipped=str(folder / "shipped"))}
    ran = run_with(modules, folder, make_store(folder / "store"), COMMANDS.values())
    assert [result.err for result in ran if result.code] == []
    return folder


def test_its_samples_come_with_the_samples(stores):
    assert (stores / "sample" / "data" / "pledges" / "c26-a1.yaml").read_text(encoding="utf-8") == PLEDGE


@pytest.mark.parametrize("store", ["plan", "city"])
def test_its_samples_come_with_no_other_store(stores, store):
    assert not (stores / store / "data" / "pledges").exists()


@pytest.mark.parametrize("store", ["plan", "city", "sample"])
def test_every_new_store_has_its_schema_and_editors_know_its_files(stores, store):
    settings = (stores / store / ".vscode" / "settings.json").read_text(encoding="utf-8")

    assert (stores / store / "schema" / "pledge.json").is_file() and '"data/pledges/**/*.yaml"' in settings


def test_a_record_of_it_is_made_where_its_kind_says(stores):
    assert len(list((stores / "sample" / "data" / "pledges").rglob("*.yaml"))) == 2
