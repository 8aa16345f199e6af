"""The commands, one file each; this is their table. A file is loaded when its command is wanted."""

import importlib
from collections.abc import Callable
from typing import Any

#: The function of each command, which has the name of its file.
TABLE = {
    "check": "check",
    "who": "who",
    "track": "track",
    "slip": "slip",
    "why": "why",
    "list": "list_",
    "show": "show",
    "history": "history",
    "matrix": "matrix",
    "gaps": "gaps",
    "report": "report",
    "site": "site",
    "serve": "serve",
    "templates": "templates",
    "dispatch": "dispatch",
    "collect": "collect",
    "import": "import_",
    "export": "export",
    "log": "log",
    "confirm": "confirm",
    "matter": "matter",
    "new": "new",
    "set": "set_",
    "admit": "admit",
    "advance": "advance",
    "rename": "rename",
    "undo": "undo",
    "fmt": "fmt",
    "schema": "schema",
    "explain": "explain",
    "init": "init",
    "doctor": "doctor",
    "git": "git",
    "completion": "completion",
}


def load(name: str) -> Callable[..., Any]:
    """The function of the command ``name``."""
    function: Callable[..., Any] = getattr(importlib.import_module(f"{__name__}.{TABLE[name]}"), TABLE[name])
    return function
