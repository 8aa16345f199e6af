"""Make files look as they should: usual names, half-width figures, LF, keys in the order of the model."""

from collections.abc import Iterable, Sequence

from hyzs.model.change import Change, ContentChange, Format, RenameKey, Set
from hyzs.query.alias_usage import alias_usages
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.locate import all_paths


def fmt(index: IndexReader, mends: Iterable[ContentChange], below: Sequence[str] = ()) -> list[Change]:
    """The changes that tidy the files at or below these paths (``data/units``; none: all of them)."""
    names = [
        (RenameKey if one.on_key else Set)(one.path, one.route, one.name)  # what is called otherwise than usual
        for one in alias_usages(index)
    ]
    tidy = [Format(path) for path in all_paths(index)]
    return [change for change in (*names, *mends, *tidy) if not below or _is_below(change.path, below)]


def _is_below(path: str, below: Sequence[str]) -> bool:
    return any(f"data/{path}/".startswith(f"{one}/") for one in below)
