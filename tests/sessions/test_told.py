"""Every told session is what the program says now; ``make told`` rewrites them."""

import os
import sys
from pathlib import Path

import pytest

from support.told import tell

TOLD = sorted(Path(__file__).parent.glob("*.told"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="会话由 bash 在伪终端里跑，Windows 上没有")


@pytest.mark.parametrize("file", TOLD, ids=lambda file: file.stem)
def test_the_session_goes_as_told(file, tmp_path):
    expected = file.read_text(encoding="utf-8")
    (tmp_path / "store").mkdir()

    told = tell(expected, tmp_path / "store")

    if os.environ.get("HYZS_TELL"):
        file.write_text(told, encoding="utf-8")
    else:
        assert told == expected
