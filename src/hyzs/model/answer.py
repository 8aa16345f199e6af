"""Result of a report: rows for machines, blocks for people, both from the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hyzs.model.blocks import Block, Findings, Graph, Row, Table
from hyzs.model.letter import Letter


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
        """Sentence on the day at which the store's clock is stopped; empty where it runs."""
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
    #: The printed values, with which returned prints are compared.
    base: PrintBase | None = None
    #: Counts of what its readers may not see: a key of the JSON document, left out if there is none.
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
