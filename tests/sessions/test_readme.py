"""Every command in the READMEs is run, and says what they show (up to the line …); ``make told`` rewrites them."""

import re
import shutil
import sys

import pytest

from support.sessions import ROOT, compare_or_rewrite_blocks

READMES = [ROOT / "README.md", ROOT / "README.en.md"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="会话由 bash 在伪终端里跑，Windows 上没有"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_command_says_what_the_readme_shows(readme, store):
    compare_or_rewrite_blocks(readme, store)


def test_the_readmes_tell_the_same_commands():
    commands = [re.findall(r"^\$ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE) for file in READMES]

    assert commands[0]
    assert commands[0] == commands[1]
