"""The case of a project from its lead to its production says what it shows. ``make told`` rewrites it."""

import shutil
import sys

import pytest

from support.sessions import ROOT, compare_or_rewrite_blocks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="会话由 bash 在伪终端里跑，Windows 上没有")


def test_every_command_of_the_case_says_what_it_shows(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")

    compare_or_rewrite_blocks(ROOT / "docs" / "CASE.md", tmp_path)
