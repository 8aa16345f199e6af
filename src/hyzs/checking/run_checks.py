"""The rules between records run against an index; each breach becomes a finding with its span."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from hyzs.checks import Check, checks
from hyzs.index.index import Index
from hyzs.index.parallel_queries import Rows
from hyzs.model import validation_messages
from hyzs.model.finding import START, Finding, TextSpan
from hyzs.model.json_pointer import from_pointer
from hyzs.model.scalars import quoted
from hyzs.query.condition_problems import condition_problems
from hyzs.yamldoc.document import Document, read

#: Characters of a value that a message quotes: a path must fit.
_QUOTED = 100
#: Unknown names of one file for which a suggestion is searched; people mend those and run it again.
_NEAR_NAMES = 200
_REFUSALS = {rule.code for rule in validation_messages.RULES}
Breach = tuple[Check, dict[str, Any]]


def run_checks(index: Index, day: str, file_findings: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings of the rules between records on that day; and those that only follow from other findings.

    A finding follows from an unknown name or an unread file, as the rule says itself (``consequence``), or repeats that
    a value is missing which was refused when the file was read, as ``file_findings`` has it.

    Raises:
        BadConfig: the settings cannot be read.
        Busy: another process has been writing the index for longer than a query waits.
    """
    refused = defaultdict(list)
    for finding in file_findings:
        if finding.code in _REFUSALS:
            refused[finding.path, finding.record].append(f"{finding.field}.")
    findings: list[Finding] = []
    consequences: list[Finding] = []
    for finding, is_consequence in _judge(index, day):
        fields = refused[finding.path, finding.record]
        follows = is_consequence or any(field.startswith(f"{finding.field}.") for field in fields)
        (consequences if follows else findings).append(finding)
    return findings, consequences


def _judge(index: Index, day: str) -> list[tuple[Finding, bool]]:
    """Every breach of a rule, with a flag for consequences. The files with breaches are read once more, for the
    places; those of consequences only where a comment may allow them.
    """
    by_file: dict[int | None, list[Breach]] = defaultdict(list)
    for check, rows in _breaches(index, day):
        for row in rows:
            by_file[row["file"]].append((check, row))
    allowing = {path for (path,) in index.tuples("SELECT DISTINCT path FROM allow")}
    out = [(_finding(check, row, "", row["path"], START), False) for check, row in by_file.pop(None, ())]
    for file, breaches in by_file.items():
        path = str(index.value("SELECT path FROM file WHERE id = :file", file=file))
        is_placed = f"data/{path}" in allowing or not all(row.get("consequence") for _, row in breaches)
        document = read(index.tree.read(path)) if is_placed else None
        near = _near_names(index, [row for _, row in breaches])
        for check, row in breaches:
            hint = near.get((row["near"], row["near_kinds"]), "") if "near" in row else ""
            finding = _finding(check, row, hint, f"data/{path}", _place(document, row))
            out.append((finding, bool(row.get("consequence"))))
    return out


def _breaches(index: Index, day: str) -> Iterator[tuple[Check, Rows]]:
    """Each rule with its breaches: by its SQL, or of rules without any by the questions in ``query``."""
    selects = [check for check in checks() if check.SQL]
    yield from zip(selects, index.rows_of_all([check.SQL for check in selects], today=day), strict=True)
    problems = condition_problems(index, datetime.fromisoformat(day))
    yield from ((check, problems[check.RULE.code]) for check in checks() if not check.SQL)


def _place(document: Document | None, row: dict[str, Any]) -> TextSpan:
    return document.span_of(from_pointer(row["at"]), key=bool(row.get("on_key"))) if document else START


def _near_names(index: Index, rows: Sequence[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Most similar name for each of the first unknown texts, if there is one."""
    near_names = ((row["near"], row["near_kinds"]) for row in rows if row.get("near") and not row.get("consequence"))
    nearest = {key: index.closest_name(*key) for key in islice(dict.fromkeys(near_names), _NEAR_NAMES)}
    return {key: name for key, name in nearest.items() if name}


def _finding(check: Check, row: dict[str, Any], near: str, path: str, place: TextSpan) -> Finding:
    row = {key: quoted(value, _QUOTED) if isinstance(value, str) else value for key, value in row.items()}
    hint = f"是不是：{near}" if near else check.HINT.format(**row)
    rule, message = check.RULE, check.MESSAGE.format(**row)
    return Finding(rule.code, rule.severity, message, path, place, hint, row["record"], row["field"])
