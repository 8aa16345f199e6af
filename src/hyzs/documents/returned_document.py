"""A print that came back as a document: its tables, and the hidden part that it carries, read by the guarded child."""

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from hyzs.documents.read_document import LARGEST, READER, SECONDS, STOPPED
from hyzs.model.child_process import child_answer
from hyzs.model.errors import CannotRead, os_error_text
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.workbook_form import ReturnedTable

_MODE = "tables"


class ReturnedDocument(NamedTuple):
    """Content of a returned document; ``lines`` are its hidden part, none in a document that we did not print."""

    sha256: str = ""
    tables: list[ReturnedTable] = []  # noqa: RUF012
    texts: list[str] = []  # noqa: RUF012
    lines: list[list[str]] = []  # noqa: RUF012
    remarks: list[str] = []  # noqa: RUF012
    problem: str = ""
    hint: str = ""


def read_returned_document(file: Path) -> ReturnedDocument:
    """The tables of the document; one that cannot be read comes back with ``problem`` and ``hint``.

    Raises:
        CannotRead: The file cannot be opened, or is no regular file.
    """
    try:
        if not file.is_file():
            raise CannotRead(f"读不了 {file}：不是普通文件")
        if file.stat().st_size > LARGEST:
            return ReturnedDocument(problem="文件太大", hint=f"不能超过 {LARGEST // 1_000_000} MB；删去图片再交")
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise CannotRead(f"读不了 {file}：{os_error_text(error)}") from None
    answer = child_answer(READER, [str(file.resolve()), _MODE], seconds=SECONDS, stopped=STOPPED)
    if answer.get("problem"):
        return ReturnedDocument(sha256, problem=answer["problem"], hint=answer["hint"])
    tables = [
        _table(number, rows, comments)
        for number, (rows, comments) in enumerate(zip(answer["tables"], answer["comments"], strict=True), 1)
    ]
    return ReturnedDocument(sha256, tables, answer["texts"], answer["lines"], answer["remarks"])


def _table(number: int, rows: list[list[str]], comments: dict[str, Any]) -> ReturnedTable:
    """The table with the address of each cell: 表1第5行第3格."""
    name = f"表{number}"
    cells = [
        [
            SheetCell(text, "text" if text else "empty", f"{name}第{row}行第{column}格")
            for column, text in enumerate(texts, 1)
        ]
        for row, texts in enumerate(rows, 1)
    ]
    return ReturnedTable(name, cells, {int(row): texts for row, texts in comments.items()})
