"""A column of a spreadsheet with the field it fills, and the values that one of its cells gives."""

from dataclasses import dataclass, field

from hyzs.edits.cell_result import PRIVATE
from hyzs.model.change import Value
from hyzs.model.field_shapes import FieldPosition
from hyzs.model.measurement_units import MeasurementUnit


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column that is taken: its heading, the field it fills, and the unit that its bare numbers are in."""

    heading: str
    path: str
    spot: FieldPosition
    place: int
    unit: MeasurementUnit | None = None
    #: Source of the unit: 表头, 表上方; empty: none is named.
    unit_from: str = ""
    #: The unit that the row itself names, as it stands there.
    row_unit: str = ""

    @property
    def own_unit(self) -> str:
        """The unit of the field."""
        return self.spot.scalar.unit if self.spot.scalar.type == "number" else ""


@dataclass(slots=True)
class CellValue:
    """Values of a cell by dotted path, remarks on how they were understood, and problems.

    ``proposed``: names of records that are not known yet, each with the field and its kind.
    """

    values: dict[str, Value] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    proposed: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        """True if nothing of the cell may be shown."""
        return PRIVATE in self.problems
