"""The told sessions of many commands, and the case of a project from its lead to its production.

``make told`` rewrites them.
"""

import shutil
import sys

import pytest

from support.told import LONG, ROOT, TOLD, compare_or_rewrite, compare_or_rewrite_blocks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="会话由 bash 在伪终端里跑，Windows 上没有")


@pytest.mark.parametrize("name", sorted(LONG))
def test_the_long_session_goes_as_told(name, tmp_path):
    compare_or_rewrite(TOLD / f"{name}.told", tmp_path / "store")


def test_every_command_of_the_case_says_what_it_shows(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")

    compare_or_rewrite_blocks(ROOT / "docs" / "CASE.md", tmp_path)
