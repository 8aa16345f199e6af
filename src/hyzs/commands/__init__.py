"""The commands, one file each; this is their table. A file is loaded when its command is wanted."""

import importlib
from collections.abc import Callable
from typing import Any

#: The commands in groups, as help lists them; a command's file and function have its name, save for words of Python.
GROUPS = {
    "查（现在怎样，谁的事）": (
        "check",
        "who",
        "find",
        "match",
        "track",
        "slip",
        "why",
        "score",
        "yield",
        "list",
        "show",
        "history",
        "changes",
        "digest",
        "matrix",
        "gaps",
        "lint",
        "sql",
        "rollup",
    ),
    "报（周填报：发、收、记、核）": ("dispatch", "collect", "log", "confirm", "push"),
    "填（新的记录进来）": ("new", "import", "matter", "admit", "accept"),
    "改（已有的记录）": ("set", "advance", "step", "attach", "handover", "rename", "undo", "redo", "fmt"),
    "印（给别人看、给别的平台）": ("report", "publish", "site", "serve", "templates", "export"),
    "存（版本，和同事合在一起）": ("save", "sync", "resolve", "backup", "restore"),
    "维护": ("init", "key", "practice", "manual", "year", "doctor", "schema", "explain", "git", "completion"),
}
_OF_PYTHON = ("import", "list", "set", "yield")
#: The function of each command, which has the name of its file.
TABLE = {name: f"{name}_" if name in _OF_PYTHON else name for names in GROUPS.values() for name in names}


def load(name: str) -> Callable[..., Any]:
    """The function of the command ``name``."""
    function: Callable[..., Any] = getattr(importlib.import_module(f"{__name__}.{TABLE[name]}"), TABLE[name])
    return function
