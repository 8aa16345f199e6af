"""Every told session is what the program says now. ``make told`` rewrites them all."""

import sys

import pytest

from support.sessions import SESSIONS, compare_or_rewrite, sessions

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="会话由 bash 在伪终端里跑，Windows 上没有")


@pytest.mark.parametrize("name", sessions())
def test_the_session_goes_as_told(name, tmp_path):
    compare_or_rewrite(SESSIONS / f"{name}.told", tmp_path / "store")
