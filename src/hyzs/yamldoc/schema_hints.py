"""What the model of its kind says of a file: the order of its keys, what a bare value stands for, where figures are."""

from collections.abc import Sequence

from hyzs.model.field_shapes import FieldPosition, field_at, model_at, shapes
from hyzs.model.finding import Route
from hyzs.model.record import Record


class SchemaHints:
    """How a file is written; of a file that belongs to no kind nothing is known."""

    def __init__(self, kind: type[Record] | None = None) -> None:
        self.kind = kind

    def keys(self, route: Route) -> Sequence[str]:
        """The keys of the mapping at a route in the order in which people expect them."""
        inside = self._inside(route)
        model = model_at(self.kind, inside) if self.kind and inside is not None else None
        return [shape.key for shape in shapes(model)] if model else ()

    def shorthand(self, route: Route) -> str:
        """The key that a bare value at a route stands for (签约: 2025-09-05 is 签约: {on: 2025-09-05})."""
        found = self._spot(route)
        return found.shape.part.shorthand if found and found.shape.part else ""

    def is_figure(self, route: Route) -> bool:
        """Whether a number, a date or a flag stands at a route."""
        found = self._spot(route)
        return found is not None and found.is_inside and found.scalar.type in ("number", "date", "flag")

    def _spot(self, route: Route) -> FieldPosition | None:
        inside = self._inside(route)
        return field_at(self.kind, inside) if self.kind and inside else None

    def _inside(self, route: Route) -> Route | None:
        """The route in the record; None where it is of the list round the records."""
        if self.kind and self.kind.listed:
            return route[1:] if route else None
        return route
