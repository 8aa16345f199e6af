"""Every script of the manual is run, one after the other as they stand on its page."""

import shutil
import subprocess
import sys

import pytest

from support.sessions import FENCED, MANUAL, ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="由 bash 跑，Windows 上没有")


@pytest.mark.parametrize("page", MANUAL, ids=lambda file: file.stem)
def test_every_script_of_a_page_ends_well(page, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(ROOT / "data", store / "data")
    env = environment(store) | {"HYZS_CONFIG": str(tmp_path / "config")}
    scripts = [body for kind, body in FENCED.findall(page.read_text(encoding="utf-8")) if kind == "sh"]
    assert scripts or page.stem == "填报人"
    for script in scripts:
        words = ["bash", "-euo", "pipefail", "-c", script]
        process = subprocess.run(words, cwd=store, env=env, capture_output=True, encoding="utf-8", check=False)

        assert (process.returncode, "Traceback" in process.stderr) == (0, False), (
            f"{script}\n{process.stdout}\n{process.stderr}"
        )
