"""What rules between records know to mend by themselves: a value for which there is only one right word."""

from collections.abc import Iterator
from datetime import date

from hyzs.checks import checks
from hyzs.index.index import Index
from hyzs.model.change import ContentChange, RenameKey, Set
from hyzs.model.route import from_pointer


def autofixes(index: Index, today: date) -> Iterator[ContentChange]:
    """The changes that take away findings without changing what the store means, as of that day."""
    for check in checks():
        if not (mend := getattr(check, "MEND", "")):
            continue
        for row in index.rows(check.SQL, today=str(today)):
            path = str(index.value("SELECT path FROM file WHERE id = :file", file=row["file"]))
            value = mend.format(**row)
            yield (RenameKey if row.get("on_key") else Set)(path, from_pointer(row["at"]), value)
