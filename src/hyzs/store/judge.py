"""Every finding of a tree: those of its files, and those of the rules between records."""

from datetime import date
from typing import Any

from hyzs.model.finding import Finding, Place
from hyzs.store.index import Index

_COLUMNS = "code, severity, path, line, column, end_line, end_column, message, hint, record, field"


def findings(index: Index, today: date) -> list[Finding]:
    """Every finding of the tree that ``index`` shows, sorted by place; the rules between records as of ``today``."""
    day = str(today)
    sql = f"SELECT {_COLUMNS} FROM finding UNION ALL SELECT {_COLUMNS} FROM stray"
    found = [_finding(row) for row in index.rows(sql)]
    if index.value("SELECT value FROM meta WHERE key = 'judged'") == day:
        found += [_finding(row) for row in index.rows(f"SELECT {_COLUMNS} FROM verdict")]
    else:
        from hyzs.store.verdict import verdict  # only here are the models needed

        between = verdict(index, day, found)
        index.remember(between, day)
        found += between
    return sorted(found, key=lambda f: (f.path, f.place, f.code, f.message))


def _finding(row: dict[str, Any]) -> Finding:
    place = Place(*(row.pop(key) for key in ("line", "column", "end_line", "end_column")))
    return Finding(place=place, **row)
