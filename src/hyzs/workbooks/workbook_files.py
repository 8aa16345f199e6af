"""Workbooks among the files and folders that were handed in, and the reason for each that is skipped."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from hyzs.model.errors import NotFound

#: The endings of workbooks that can be read, and of documents that were printed to be written in.
WORKBOOKS = frozenset((".xlsx", ".xls", ".ods", ".xlsm"))
DOCUMENTS = frozenset((".docx",))
#: Names of files that systems and spreadsheet programs keep for themselves.
_OWN_PREFIXES = ("~$", ".")
_OWN_NAMES = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
_AS_XLSX = "用 WPS 或 Excel 打开，另存为 xlsx 再交"
_UNPACK = "压缩包没有打开，解开以后再收"
_REASONS = {
    ".et": f"WPS 表格的格式，没有读；{_AS_XLSX}",
    ".ett": f"WPS 表格的格式，没有读；{_AS_XLSX}",
    ".xlsb": f"二进制工作簿，没有读；{_AS_XLSX}",
    ".csv": "不是发出去的工作簿，没有读；把内容抄到发出去的表里再交",
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), _UNPACK),
}
_NO_WORKBOOK = "不是工作簿，没有读；把内容抄到发出去的表里再交，凭证的文件名写成 编号_名称.pdf"
#: Name of a file that proves something: the id of that, then its own name.
_EVIDENCE = re.compile(r"([a-z0-9][a-z0-9-]*)_(.+)", re.DOTALL)


class HandedInFile(NamedTuple):
    """A file or folder that was handed in; ``skipped``: the reason for not reading it."""

    path: Path
    skipped: str = ""

    @property
    def evidence(self) -> tuple[str, str] | None:
        """The id of what it may prove, and its own name; None where its name has no such form."""
        name = _EVIDENCE.fullmatch(self.path.name)
        return (name[1], name[2]) if name and not self.path.is_dir() else None


def workbook_files(places: Iterable[Path]) -> list[HandedInFile]:
    """The files that are named, and those in the folders that are named, each once.

    Raises:
        NotFound: a name is no file, or a folder has nothing that may be a return.
    """
    files = {file.path.resolve(): file for place in places for file in _files_at(place)}
    return list(files.values())


def _files_at(place: Path) -> list[HandedInFile]:
    if not place.exists():
        raise NotFound(f"没有这个文件或文件夹：{place}")
    if not place.is_dir():
        return [HandedInFile(place, _reason(place))]
    files = list(_in_folder(place))
    if not files:
        raise NotFound(f"文件夹里没有工作簿：{place}", "核对是不是这个文件夹；收 xlsx、xls、ods，和印出去的 docx")
    return files


def _in_folder(folder: Path) -> Iterator[HandedInFile]:
    for path in sorted(folder.iterdir()):
        if _is_own(path):
            continue
        if not path.is_dir():
            yield HandedInFile(path, _reason(path))
        elif count := _file_count(path):
            yield HandedInFile(path, f"子文件夹里有 {count} 个文件，没有进去收；要收就写上这个文件夹")


def _file_count(folder: Path) -> int:
    """Count of the files in a folder and below it."""
    inside = (path for path in folder.rglob("*") if path.is_file())
    return sum(not any(_is_own(Path(step)) for step in path.relative_to(folder).parts) for path in inside)


def _is_own(path: Path) -> bool:
    return path.name.startswith(_OWN_PREFIXES) or path.name.lower() in _OWN_NAMES


def _reason(path: Path) -> str:
    if path.suffix.lower() in WORKBOOKS | DOCUMENTS:
        return "打开的表留下的临时文件，没有读" if path.name.startswith(_OWN_PREFIXES) else ""
    return _REASONS.get(path.suffix.lower(), _NO_WORKBOOK)
