"""Result of a report: rows for machines, blocks for people, both from the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from hyzs.model.decimals import number_text
from hyzs.model.letter import Letter

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
class Series:
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
    series: Sequence[Series]
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


@dataclass(frozen=True, slots=True)
class Stamp:
    """Provenance printed on a page: period, filter, count, data date, commit, and whether samples are in it.

    ``note`` says how the due days of the period were counted, or why nothing is due.
    A report that does not know about samples (None) is stamped as the whole store is. ``as_of`` is the day at which
    a store of samples stops its clock; it is empty where the clock runs.
    """

    store: str = ""
    period: str = ""
    note: str = ""
    filter: str = ""
    count: int | None = None
    data_date: str = ""
    commit: str = ""
    dirty: bool = False
    sample: bool | None = None
    as_of: str = ""
    #: For whom it was made, and what is held back from them.
    withheld: str = ""

    @property
    def as_of_text(self) -> str:
        """The sentence of a store whose clock stands still; empty where it runs."""
        return f"示例数据，截至 {self.as_of.replace('T', ' ')}" if self.as_of else ""

    def parts(self) -> list[str]:
        """The stamp as short texts, in their order; what is not known is left out."""
        commit = f"版本 {self.commit[:10]}{'(有未提交的改动)' if self.dirty else ''}" if self.commit else ""
        return [
            part
            for part in (
                self.period,
                self.note,
                f"筛选 {self.filter}" if self.filter else "",
                f"共 {self.count} 条" if self.count is not None else "",
                self.as_of_text or (f"数据截至 {self.data_date}" if self.data_date else ""),
                commit,
                "含示例数据" if self.sample and not self.as_of else "",
                self.withheld,
            )
            if part
        ]


@dataclass(frozen=True, slots=True)
class PrintBase:
    """Content of a print as it was made, so that it can be read again when people have written in it and hand it back.

    ``metadata`` names its purpose and records, ``sent`` are (table, key, column, value) of what it says; ``lines`` are
    both with a seal, and go hidden into workbooks and documents. Without lines a print carries nothing.
    """

    metadata: dict[str, str]
    sent: Sequence[Sequence[str]]
    lines: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One question answered: ``rows`` and ``summary`` for machines, ``blocks`` for people.

    ``extra`` are further top-level keys of the JSON document (``week``, ``units`` …);
    ``main`` is the table that CSV and TSV show, made of the very ``rows``; ``letters`` are the papers that formats for
    letters show in place of the blocks. On paper a ``one_page`` answer has all that stands before its first Break on
    one upright sheet.
    """

    report: str
    params: Row = field(default_factory=dict)
    rows: Sequence[Row] = ()
    summary: Row = field(default_factory=dict)
    extra: Row = field(default_factory=dict)
    blocks: Sequence[Block] = ()
    title: str = ""
    stamp: Stamp = Stamp()
    title_level: str = "敏感"
    #: It is read from top to bottom: in a pipe too its title, headings and notes stay, and only its tables become TSV.
    prose: bool = False
    one_page: bool = False
    letters: Sequence[Letter] = ()
    #: A word that stands across every printed sheet: 示例.
    watermark: str = ""
    #: The id of the one record that all of it is about; empty: several, or none.
    about: str = ""
    #: It is written as letters, even where there is none to send.
    is_correspondence: bool = False
    #: What its prints are compared with when they come back.
    base: PrintBase | None = None
    #: What its readers may not see, as counts that they may: a key of the JSON document, unless there is nothing.
    withheld: Row = field(default_factory=dict)

    @property
    def main(self) -> Table | None:
        """The first table that holds the very rows of the answer."""
        return next((b for b in self.blocks if isinstance(b, Table) and b.rows is self.rows), None)

    @property
    def graph(self) -> Graph | None:
        """The first graph of the answer."""
        return next((block for block in self.blocks if isinstance(block, Graph)), None)

    @property
    def has_letters(self) -> bool:
        """True if it can be shown as letters, of which there may be none."""
        return self.is_correspondence or bool(self.letters)

    @property
    def has_findings(self) -> bool:
        """True if the rows are findings, even if there are none."""
        return isinstance(self.main, Findings)
