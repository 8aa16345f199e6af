"""What a run of ``check`` sets aside: what the baseline knows, and what stood in an older revision."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hyzs.checking.findings import check_tree, with_configured_severity
from hyzs.diagnostics import baseline
from hyzs.index.index import Index
from hyzs.model.finding import CheckRun, Finding


def check_run(index: Index, today: date, revision: str | None, file: Path | None) -> CheckRun:
    """The whole store judged, less what the baseline ``file`` knows and what stood in ``revision``.

    What is both counts as known. Beside it stands a finding for each entry of the baseline that is gone.
    """
    whole = check_tree(index, today)
    known, gone = _known(index, whole, file) if file else (set[int](), [])
    stood = _stood(index, whole.findings, revision, today) - known if revision else set[int]()
    found = [finding for position, finding in enumerate(whole.findings) if position not in known | stood]
    return whole._replace(
        findings=gone + found, baselined=len(known) if file else None, preexisting=len(stood) if revision else None
    )


def _known(index: Index, whole: CheckRun, file: Path) -> tuple[set[int], list[Finding]]:
    """The positions of what the baseline knows, and a finding for each of its entries that is gone."""
    entries = baseline.read_baseline(file)
    path = file.relative_to(index.root).as_posix() if file.is_relative_to(index.root) else str(file)
    gone = with_configured_severity(
        index, baseline.stale_entries(entries, (*whole.findings, *whole.consequences), path)
    )
    return _taken((f.key for f in whole.findings), Counter(entry.key for entry in entries)), gone


def _stood(index: Index, found: list[Finding], revision: str, today: date) -> set[int]:
    """The positions of what the revision had too."""
    from hyzs.checking.revision_diff import finding_keys, findings_at

    old = findings_at(index, revision, today)
    keys = finding_keys(index.tree, found)
    return {position for position, (key, finding) in enumerate(zip(keys, found, strict=True)) if old.take(key, finding)}


def _taken(keys: Iterable[tuple[str, ...]], off: Counter[tuple[str, ...]]) -> set[int]:
    """The positions of the keys that ``off`` has, each as often as it has it."""
    left, out = off.copy(), set()
    for position, key in enumerate(keys):
        if left[key]:
            left[key] -= 1
            out.add(position)
    return out
