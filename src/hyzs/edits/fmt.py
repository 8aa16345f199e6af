"""Make files look as they should: usual names, half-width figures, LF, keys in the order of the model."""

from collections.abc import Iterable, Sequence

from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Change, ContentChange, FormatFile, RenameKey, Set
from hyzs.query.alias_usage import alias_usages
from hyzs.query.record_positions import all_paths


def fmt(index: IndexReader, fixes: Iterable[ContentChange], paths: Sequence[str] = ()) -> list[Change]:
    """The changes that tidy the files at or below these paths (``data/units``; none: all of them)."""
    names = [
        (RenameKey if usage.on_key else Set)(usage.path, usage.route, usage.name)  # what is called otherwise than usual
        for usage in alias_usages(index)
    ]
    tidy = [FormatFile(path) for path in all_paths(index)]
    return [change for change in (*names, *fixes, *tidy) if not paths or _is_below(change.path, paths)]


def _is_below(path: str, paths: Sequence[str]) -> bool:
    return any(f"data/{path}/".startswith(f"{start}/") for start in paths)
