"""A real browser, begun once in a test process and ended with it."""

import atexit
import functools
import os
import shutil
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="没有 chromium")


@functools.cache
def shared_browser() -> Any:
    """The browser; who opens a page in it closes the page's context."""
    api = pytest.importorskip("playwright.sync_api")
    playwright = api.sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
