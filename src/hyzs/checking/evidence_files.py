"""Evidence against its bytes on this machine: files that are missing, and files that were changed since.

The bytes may be on a drive that only some machines have. Where it is not there, nothing is judged: it is counted.
"""

import contextlib
import json
from pathlib import Path
from typing import Any

from hyzs.diagnostics.file_rules import EVIDENCE_CHANGED, EVIDENCE_MISSING
from hyzs.index.index import Index
from hyzs.model.finding import START, CheckRun, Finding, TextSpan
from hyzs.model.json_pointer import from_pointer
from hyzs.store import state_dir
from hyzs.store.atomic_file import read_bytes, write_file
from hyzs.store.evidence import evidence_folder, is_available, sha256_of, stored_files
from hyzs.yamldoc.document import Document, read

FILES = """
SELECT e.name, e.sha256, e.size, e.record, e.field, e.at, f.path FROM evidence e JOIN file f ON f.id = e.file
ORDER BY f.path, e.at
"""
#: The file that remembers which bytes were proved: stamp by sha256.
_PROVED = "evidence.json"


def check_evidence(index: Index) -> CheckRun:
    """Every file that a record names, against the folder of this machine. Raises: BadConfig: of the local settings."""
    rows = index.rows(FILES)
    folder = evidence_folder(index.root)
    if not is_available(folder):
        return CheckRun([], evidence_unchecked=len(rows))
    proofs, places = _Proofs(index.root), stored_files(folder)
    findings, documents = [], dict[str, Document]()
    for row in rows:
        place = places.get(row["sha256"])
        if place is None:
            rule, message = EVIDENCE_MISSING, f"附件 {row['name']} 不在放附件的文件夹里"
        elif not proofs.holds(place, row["sha256"]):
            rule, message = EVIDENCE_CHANGED, f"附件 {row['name']} 的内容和附上的时候不一样"
        else:
            continue
        span = _span(index, row, documents)
        findings.append(
            Finding(
                rule.code, rule.severity, message, f"data/{row['path']}", span, rule.fix, row["record"], row["field"]
            )
        )
    proofs.write()
    return CheckRun(findings, evidence=len(rows))


def _span(index: Index, row: dict[str, Any], documents: dict[str, Document]) -> TextSpan:
    """The place of the file's name in the record file, which is read once."""
    path = row["path"]
    if path not in documents:
        documents[path] = read(index.tree.read(path))
    return documents[path].span_of((*from_pointer(row["at"]), "name")) or START


class _Proofs:
    """Bytes that were proved before, and have not been touched since; only what this machine wrote is believed."""

    def __init__(self, root: Path) -> None:
        self.file, self.is_changed = root / state_dir.NAME / _PROVED, False
        self.stamps: dict[str, str] = {}
        if state_dir.is_sealed(self.file):
            with contextlib.suppress(OSError, ValueError):
                self.stamps = json.loads(read_bytes(self.file) or b"{}")

    def holds(self, place: Path, sha256: str) -> bool:
        """True if the file holds the bytes with that sha256; it is read unless it is as it was when that was proved."""
        try:
            stamp = state_dir.file_stamp(place).decode()
        except OSError:
            return False
        if self.stamps.get(sha256) == stamp:
            return True
        if sha256_of(place) != sha256:
            return False
        self.stamps[sha256], self.is_changed = stamp, True
        return True

    def write(self) -> None:
        """Remember what was proved; where that cannot be written, it is proved again next time."""
        if self.is_changed:
            with contextlib.suppress(OSError):
                state_dir.ensure_state_dir(self.file.parent)
                write_file(self.file, json.dumps(self.stamps).encode())
                state_dir.write_seal(self.file)
