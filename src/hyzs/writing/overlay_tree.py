"""The working tree after an edit that is not written yet: some files changed, new or gone."""

from collections.abc import Mapping

from hyzs.model.finding import Finding
from hyzs.store.trees import FileState, Tree, blob_id


class OverlayTree:
    """A tree with the files of another one, some of them replaced by given bytes (None: deleted)."""

    def __init__(self, under: Tree, indexed: Mapping[str, FileState], files: Mapping[str, bytes | None]) -> None:
        self.root, self.under, self.files = under.root, under, files
        self.file_findings: list[Finding] = list(under.file_findings)
        self.absent = under.absent - files.keys()
        self._indexed = indexed
        self.status = under.status

    def list_files(self, indexed: Mapping[str, FileState]) -> dict[str, FileState]:
        """Every record file with its content key."""
        new = {
            path: FileState(None, blob_id(data))
            for path, data in self.files.items()
            if data is not None and path.endswith(".yaml")
        }
        same = {path: FileState(None, state.key) for path, state in self._indexed.items() if path not in self.files}
        return dict(sorted((same | new).items()))

    def read(self, path: str) -> bytes:
        """The bytes of the file in this tree."""
        return self.files[path] or b"" if path in self.files else self.under.read(path)
