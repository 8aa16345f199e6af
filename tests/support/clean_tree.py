"""Tests write into folders of their own: what git does not track here is the same afterwards."""

import shutil
import subprocess
from pathlib import PurePosixPath

from support.stores import REPO

#: What tools keep beside what they read.
CACHES = {"__pycache__", ".venv", ".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache", ".coverage", "htmlcov"}
#: Folders of which nothing may be changed either.
DATA = ("data/", "tests/base/", "tests/shipped_2026/")


def untracked() -> set[str] | None:
    """What git does not track or sees changed in our data, without caches; None where nobody can tell."""
    if not (REPO / ".git").exists() or not shutil.which("git"):
        return None
    words = ["git", "-C", str(REPO), "status", "--porcelain", "--ignored", "-z"]
    lines = subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout.split("\0")
    return {line for line in lines if line[3:] and _is_told(line[:2], line[3:])}


def _is_told(state: str, path: str) -> bool:
    if state not in ("??", "!!"):
        return path.startswith(DATA)
    steps = PurePosixPath(path).parts
    return not any(step in CACHES or step.startswith((".coverage.", ".venv")) for step in steps)
