"""In which order people expect the keys of a file: that of the fields in the model of its kind."""

from collections.abc import Sequence
from functools import partial

from hyzs.model.finding import Route
from hyzs.model.record import Part
from hyzs.model.shape import reached, shapes
from hyzs.store.reader import kind_of
from hyzs.store.splice import Order


def order_of(path: str) -> Order:
    """For each route into the file at ``path``, the keys of the mapping there in their order."""
    found = kind_of(path)
    if found is None:
        return lambda _: ()
    kind, _ = found
    return partial(_keys, kind, 1 if kind.listed else 0)


def _keys(kind: type[Part], depth: int, route: Route) -> Sequence[str]:
    model = reached(kind, route[depth:])
    return [shape.key for shape in shapes(model)] if model else ()
