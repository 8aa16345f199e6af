"""All findings of a tree: those of its files, and those of the rules between records."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from hyzs.diagnostics.file_rules import EVIDENCE_CODES
from hyzs.diagnostics.suppressions import Suppression, split_suppressed
from hyzs.index.index import Index
from hyzs.model.finding import CheckRun, Finding, Severity, TextSpan
from hyzs.store.staged_tree import StagedTree
from hyzs.store.state_dir import state_dir_findings
from hyzs.store.trees import WorkingTree

#: Codes that explain many others: their findings come first.
FIRST = ("sparse-checkout", "kind-missing")
_PLACE = ("line", "column", "end_line", "end_column")
_COLUMNS = f"code, severity, path, {', '.join(_PLACE)}, message, hint, record, field"
#: Severity of codes as the store's settings have it.
_SETTINGS = """
SELECT p.key AS code, p.text AS severity FROM settings s CROSS JOIN pair p WHERE p.file = s.file
  AND p.field = 'checks'
"""


def findings(index: Index, today: date) -> list[Finding]:
    """Every finding of the tree that ``index`` shows, sorted by place; the rules between records as of ``today``.

    Raises:
        BadConfig: the settings cannot be read.
        Busy: another process has been writing the index for longer than a query waits.
    """
    return check_tree(index, today).findings


def check_tree(index: Index, today: date, *, evidence: bool = False) -> CheckRun:
    """All findings with their configured severity, and the number of those that the files suppress.

    ``evidence``: the bytes of evidence are looked at too, which no edit of records changes.

    Raises:
        BadConfig: the settings cannot be read.
        Busy: another process has been writing the index for longer than a query waits.
    """
    allowances = [_allowed(row) for row in index.rows("SELECT * FROM allow")]
    problems, consequences = _all_findings(index, today)
    files = _evidence(index) if evidence else CheckRun([])
    places = {(finding.path, finding.span.line, finding.code) for finding in files.findings}
    # What a machine does not have is allowed there, and no less allowed where it is not looked for.
    allowances = [a for a in allowances if a.code not in EVIDENCE_CODES or (a.path, a.line, a.code) in places]
    stand, allowed = split_suppressed([*problems, *files.findings], allowances, consequences)
    ordered = sorted(stand, key=lambda f: (f.code not in FIRST, f.path, f.span, f.code, f.message))
    return CheckRun(
        with_configured_severity(index, ordered),
        len(allowed),
        consequences=with_configured_severity(index, consequences),
        evidence=files.evidence,
        evidence_unchecked=files.evidence_unchecked,
    )


def _evidence(index: Index) -> CheckRun:
    """Findings on the bytes of evidence, where records name any."""
    if not index.value("SELECT 1 FROM evidence"):
        return CheckRun([])
    from hyzs.checking.evidence_files import check_evidence  # loads parsers, which a warm run does without

    return check_evidence(index)


def with_configured_severity(index: Index, findings: Iterable[Finding]) -> list[Finding]:
    """Findings with the severity that the settings give their code, without those that are off."""
    severities = {row["code"]: row["severity"] for row in index.rows(_SETTINGS)}
    if not severities:
        return list(findings)
    counting = (f for f in findings if severities.get(f.code) != "off")
    return [replace(f, severity=Severity(severities[f.code])) if f.code in severities else f for f in counting]


def _all_findings(index: Index, today: date) -> tuple[list[Finding], list[Finding]]:
    """Findings of files and of rules between records; and those that only follow from other findings."""
    day = str(today)
    problems = _select(index, f"SELECT {_COLUMNS} FROM finding UNION ALL SELECT {_COLUMNS} FROM file_finding")
    if isinstance(index.tree, WorkingTree | StagedTree):
        problems += state_dir_findings(index.root)
    if index.value("SELECT value FROM meta WHERE key = 'checked_on'") == day:
        between, consequences = (
            _select(index, f"SELECT {_COLUMNS} FROM check_finding WHERE consequence = {flag}") for flag in (0, 1)
        )
        return problems + between, consequences
    from hyzs.checking.run_checks import run_checks  # loads the models, which a warm run does without

    between, consequences = run_checks(index, day, problems)
    index.store_check_results(between, day, consequences)
    return problems + between, consequences


def _select(index: Index, sql: str) -> list[Finding]:
    return [_finding(row) for row in index.rows(sql)]


def _finding(row: dict[str, Any]) -> Finding:
    place = TextSpan(*(row.pop(key) for key in _PLACE))
    return Finding(span=place, **row)


def _allowed(row: dict[str, Any]) -> Suppression:
    return Suppression(row["code"], row["path"], row["covers"], TextSpan(*(row[key] for key in _PLACE)))
