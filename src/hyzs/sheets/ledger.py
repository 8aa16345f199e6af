"""A ledger as others keep it, read as it stands: a workbook by the guarded child, or a table between commas."""

import csv
import hashlib
import io
from pathlib import Path

from hyzs.model.errors import CannotRead, reason
from hyzs.model.ledger import Ledger, Sheet
from hyzs.sheets.read import cells


def ledger(file: Path) -> Ledger:
    """Every sheet of it."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CannotRead(f"读不了 {file}：{reason(error)}") from None
    out = Ledger(file.name, hashlib.sha256(data).hexdigest())
    if file.suffix.lower() in (".csv", ".txt"):
        out.sheets = {file.stem: Sheet(list(csv.reader(io.StringIO(_text(data)))))}
        return out
    found = cells(file)
    if "problem" in found:
        out.problem, out.hint = found["problem"], found["hint"]
        return out
    for name, sheet in found["sheets"].items():
        merged = [((a[0], a[1]), (b[0], b[1])) for a, b in sheet["merged"]]
        out.sheets[name] = Sheet(sheet["rows"], merged)
    return out


def _text(data: bytes) -> str:
    """UTF-8, else what Chinese offices write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
