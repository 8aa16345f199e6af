"""How much is tried: a moderate number in ``make test``, many times as much in ``make fuzz``."""

import os
from collections.abc import Sequence
from typing import TypeVar

from hyzs.render.format_catalog import all_formats, listed_formats

Item = TypeVar("Item")
HAS_TIME = bool(os.environ.get("HYZS_FUZZ"))


def examples(count: int) -> int:
    """How many examples Hypothesis makes up."""
    return count * 50 if HAS_TIME else count


def some(items: Sequence[Item], count: int) -> Sequence[Item]:
    """About so many of the items, evenly from the first to the last; all of them where there is time."""
    return items if HAS_TIME else items[:: max(1, len(items) // count)]


def in_formats(items: Sequence[Item], besides: Sequence[str] = ()) -> list[tuple[Item, str]]:
    """Each item in each format of text, and in one of the costly formats, in turn; in all where there is time.

    Those ``besides`` take no turn.
    """
    costly = [name for name in listed_formats() if all_formats()[name].is_binary and name not in besides]
    return [
        (item, name)
        for number, item in enumerate(items)
        for name in listed_formats()
        if HAS_TIME or name not in costly or name == costly[number % len(costly)]
    ]
