"""The rules between records, asked of a tree; whatever breaks one becomes a finding with its place."""

from collections import defaultdict
from typing import Any

from hyzs.checks import Check, checks
from hyzs.model import messages
from hyzs.model.finding import Finding, Place
from hyzs.model.text import shown
from hyzs.store.index import Index
from hyzs.store.rows import route
from hyzs.store.yaml import read

#: How much of a value a message quotes: a path must fit.
_QUOTED = 100
_REFUSALS = {rule.code for rule in messages.RULES}


def verdict(index: Index, day: str, found: list[Finding]) -> list[Finding]:
    """What the rules between records find on that day, less what ``found`` in the files has said already."""
    return [f for f in _judge(index, day) if not _follows(f, found)]


def _follows(finding: Finding, found: list[Finding]) -> bool:
    """Whether it only says again that a value is missing which was refused when the file was read."""
    refused = [f.field for f in found if f.record == finding.record and f.path == finding.path and f.code in _REFUSALS]
    return any(f"{field}.".startswith(f"{finding.field}.") for field in refused)


def _judge(index: Index, day: str) -> list[Finding]:
    """Run every rule; the files with breaches are read once more, for the places."""
    by_file: dict[int, list[tuple[Check, dict[str, Any]]]] = defaultdict(list)
    rules = checks()
    for check, rows in zip(rules, index.rows_of_all([rule.SQL for rule in rules], today=day), strict=True):
        for row in rows:
            by_file[row["file"]].append((check, row))
    out = []
    for file, breaches in by_file.items():
        path = str(index.value("SELECT path FROM file WHERE id = :file", file=file))
        document = read(index.tree.read(path))
        for check, row in breaches:
            place = document.place(route(row["at"]), key=bool(row.get("on_key")))
            out.append(_told(check, row, index, path, place))
    return out


def _told(check: Check, row: dict[str, Any], index: Index, path: str, place: Place) -> Finding:
    row = {key: shown(value, _QUOTED) if isinstance(value, str) else value for key, value in row.items()}
    hint = check.HINT.format(**row)
    if near := row.get("near"):
        name = index.near(near, row["near_kinds"])
        hint = f"是不是：{name}" if name else hint
    rule, message = check.RULE, check.MESSAGE.format(**row)
    return Finding(rule.code, rule.severity, message, f"data/{path}", place, hint, row["record"], row["field"])
