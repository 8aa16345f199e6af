"""The tree staged in git's index, which a commit hook has to check."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from hyzs.model.errors import NotFound
from hyzs.store import git, git_objects
from hyzs.store.git_status import StatusProcess, status_process
from hyzs.store.trees import FileState, GitTree, file_finding

_SETTINGS = "settings.yaml"
#: Files that a notice names; of the others it gives the number.
_NAMED = 5


class StagedTree(GitTree):
    """The folder ``data/`` of git's index; in a hook, of the index that is being committed."""

    def __init__(self, root: Path) -> None:
        if not git.repository(root):
            raise git.no_repository_error("没有暂存区", "查工作区用 hyzs check")
        super().__init__(root)
        index = index_file(root)
        is_usual = index is None or index == git_folder(root) / "index"
        self._environ = {} if is_usual else {"GIT_INDEX_FILE": str(index)}
        process = status_process(root) if is_usual else StatusProcess(root, self._environ)
        self.status = process.result() if process else None

    @property
    def unstaged_paths(self) -> list[str]:
        """The record files that differ from the index, or are not in it: what is checked is not all that is there."""
        return sorted(path for path in self.status.unstaged if path.endswith(".yaml")) if self.status else []

    @property
    def unstaged_notice(self) -> str:
        """The sentence on changes in the folder that are not staged; empty if all are."""
        paths = self.unstaged_paths
        names = "、".join(f"data/{path}" for path in paths[:_NAMED])
        more = f" 等 {len(paths)} 个" if len(paths) > _NAMED else ""
        return f"注意：这些改动没有 git add，不在其中：{names}{more}" if paths else ""

    def list_files(self, indexed: Mapping[str, FileState]) -> dict[str, FileState]:
        """Every record file of the index with its blob id.

        Raises:
            NotFound: data files are staged, or were committed, and what makes them a store is not among them.
        """
        files = super().list_files(indexed)
        if _SETTINGS not in files and (files or (self.status and self.status.staged)):
            message = "暂存区里没有 data/settings.yaml：提交以后就不成数据仓库了"
            raise NotFound(message, "运行 git add data/settings.yaml")
        return files

    def _entries(self) -> Iterable[tuple[str, str, str]]:
        conflicts: set[str] = set()
        intended = self.status.intended if self.status else frozenset[str]()
        for mode, blob, stage, path in git_objects.list_staged(self.root, self._environ):
            if stage != "0":
                conflicts.add(path)
            elif path not in intended:
                yield mode, blob, path
        for path in sorted(conflicts):
            message = "暂存区里这个文件有没解决的合并冲突，还提交不了"
            self.file_findings.append(file_finding("merge-conflict", path, message, f"改好以后 git add data/{path}"))

    def _title(self) -> str:
        return "暂存区"


def is_commit_hook(root: Path) -> bool:
    """True if we run in a hook of the store's own repository, before a commit is made.

    Raises: CannotRead: git refuses.
    """
    return index_file(root) is not None or bool(os.environ.get("PRE_COMMIT") and _is_own_repository(root))


def index_file(root: Path) -> Path | None:
    """The file of git's index that a hook of this repository was told of: that of ``git commit -a`` is another.

    Raises: CannotRead: git refuses.
    """
    name, top = os.environ.get("GIT_INDEX_FILE"), git.repository(root)
    if not name or not top:
        return None
    path = Path(top, name).resolve()
    is_inside = Path(name).is_absolute() and path.is_relative_to(git_folder(root))
    return path if is_inside or _is_own_repository(root) else None


def _is_own_repository(root: Path) -> bool:
    """True if git's variables, or else the folder we run in, are of the repository that the store is in."""
    folder = os.environ.get("GIT_DIR")
    if folder:
        return Path(folder).resolve() == git_folder(root)
    return git.repository(Path.cwd()) == git.repository(root)


def git_folder(root: Path) -> Path:
    """The folder of git's own files for the store's working tree. Raises: CannotRead: git refuses."""
    process = git.run(root, "rev-parse", "--absolute-git-dir")
    if process.returncode:
        raise git.refusal_error(process)
    return Path(process.stdout.decode("utf-8", "surrogateescape").strip()).resolve()
