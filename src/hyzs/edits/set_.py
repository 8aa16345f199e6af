"""Put values into one record."""

from collections.abc import Sequence

from hyzs.edits.words import changes
from hyzs.model.change import Change
from hyzs.reports.asked import Asked
from hyzs.reports.standing import standing


def set_(index: Asked, id: str, words: Sequence[str]) -> list[Change]:
    """The changes of ``hyzs set``: each word is ``key=value``, ``key+=value``, ``key-=value`` or ``key:=yaml``."""
    return [*changes(standing(index, id), words)]
