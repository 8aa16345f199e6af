"""Sessions of the manual say what they show; its scripts name commands that there are (tests/slow runs them)."""

import os
import re
import shutil
import sys

import pytest

from hyzs.commands import TABLE
from support.sessions import BLOCK, FENCED, MANUAL, ROOT, rerun_block

pytestmark = pytest.mark.slow

TEXTS = {page: page.read_text(encoding="utf-8") for page in MANUAL}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("manual") / "store"
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="会话由 bash 跑，Windows 上没有")
@pytest.mark.parametrize(
    "page", [page for page in MANUAL if "```console" in page.read_text("utf-8")], ids=lambda file: file.stem
)
def test_every_session_of_the_manual_says_what_it_shows(page, store):
    text = TEXTS[page]

    now = BLOCK.sub(lambda match: match[1] + rerun_block(match[2], store) + match[3], text)

    if os.environ.get("HYZS_TELL"):
        page.write_text(now, encoding="utf-8")
    else:
        assert now == text


def test_a_block_that_is_not_run_names_no_command():
    blocks = [block for text in TEXTS.values() for block in FENCED.findall(text)]

    assert {kind for kind, _ in blocks} == {"sh", "console", "text"}
    assert not [body for kind, body in blocks if kind == "text" and re.search("^hyzs", body, re.MULTILINE)]


def test_every_command_that_the_manual_names_is_there():
    commands = {
        word for page in MANUAL for word in re.findall(r"\bhyzs (?:--store \S+ )?([a-z]+)\b", page.read_text("utf-8"))
    }

    assert {"collect", "backup", "who"} <= commands
    assert commands - set(TABLE) == set()
