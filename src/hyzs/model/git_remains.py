"""What git leaves in a file instead of its content: marks of a merge conflict, a pointer to a file kept elsewhere."""

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
    """What stands in a file instead of its content: the code of the finding, what to say, and what to do."""

    code: str
    message: str
    hint: str


class Conflict(NamedTuple):
    """Marks of conflicts: from where to where the first of them stands in the text, and how many conflicts begin."""

    start: int
    end: int
    conflicts: int

    @property
    def remains(self) -> GitRemains:
        """The same as what stands in the file."""
        message = f"文件里有 {self.conflicts} 处合并冲突没有解决，读不下去"
        return GitRemains("merge-conflict", message, _SETTLE)


def placeholder_in(data: bytes) -> GitRemains | None:
    """What these bytes are instead of a file's content, if they are nothing else."""
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
    """True if a mark of a conflict may stand in the text: nearly always it can be seen at once that none does."""
    return "<<<<<<<" in text or ">>>>>>>" in text or "=======" in text or "|||||||" in text


def find_conflict(text: str, *, whole: bool) -> Conflict | None:
    """The conflicts in a text. ``whole``: both sides with all their marks, in order; else also any mark left over."""
    marks = list(_MARKS.finditer(text))
    kinds = [mark.lastgroup for mark in marks]
    if not marks or (whole and not _has_all(kinds)):
        return None
    end = marks[0].end() - marks[0][0].endswith("\r")
    return Conflict(marks[0].start(), end, kinds.count("ours") or 1)


def remains_in(text: str, *, whole: bool = True) -> tuple[int, GitRemains] | None:
    """What git left in a text that is no record, and in which line; ``whole`` as of ``conflict``."""
    if remains := placeholder_in(text.encode()):
        return 1, remains
    found = find_conflict(text, whole=whole) if may_have_conflict(text) else None
    return (text.count("\n", 0, found.start) + 1, found.remains) if found else None


def _has_all(kinds: list[str | None]) -> bool:
    """True if ours, the middle and theirs follow one another."""
    wanted = iter(kinds)
    return all(kind in wanted for kind in ("ours", "middle", "theirs"))
