"""Leftovers of git in a file: marks of a merge conflict, a pointer instead of the content."""

import re
from typing import NamedTuple

#: Of so many bytes at most is a pointer (git-lfs, docs/spec.md).
_POINTER_BYTES = 1024
_LFS = re.compile(rb"version https?://(?:git-lfs\.github\.com|hawser\.github\.com|git-media\.io)/[^\n]*\n")
_LFS_SIZE = re.compile(rb"^size ([0-9]+)\r?$", re.M)
_ANNEX = re.compile(rb"/annex/objects/\S+\s*")
_CRYPT = b"\0GITCRYPT\0"
#: Lines that git, and our own merging, put round both sides: seven signs (more in a merge of merge bases) at the very
#: start, where no text of a block can begin. The middle one bears no name.
_MARKS = re.compile(
    r"^(?:(?P<ours><{7,})|(?P<base>\|{7,})|(?P<theirs>>{7,}))(?: [^\n]*|\r?)$|^(?P<middle>={7,})\r?$", re.M
)
_SETTLE = "每处留下该留的内容，删去 <<<<<<<、|||||||、=======、>>>>>>> 开头的行；要重来：git merge --abort"


class GitRemains(NamedTuple):
    """Leftover of git in a file, as a finding: code, message, hint."""

    code: str
    message: str
    hint: str


class ConflictMarks(NamedTuple):
    """Marks of conflicts: start and end of the first mark in the text, and the number of conflicts."""

    start: int
    end: int
    conflicts: int

    @property
    def remains(self) -> GitRemains:
        """The conflicts as a leftover of git."""
        message = f"文件里有 {self.conflicts} 处合并冲突没有解决，读不下去"
        return GitRemains("merge-conflict", message, _SETTLE)


def placeholder_in(data: bytes) -> GitRemains | None:
    """Pointer or ciphertext that stands for the content of a file; None for any other bytes."""
    if data.startswith(_CRYPT):
        return GitRemains("file-elsewhere", "这个文件由 git-crypt 加了密，还没有解开", "运行 git-crypt unlock 后再试")
    if len(data) > _POINTER_BYTES:
        return None
    if _LFS.match(data):
        size = _LFS_SIZE.search(data)
        bytes_ = f"（{int(size[1]):,} 字节）" if size else ""
        hint = "运行 git lfs pull 取下来；小文件不必用 LFS，可以 git lfs untrack 后重新提交"
        return GitRemains("file-elsewhere", f"这里只有 Git LFS 的指针，文件的内容{bytes_}没有取下来", hint)
    if _ANNEX.fullmatch(data):
        return GitRemains(
            "file-elsewhere", "这里只有 git-annex 的指针，文件的内容没有取下来", "运行 git annex get 取下来"
        )
    return None


def may_have_conflict(text: str) -> bool:
    """True if a mark of a conflict may stand in the text; a fast test that nearly every text fails."""
    return "<<<<<<<" in text or ">>>>>>>" in text or "=======" in text or "|||||||" in text


def find_conflict(text: str, *, complete: bool) -> ConflictMarks | None:
    """Conflicts in a text. ``complete``: only both sides with all their marks, in order; else also any stray mark."""
    marks = list(_MARKS.finditer(text))
    kinds = [mark.lastgroup for mark in marks]
    if not marks or (complete and not _has_all(kinds)):
        return None
    end = marks[0].end() - marks[0][0].endswith("\r")
    return ConflictMarks(marks[0].start(), end, kinds.count("ours") or 1)


def remains_in(text: str, *, complete: bool = True) -> tuple[int, GitRemains] | None:
    """Leftover of git in a text that is no record, with its line; ``complete`` as of ``find_conflict``."""
    if remains := placeholder_in(text.encode()):
        return 1, remains
    conflict = find_conflict(text, complete=complete) if may_have_conflict(text) else None
    return (text.count("\n", 0, conflict.start) + 1, conflict.remains) if conflict else None


def _has_all(kinds: list[str | None]) -> bool:
    """True if ours, the middle and theirs follow one another."""
    remaining = iter(kinds)
    return all(kind in remaining for kind in ("ours", "middle", "theirs"))
