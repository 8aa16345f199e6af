"""Put values into one record."""

from collections.abc import Sequence

from hyzs.edits.assignments import assignment_changes
from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Change
from hyzs.query.record_positions import locate_record


def set_(index: IndexReader, id: str, words: Sequence[str]) -> list[Change]:
    """The changes of ``hyzs set``: each word is ``key=value``, ``key+=value``, ``key-=value`` or ``key:=yaml``.

    Raises: NotFound: there is no such record, or several; BadUsage: a word is no assignment, or names no field.
    """
    return [*assignment_changes(locate_record(index, id), words)]
