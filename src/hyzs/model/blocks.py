"""Blocks of an answer for people: headings, texts, tables, charts; each with the level of those who may see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from hyzs.model.decimals import number_text

Row = dict[str, Any]
#: A light is a word with a colour, a mark one sign of a grid: columns of marks stand close together.
CellType = Literal["text", "code", "number", "date", "list", "flag", "light", "mark"]


def label_with_unit(label: str, unit: str) -> str:
    """A label as headings write it: 总投资(万元)."""
    return f"{label}({unit})" if unit else label


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a row for people: label, unit, and the level of those who may see it.

    Without a level it is 敏感, for nobody outside; most are made as PublicColumn.
    ``get`` picks the value from the row (default: the value of ``key``); ``wide`` marks running
    text, which a narrow terminal shows below its row instead of beside it; ``instead`` is the key
    of what is shown, under the same label, to whoever may not see the value.
    """

    key: str
    label: str
    type: CellType = "text"
    unit: str = ""
    level: str = "敏感"
    wide: bool = False
    get: Callable[[Row], Any] | None = None
    substitute: str = ""

    def value(self, row: Row) -> Any:
        """Value of this column in ``row``: text, number, list of texts, or None."""
        return self.get(row) if self.get else row.get(self.key)

    @property
    def heading(self) -> str:
        """The label with its unit: 总投资(万元)."""
        return label_with_unit(self.label, self.unit)


@dataclass(frozen=True, slots=True)
class PublicColumn(Column):
    """A column that everybody may see."""

    level: str = "公开"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; depth 1 is the title of the page. It is for nobody outside unless its ``level`` says so."""

    text: str
    depth: int = 1
    level: str = "敏感"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or two; ``tone`` says whether it warns, or is code whose lines and blanks stay as they are.

    Without a level it is 敏感, for nobody outside.
    """

    text: str
    tone: Literal["plain", "warn", "note", "code"] = "plain"
    level: str = "敏感"


@dataclass(frozen=True, slots=True)
class Group:
    """Label over ``size`` consecutive rows of a table; 敏感 unless it has a level."""

    label: str
    size: int
    level: str = "敏感"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; with groups, the rows stand in their order, ``size`` of them each.

    ``total`` is a row that sums up the others: pages show it first, data formats leave it out. ``row_level`` is the
    key of the level of each row, where not all who may see the table may see all of it; a row without one is 敏感.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    groups: Sequence[Group] = ()
    note: str = ""
    total: Row | None = None
    row_level: str = ""
    #: The ids of the records that the rows are about, where no ``id`` in a row says it.
    subjects: Sequence[str] = ()

    def rows_by_group(self) -> list[tuple[str, Sequence[Row]]]:
        """The rows of each group with its label; without groups one nameless group."""
        if not self.groups:
            return [("", self.rows)]
        out, start = [], 0
        for group in self.groups:
            out.append((group.label, self.rows[start : start + group.size]))
            start += group.size
        return out


@dataclass(frozen=True, slots=True)
class Graph(Table):
    """A table of nodes and the edges between them: formats with pictures draw it, all others show the table.

    The groups of the table are the columns of the drawing, from left to right. A node is a row with ``id``, ``name``
    and ``state``, one of ``states`` (the strongest first; empty: none); it may have ``href``, the page about it. An
    edge is a row of ``edges`` with the ids ``from`` and ``to``.
    """

    edges: Table = Table((), ())
    title: str = ""
    states: Sequence[str] = ()

    @property
    def links(self) -> list[tuple[str, str]]:
        """The edges between nodes of the table, as ids; those to elsewhere, or to hidden nodes, are none."""
        ids = {row.get("id") for row in self.rows} - {None}
        pairs = ((row.get("from"), row.get("to")) for row in self.edges.rows)
        return [(str(start), str(end)) for start, end in pairs if start in ids and end in ids]

    def as_text(self) -> str:
        """The drawing in words, for readers who cannot see it."""
        columns = []
        for label, rows in self.rows_by_group():
            nodes = "、".join(_node_words(row) for row in rows)
            columns.append(f"{label}：{nodes}" if label else nodes)
        return f"{self.title}：{'；'.join(columns)}"


def _node_words(row: Row) -> str:
    state = row.get("state")
    return f"{row.get('name')}({state})" if state else str(row.get("name"))


@dataclass(frozen=True, slots=True)
class Findings(Table):
    """A table of findings: rows with code, severity, path, line … that formats for findings show in their own way.

    It stands in the answer even without rows, and the sentence after it counts them.
    """


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and values of one thing, one below the other.

    ``levels`` has the level of each item; ``level`` holds for those beyond its end (敏感 by default).
    """

    items: Sequence[tuple[str, Any]]
    level: str = "敏感"
    levels: Sequence[str] = ()

    def level_of(self, position: int) -> str:
        """Level of the item at that position."""
        return self.levels[position] if position < len(self.levels) else self.level


@dataclass(frozen=True, slots=True)
class Tiles(Pairs):
    """A few key figures, side by side where there is room: labels and values, with a change against last week."""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """Values of a chart under one name, one for each of its labels (ISO days in a Gantt chart)."""

    name: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a few numbers; a Gantt chart has two series, from which day to which.

    ``of`` is the field that the labels are values of, so that a page can link a bar to the list of what it counts.
    A bullet chart has two series, plan and done, and may have a ``mark``: a share of each plan, 0 to 1, with its name.
    A ``full`` chart is as wide as the sheet; of others two stand side by side.
    """

    kind: Literal["bar", "stacked", "line", "funnel", "bullet", "gantt", "spark"]
    title: str
    labels: Sequence[str]
    series: Sequence[ChartSeries]
    unit: str = ""
    level: str = "敏感"
    of: str = ""
    mark: float | None = None
    mark_name: str = ""
    full: bool = False

    @property
    def heading(self) -> str:
        """The title with its unit."""
        return label_with_unit(self.title, self.unit)

    def as_text(self) -> str:
        """The chart in words, for readers who cannot see it."""
        sentences = []
        for number, label in enumerate(self.labels):
            values = [(series.name, series.values[number]) for series in self.series]
            parts = [f"{name} {_plain(value)}".strip() for name, value in values if value is not None]
            sentences.append(f"{label} {'，'.join(parts)}" if parts else f"{label} —")
        mark = "" if self.mark is None else f"；{self.mark_name} {self.mark:.1%}"
        return f"{self.heading}：{'；'.join(sentences)}{mark}"


def _plain(value: Any) -> str:
    """A number as it is written; a day as it is."""
    return number_text(value) if isinstance(value, int | float | Decimal) else str(value)


@dataclass(frozen=True, slots=True)
class Break:
    """Page break: on paper the next block begins a new sheet; a screen ignores it."""


Block = Heading | Text | Table | Pairs | Chart | Break
