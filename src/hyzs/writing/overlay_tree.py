"""The working tree as it would be after an edit: some files other, new or gone, all else as it stands."""

from collections.abc import Mapping

from hyzs.model.finding import Finding
from hyzs.store.trees import Seen, Tree, content_key


class Overlay:
    """A tree whose files are those of another, but for some whose bytes are given (None: it is gone)."""

    def __init__(self, under: Tree, known: Mapping[str, Seen], files: Mapping[str, bytes | None]) -> None:
        self.root, self.under, self.files = under.root, under, files
        self.strays: list[Finding] = list(under.strays)
        self.absent = under.absent - files.keys()
        self._known = known
        self.status = under.status

    def look(self, known: Mapping[str, Seen]) -> dict[str, Seen]:
        """Every record file with its content key."""
        new = {path: Seen(None, content_key(data)) for path, data in self.files.items() if data is not None}
        found = {path: Seen(None, seen.key) for path, seen in self._known.items() if path not in self.files} | new
        return dict(sorted(found.items()))

    def read(self, path: str) -> bytes:
        """The bytes of the file in this tree."""
        return self.files[path] or b"" if path in self.files else self.under.read(path)
