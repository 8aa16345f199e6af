"""The paragraphs of a document as JSON on stdout, read in a process of its own: a bad file kills nobody else.

Run as ``python -m hyzs.documents.reader_process FILE``, with ``tables`` behind it for those of a print that came back.
A file that cannot be read: ``{"problem": …, "hint": …}``.
"""

import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hyzs.documents import docx_reader, html_reader, pdf_reader, text_reader
from hyzs.documents.paragraph import CannotParse, OfficialDocument
from hyzs.documents.returned_docx import read_tables
from hyzs.model.child_process import limit_process

#: The mode in which a print that came back is read.
TABLES = "tables"
_MEMORY = 1_500_000_000
_SECONDS = 30
#: Bytes of an archive when it is unpacked.
_UNPACKED = 200_000_000
_CHARACTERS, _LONGEST = 3_000_000, 20_000
_READERS: Mapping[str, Callable[[Path, OfficialDocument], None]] = {
    ".docx": docx_reader.read,
    ".pdf": pdf_reader.read,
    ".html": html_reader.read,
    ".htm": html_reader.read,
    ".mhtml": html_reader.read,
    ".txt": text_reader.read,
    ".md": text_reader.read,
}


def main(file: str, mode: str = "") -> None:
    """Print what the document at ``file`` says."""
    limit_process(_MEMORY, _SECONDS)
    path = Path(file)
    document = OfficialDocument(path.name)
    out: dict[str, Any] = {}
    try:
        _check_archive(path)
        if mode == TABLES:
            out = read_tables(path)
        else:
            _READERS[path.suffix.lower()](path, document)
            _check_size(document)
    except CannotParse as refusal:
        document.problem, document.hint = refusal.args
    except MemoryError:
        document.problem, document.hint = "文件太大，读不了", "只留方案正文，另存再收"
    except ImportError as error:
        document.problem, document.hint = f"读这种文件要装 {error.name}", "pip install 'hyzs[documents]'"
    except RecursionError:
        document.problem, document.hint = "文件里层层嵌套，读不了", "把正文复制到新文件，另存再收"
    except Exception as error:  # whatever the library makes of a broken file
        document.problem, document.hint = f"打不开：{type(error).__name__}", "用 WPS 或 Word 打开，另存为 docx 再收"
    tree = out or _tree(document)
    sys.stdout.buffer.write(json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace"))


def _tree(document: OfficialDocument) -> dict[str, Any]:
    if document.problem:
        return {"problem": document.problem, "hint": document.hint}
    return {"paragraphs": document.paragraphs, "remarks": document.remarks}


def _check_archive(path: Path) -> None:
    if path.suffix.lower() != ".docx":
        return
    if not zipfile.is_zipfile(path):
        raise CannotParse("这不是 docx 文件", "用 WPS 或 Word 打开，另存为 docx 再收")
    with zipfile.ZipFile(path) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED:
            raise CannotParse("文件解开以后大得不正常", "把正文复制到新文件，另存再收")
        for entry in packed.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                head = packed.read(entry)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head:
                    raise CannotParse("文件里有外部实体，不读", "用 WPS 或 Word 打开，另存为 docx 再收")


def _check_size(document: OfficialDocument) -> None:
    if sum(len(p.text) for p in document.paragraphs) > _CHARACTERS:
        raise CannotParse(f"文件太长：超过 {_CHARACTERS // 10_000} 万字", "只留方案正文，另存再收")
    if long := next((n for n, p in enumerate(document.paragraphs, 1) if len(p.text) > _LONGEST), None):
        raise CannotParse(f"第 {long} 段超过 {_LONGEST // 10_000} 万字，不像方案正文", "分好段落，另存再收")
    if not any(paragraph.text.strip() for paragraph in document.paragraphs):
        raise CannotParse("文件里没有文字", "扫描件没有文字层，这里不做识别；请用可以复制文字的文件")


if __name__ == "__main__":
    main(*sys.argv[1:])
