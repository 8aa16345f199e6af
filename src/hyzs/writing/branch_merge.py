"""Merge of two lines of history, file by file and entry by entry, beside the working tree; nothing is written to it."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hyzs.index.record_file import kind_for_path
from hyzs.model.change import Set, YamlSource
from hyzs.model.errors import CannotWrite
from hyzs.model.finding import Route
from hyzs.store import git, git_objects
from hyzs.store.git_commit import Entry, tree_entries, write_blob, write_tree
from hyzs.store.git_hosting import repository_prefix
from hyzs.yamldoc.document import read
from hyzs.yamldoc.edit import edit_bytes
from hyzs.yamldoc.merge3 import Choices, merge3
from hyzs.yamldoc.schema_hints import SchemaHints

#: A link: its bytes are a path, and never merged.
_LINK = "120000"


class MergeConflict(NamedTuple):
    """A place that both sides changed differently: the file (from the store's root), the names that lead to it in the
    file (none: the whole file), and the text of each side (None: it has no such file)."""

    path: str
    names: tuple[str, ...]
    ours: str | None
    theirs: str | None


class Choice(NamedTuple):
    """A settled conflict: "ours", "theirs", or "value", which puts this YAML in place of ours."""

    side: str
    value: str = ""


class Merge(NamedTuple):
    """The tree of both sides' changes (empty while there are conflicts), the conflicts, the files that both changed."""

    tree: str
    conflicts: list[MergeConflict]
    both_changed: int


#: Choices by path and names of the conflict.
AllChoices = Mapping[tuple[str, tuple[str, ...]], Choice]


def merge_commits(root: Path, base: str, ours: str, theirs: str, choices: AllChoices) -> Merge:
    """The merge of two commits that have ``base`` in common. Raises: CannotRead, CannotWrite: git refuses."""
    return _Merger(root, choices).merge(base, ours, theirs)


class _Merger:
    def __init__(self, root: Path, choices: AllChoices) -> None:
        self._root, self._choices = root, choices
        self._prefix = repository_prefix(root)
        self._reader = git_objects.BlobReader(root)
        self._conflicts: list[MergeConflict] = []

    def merge(self, base: str, ours: str, theirs: str) -> Merge:
        old, mine, other = (tree_entries(self._root, commit) for commit in (base, ours, theirs))
        changes: dict[str, Entry | None] = {}
        both = 0
        for path in sorted(other.keys() | old.keys()):
            before, left, right = (side.get(path) for side in (old, mine, other))
            if right in (before, left):
                continue
            if left == before:
                changes[path] = right
            else:
                both += 1
                changes[path] = self._file(path, before, left, right)
        tree = "" if self._conflicts else write_tree(self._root, ours, changes)
        return Merge(tree, self._conflicts, both)

    def _file(self, path: str, base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | None:
        """The merge of a file that both sides changed."""
        own_path = path.removeprefix(self._prefix)
        if ours and theirs and _LINK not in (ours[0], theirs[0]):
            data = self._contents(own_path, base, ours, theirs)
            if data is not None:
                return (theirs[0] if base and ours[0] == base[0] else ours[0], write_blob(self._root, data))
        if choice := self._choices.get((own_path, ())):
            return theirs if choice.side == "theirs" else ours
        if not any(conflict.path == own_path for conflict in self._conflicts):
            self._conflicts.append(MergeConflict(own_path, (), self._text(ours), self._text(theirs)))
        return ours

    def _contents(self, path: str, base: Entry | None, ours: Entry, theirs: Entry) -> bytes | None:
        """The merged bytes; None where they cannot be merged, or have conflicts, which are noted."""
        sides = [self._bytes(entry) for entry in (base, ours, theirs)]
        chosen = {names: choice for (of, names), choice in self._choices.items() if of == path and names}
        sides_chosen: Choices = {names: "theirs" if c.side == "theirs" else "ours" for names, c in chosen.items()}
        merged = merge3(sides[0], sides[1], sides[2], sides_chosen)
        if merged is None:
            return _merged_lines(self._root, *sides)
        if merged.conflicts:
            self._conflicts += [MergeConflict(path, *conflict) for conflict in merged.conflicts]
            return None
        values = {names: choice.value for names, choice in chosen.items() if choice.side == "value"}
        return _with_values(path, merged.text.encode(), values)

    def _bytes(self, entry: Entry | None) -> bytes:
        return self._reader.read(entry[1]) if entry else b""

    def _text(self, entry: Entry | None) -> str | None:
        return self._bytes(entry).decode("utf-8", "replace") if entry else None


def _merged_lines(root: Path, base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """The merge line by line, as git does it; None where both sides changed the same lines, or a side is no text."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for file, data in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(data)
        result = git.run(root, "merge-file", "--stdout", *map(str, files))
        return None if result.returncode else result.stdout


def _with_values(path: str, data: bytes, values: Mapping[tuple[str, ...], str]) -> bytes:
    """The file with these values, by the names that lead to them."""
    kind_and_id = kind_for_path(path.removeprefix("data/"))
    tree = read(data).tree
    changes = [Set(path, _route(tree, names), YamlSource(value)) for names, value in values.items()]
    return edit_bytes(data, changes, SchemaHints(kind_and_id[0] if kind_and_id else None)) if changes else data


def _route(tree: Any, names: Sequence[str]) -> Route:
    """Keys and positions that the names of a merge lead to: an item of a list goes by its id. Raises: CannotWrite."""
    route: Route = ()
    for name in names:
        step: str | int | None = name
        if isinstance(tree, list):
            ids = [str(item.get("id")) if isinstance(item, dict) else "" for item in tree]
            step = ids.index(name) if name in ids else None
        if step is None:
            raise CannotWrite(f"{'.'.join(names)} 这一项已经不在了，写不了新的值", "用 --ours 或 --theirs 定")
        route = (*route, step)
        tree = tree[int(step)] if isinstance(tree, list) else (tree or {}).get(step)
    return route
