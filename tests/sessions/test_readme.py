"""Every command in the READMEs and the case is run, and says what they show (up to the line …).

``make told`` rewrites them.
"""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from support.told import ROOT, Step, run

BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
READMES = [ROOT / "README.md", ROOT / "README.en.md"]
CASE = ROOT / "docs" / "CASE.md"
WIDTH = 88

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="会话由 bash 在伪终端里跑，Windows 上没有")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


def retold(block: str, folder: Path) -> str:
    """The block as the program tells it now, cut where the block says …"""
    steps: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append(Step(line[2:], WIDTH))
        elif steps:
            steps[-1].said.append(line)
    return "".join(f"$ {step.command}\n" + "".join(f"{line}\n" for line in _output(step, folder)) for step in steps)


def _output(step: Step, folder: Path) -> list[str]:
    shown = list(step.said)
    while shown and not shown[-1]:
        shown.pop()
    blank = [""] * (len(step.said) - len(shown))
    now = run(Step(f"NO_COLOR=1 {step.command}", WIDTH), folder)
    assert not any(line.startswith(("=7", "=6", "=2")) for line in now), now
    if not shown:
        return blank
    return [*now[: len(shown) - 1], "…", *blank] if shown[-1] == "…" else now + blank


@pytest.mark.parametrize("readme", [*READMES, CASE], ids=lambda file: file.name)
def test_every_command_says_what_the_readme_shows(readme, store):
    text = readme.read_text(encoding="utf-8")

    now = BLOCK.sub(lambda found: found[1] + retold(found[2], store) + found[3], text)

    if os.environ.get("HYZS_TELL"):
        readme.write_text(now, encoding="utf-8")
    else:
        assert now == text


def test_the_readmes_tell_the_same_commands():
    commands = [re.findall(r"^\$ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE) for file in READMES]

    assert commands[0]
    assert commands[0] == commands[1]
