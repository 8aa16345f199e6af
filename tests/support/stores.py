"""Stores for tests: the base store, with files told as ``== path`` and text laid over it."""

import atexit
import functools
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hyzs.index.index import Index
from hyzs.store.trees import WorkingTree

#: The repository's own store: the plan.
REPO = Path(__file__).parent.parent.parent
BASE = Path(__file__).parent.parent / "base"
#: The data as it was shipped on 2026-11-28, frozen: 41 live projects, 42 firms, 13 parks. Never changed, only read.
SHIPPED = Path(__file__).parent.parent / "shipped_2026"
_HEAD = re.compile(r"^== (\S+)\n", re.MULTILINE)
MARKS = ("»", "«")


def files_of(text_of_files: str) -> dict[str, str]:
    """The files that a text tells: each begins with a line ``== path``."""
    pieces = _HEAD.split(text_of_files)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def make_store(root: Path, text_of_files: str = "", *, base: bool = True, over: Path = BASE) -> Path:
    """A store at ``root``: that of ``over`` (if wanted) with the told files over it, marks removed."""
    if base:
        shutil.copytree(over, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".hyzs"))
    for path, text in files_of(text_of_files).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        clean = text.replace(MARKS[0], "").replace(MARKS[1], "")
        file.write_text(clean, encoding="utf-8", newline="")
    return root


def index_of(root: Path) -> Index:
    """The index of the store at ``root``, in memory."""
    index = Index(root, keep=False)
    index.show_tree(WorkingTree(root))
    return index


@functools.cache
def repo_index() -> Index:
    """The index of the repository's own store, in memory; everybody asks the same one."""
    return index_of(REPO)


@functools.cache
def repo_store() -> Path:
    """A copy of the repository's own store for commands that only ask: they keep an index beside what they ask."""
    return _copy_of(REPO)


@functools.cache
def shipped_index() -> Index:
    """The index of the frozen store, in memory; everybody asks the same one."""
    return index_of(SHIPPED)


@functools.cache
def shipped_store() -> Path:
    """A copy of the frozen store for commands that only ask."""
    return _copy_of(SHIPPED)


def _copy_of(root: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"hyzs-{root.name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(root / "data", folder / "data")
    return folder


def marked_span(text_of_files: str) -> tuple[str, tuple[int, int, int, int]]:
    """The path and the place (line, column, end line, end column) of the »marked« text."""
    for path, text in files_of(text_of_files).items():
        if MARKS[0] in text:
            start = text.index(MARKS[0])
            end = text.index(MARKS[1]) - 1
            clean = text.replace(MARKS[0], "").replace(MARKS[1], "")
            return path, (*_position(clean, start), *_position(clean, end))
    raise ValueError("nothing is marked")


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


class Watched:
    """An index that remembers what it was asked, and how SQLite went about it."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.plans: dict[str, list[str]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.index, name)

    def rows(self, sql: str, **values: Any) -> Any:
        self._explain(sql, values)
        return self.index.rows(sql, **values)

    def tuples(self, sql: str, in_values: Any = None, **values: Any) -> Any:
        results = list(self.index.tuples(sql, in_values, **values))
        self._explain(sql, values)
        return results

    def selects_with(self, *words: str) -> list[str]:
        """The questions in which one of the words stands."""
        return [sql for sql in self.plans if any(word in sql for word in words)]

    def walks(self, *words: str) -> list[str]:
        """The steps of these questions that walk through a whole table of the index."""
        return [step for sql in self.selects_with(*words) for step in self.plans[sql] if step.startswith("SCAN t")]

    def _explain(self, sql: str, values: dict[str, Any]) -> None:
        self.plans[sql] = [row[3] for row in self.index.db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
