"""Automatic fixes: values that a check can replace because only one is right (``FIX`` of the check)."""

from collections.abc import Iterator
from datetime import date

from hyzs.checks import checks
from hyzs.index.index import Index
from hyzs.model.change import ContentChange, RenameKey, Set
from hyzs.model.json_pointer import from_pointer


def autofixes(index: Index, today: date) -> Iterator[ContentChange]:
    """Changes that remove findings without changing the meaning of the store, as of ``today``."""
    for check in checks():
        if not (fix := getattr(check, "FIX", "")):
            continue
        for row in index.rows(check.SQL, today=str(today)):
            path = str(index.value("SELECT path FROM file WHERE id = :file", file=row["file"]))
            value = fix.format(**row)
            yield (RenameKey if row.get("on_key") else Set)(path, from_pointer(row["at"]), value)
