"""A check run, less the findings known before: those of a baseline file and those of an older revision."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hyzs.checking.tree_findings import check_tree, with_configured_severity
from hyzs.diagnostics import baseline
from hyzs.diagnostics.file_rules import EVIDENCE_CODES
from hyzs.index.index import Index
from hyzs.model.errors import BadUsage
from hyzs.model.finding import CheckRun, Finding


def check_run(index: Index, today: date, revision: str | None, file: Path | None, unit: str | None = None) -> CheckRun:
    """Check of the whole store, without findings in the baseline ``file`` or already in ``revision``.

    A finding that is both counts as baselined. Each stale entry of the baseline is a finding too, and with a ``unit``
    each change since the revision that the unit may not make.

    Raises:
        NotFound: There is no such revision, or no baseline file.
        CannotRead: The baseline cannot be read.
        BadConfig: The baseline file is no baseline.
        BadUsage: A unit without a revision, or the revision does not say who keeps what.
    """
    if unit and not revision:
        raise BadUsage("--as 要和 --changed 一起用", "写明和哪个版本比，如 hyzs check --changed --as 市科技局")
    run = check_tree(index, today, evidence=True)
    baselined, stale = _baselined(index, run, file) if file else (set[int](), [])
    preexisting = _preexisting(index, run.findings, revision, today) - baselined if revision else set[int]()
    skipped = baselined | preexisting
    findings = [finding for position, finding in enumerate(run.findings) if position not in skipped]
    foreign = _foreign(index, revision, unit, today) if revision and unit else []
    return run._replace(
        findings=foreign + stale + findings,
        baselined=len(baselined) if file else None,
        preexisting=len(preexisting) if revision else None,
    )


def _baselined(index: Index, run: CheckRun, file: Path) -> tuple[set[int], list[Finding]]:
    """Positions of the findings in the baseline, and a finding for each of its stale entries."""
    entries = baseline.read_baseline(file)
    path = file.relative_to(index.root).as_posix() if file.is_relative_to(index.root) else str(file)
    stale = with_configured_severity(index, baseline.stale_entries(entries, (*run.findings, *run.consequences), path))
    return _matching((f.key for f in run.findings), Counter(entry.key for entry in entries)), stale


def _foreign(index: Index, revision: str, unit: str, today: date) -> list[Finding]:
    """Findings on the changes since the revision that the unit may not make."""
    from hyzs.checking.unauthorized_changes import unauthorized_changes

    return unauthorized_changes(index, revision, unit, today)


def _preexisting(index: Index, findings: list[Finding], revision: str, today: date) -> set[int]:
    """Positions of the findings that the revision had too; of those on evidence all, which no change of data makes."""
    from hyzs.checking.revision_findings import finding_keys, findings_at

    old = findings_at(index, revision, today)
    keys = finding_keys(index.tree, findings)
    return {
        position
        for position, (key, finding) in enumerate(zip(keys, findings, strict=True))
        if finding.code in EVIDENCE_CODES or old.take(key, finding)
    }


def _matching(keys: Iterable[tuple[str, ...]], counts: Counter[tuple[str, ...]]) -> set[int]:
    """Positions of the keys that ``counts`` has, each as often as it has it."""
    remaining, positions = counts.copy(), set()
    for position, key in enumerate(keys):
        if remaining[key]:
            remaining[key] -= 1
            positions.add(position)
    return positions
