"""The working tree as it would be after an edit: some files other, new or gone, all else as it stands."""

from collections.abc import Mapping

from hyzs.model.finding import Finding
from hyzs.store.trees import FileState, Tree, blob_id


class OverlayTree:
    """A tree whose files are those of another, but for some whose bytes are given (None: it is gone)."""

    def __init__(self, under: Tree, known: Mapping[str, FileState], files: Mapping[str, bytes | None]) -> None:
        self.root, self.under, self.files = under.root, under, files
        self.file_findings: list[Finding] = list(under.file_findings)
        self.absent = under.absent - files.keys()
        self._known = known
        self.status = under.status

    def list_files(self, known: Mapping[str, FileState]) -> dict[str, FileState]:
        """Every record file with its content key."""
        new = {path: FileState(None, blob_id(data)) for path, data in self.files.items() if data is not None}
        found = {path: FileState(None, seen.key) for path, seen in self._known.items() if path not in self.files} | new
        return dict(sorted(found.items()))

    def read(self, path: str) -> bytes:
        """The bytes of the file in this tree."""
        return self.files[path] or b"" if path in self.files else self.under.read(path)
