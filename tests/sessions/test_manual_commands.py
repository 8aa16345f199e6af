"""Every command block of the manual is run: sessions say what they show, scripts end well."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from support.told import BLOCK, ROOT, environment, retold

PAGES = sorted((ROOT / "docs" / "手册").glob("*.md"))
SCRIPT = re.compile(r"```sh\n(.*?)```", re.DOTALL)
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="由 bash 跑，Windows 上没有")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("manual") / "store"
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda file: file.stem)
def test_every_session_of_the_manual_says_what_it_shows(page, store):
    text = page.read_text(encoding="utf-8")

    now = BLOCK.sub(lambda match: match[1] + retold(match[2], store) + match[3], text)

    if os.environ.get("HYZS_TELL"):
        page.write_text(now, encoding="utf-8")
    else:
        assert now == text


@pytest.mark.parametrize("page", PAGES, ids=lambda file: file.stem)
def test_every_script_of_the_manual_ends_well(page, store):
    """One after the other, as they stand on the page, in the store that those before have left."""
    for script in SCRIPT.findall(page.read_text(encoding="utf-8")):
        words = ["bash", "-euo", "pipefail", "-c", script]
        env = environment(store) | {"HYZS_CONFIG": str(store.parent / "config")}
        done = subprocess.run(words, cwd=store, env=env, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), f"{script}\n{done.stdout}\n{done.stderr}"


def test_a_block_that_is_not_run_names_no_command():
    blocks = [block for page in PAGES for block in FENCED.findall(page.read_text("utf-8"))]

    assert {kind for kind, _ in blocks} <= {"sh", "console", "text"}
    assert not [body for kind, body in blocks if kind == "text" and re.search("^hyzs", body, re.MULTILINE)]
