"""Hints of a kind's model on how its files are written: order of keys, shorthands, fields with figures."""

from collections.abc import Sequence

from hyzs.model.field_shapes import FieldPosition, field_at, model_at, shapes
from hyzs.model.finding import Route
from hyzs.model.record import Record


class SchemaHints:
    """Hints for the files of ``kind``; none for a file of no kind."""

    def __init__(self, kind: type[Record] | None = None) -> None:
        self.kind = kind

    def keys(self, route: Route) -> Sequence[str]:
        """The keys of the mapping at a route in the order in which people expect them."""
        inside = self._inside(route)
        model = model_at(self.kind, inside) if self.kind and inside is not None else None
        return [shape.key for shape in shapes(model)] if model else ()

    def shorthand(self, route: Route) -> str:
        """The key that a bare value at a route stands for (签约: 2025-09-05 is 签约: {on: 2025-09-05})."""
        position = self._position(route)
        return position.shape.part.shorthand if position and position.shape.part else ""

    def is_figure(self, route: Route) -> bool:
        """True if the field at the route is a number, a date or a flag."""
        position = self._position(route)
        return position is not None and position.is_inside and position.scalar.type in ("number", "date", "flag")

    def _position(self, route: Route) -> FieldPosition | None:
        inside = self._inside(route)
        return field_at(self.kind, inside) if self.kind and inside else None

    def _inside(self, route: Route) -> Route | None:
        """Route inside the record; None for the list of records itself."""
        if self.kind and self.kind.listed:
            return route[1:] if route else None
        return route
