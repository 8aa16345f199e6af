"""A document by any of its formats, read by the guarded child; doc and wps by way of LibreOffice."""

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from hyzs.documents.paragraph import OfficialDocument, Paragraph
from hyzs.model.child_process import child_answer
from hyzs.model.errors import CannotRead, os_error_text

SECONDS, _OFFICE_SECONDS = 60, 120
LARGEST = 50_000_000
READER = "hyzs.documents.reader_process"
STOPPED = {
    "problem": "读这个文件的程序中途停了：文件可能损坏，或者大得不正常",
    "hint": "把正文复制到新文件，另存再收",
}
_READ = (".docx", ".pdf", ".html", ".htm", ".txt", ".md")
_BY_OFFICE = (".doc", ".wps", ".rtf", ".odt", ".wpt")
FORMATS = "docx、pdf、html、txt、md，装有 LibreOffice 时还有 doc、wps"


def read_document(file: Path) -> OfficialDocument:
    """The paragraphs of the file; one that is no document comes back with ``problem`` and ``hint``.

    Raises:
        CannotRead: The file cannot be opened.
    """
    try:
        size = file.stat().st_size
        is_file = file.is_file()
    except OSError as error:
        raise CannotRead(f"读不了 {file}：{os_error_text(error)}") from None
    if not is_file:
        raise CannotRead(f"读不了 {file}：不是普通文件")
    document, suffix = OfficialDocument(file.name), file.suffix.lower()
    if size > LARGEST:
        document.problem, document.hint = "文件太大", f"不能超过 {LARGEST // 1_000_000} MB；删去图片再收"
    elif suffix in _READ:
        _read(file, document)
    elif suffix in _BY_OFFICE:
        _read_by_office(file, document)
    else:
        document.problem, document.hint = f"不认识 {suffix or '没有后缀'} 的文件", f"认识 {FORMATS}"
    return document


def _read(file: Path, document: OfficialDocument) -> None:
    answer = child_answer(READER, [str(file.resolve())], seconds=SECONDS, stopped=STOPPED)
    document.problem, document.hint = answer.get("problem", ""), answer.get("hint", "")
    document.remarks += answer.get("remarks", [])
    for text, cells in answer.get("paragraphs", []):
        document.paragraphs.append(Paragraph(text, tuple((heading, cell) for heading, cell in cells)))


def _read_by_office(file: Path, document: OfficialDocument) -> None:
    """Convert to docx with LibreOffice, in a profile of its own, and read that."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        document.problem, document.hint = "这台机器没有 LibreOffice，读不了 doc、wps", "用 WPS 或 Word 另存为 docx 再收"
        return
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(file.resolve())]
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=_OFFICE_SECONDS, check=False)
        converted = Path(folder) / f"{file.stem}.docx"
        if converted.exists():
            _read(converted, document)
        else:
            document.problem, document.hint = "LibreOffice 打不开这个文件", "用 WPS 或 Word 另存为 docx 再收"
