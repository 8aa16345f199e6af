"""Entries on projects up to a week: the last one, weeks without news, the latest figures."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.week import Week

#: Names by which entries may mention the projects in ``in_values``, besides their ids.
TEXTS = "SELECT c.text, c.id FROM resolved_name c WHERE c.id IN (SELECT value FROM in_values)"
#: ``CROSS JOIN`` keeps the order of the tables: from the names to their entries, never through all entries;
#: the ``+`` lets the figures be looked up by their entry.
ENTRIES = """
SELECT e.key_id, e.week_no, min(e.no_change), max(e.progress)
FROM in_values a CROSS JOIN entry e WHERE e.key = a.value AND e.week_no BETWEEN :first AND :last
GROUP BY e.key_id, e.week_no ORDER BY e.week_no DESC
"""
FIGURES = """
SELECT e.key_id, p.key, e.week_no, r.unit, p.number
FROM in_values a CROSS JOIN entry e CROSS JOIN pair p CROSS JOIN "return" r
WHERE e.key = a.value AND e.week_no BETWEEN :first AND :last
  AND p.file = e.file AND p.item = e.item AND p.owner = +e.seq AND p.field = 'projects.figures'
  AND r.file = e.file AND r.item = e.item
ORDER BY e.week_no DESC, r.unit, e.seq
"""
#: Weeks to go back at first, then where that is too little: words are compared with those of the week before, a figure
#: counts alone.
_WORDS, _FIGURES = (1, 9), (0, 1, 9)


class WeekEntry(NamedTuple):
    """The entries of one week on one project, as one."""

    week: int
    no_change: int | None
    progress: str | None


class ReportedFigure(NamedTuple):
    """A figure as one unit reported it in one week."""

    week: int
    unit: str
    value: Any


#: By project and indicator the last reported values: of one unit, or of several in the same week.
Figures = dict[tuple[str, str], list[ReportedFigure]]


@dataclass(slots=True)
class EntryHistory:
    """Entries on some projects up to a week, the latest first, no further back than needed."""

    week: int
    entries: dict[str, list[WeekEntry]] = field(default_factory=lambda: defaultdict(list))
    figures: Figures = field(default_factory=dict)

    def last_week(self, id: str) -> Week | None:
        """The last week with an entry on the project; None without any."""
        entries = self.entries.get(id)
        return Week.from_number(entries[0].week) if entries else None

    def unchanged_weeks(self, id: str) -> int:
        """Number of entries in a row, up to this week's, that bring no news; 0 without an entry this week."""
        return (_unchanged(self.entries[id], at_end=True) or 0) if self.has_entry_this_week(id) else 0

    def has_entry_this_week(self, id: str) -> bool:
        """True if there is an entry of this very week."""
        return id in self.entries and self.entries[id][0].week == self.week

    def is_complete(self, id: str) -> bool:
        """True if no entry further back could change ``last_week`` or ``unchanged_weeks``."""
        if id not in self.entries:
            return False
        return not self.has_entry_this_week(id) or _unchanged(self.entries[id], at_end=False) is not None


def entry_history(index: IndexReader, ids: Collection[str], week: Week, indicators: Collection[str]) -> EntryHistory:
    """Entries and figures of these projects up to ``week``."""
    history, names = EntryHistory(week.number), _names(index, ids)
    for texts, span in _spans(names, week.number, _WORDS, history.is_complete):
        for id, *entry in index.tuples(ENTRIES, texts, **span):
            history.entries[id].append(WeekEntry(*entry))
    history.figures = _figures(index, names, week, indicators)
    return history


def figures(index: IndexReader, ids: Collection[str], week: Week, indicators: Collection[str]) -> Figures:
    """Figures of these projects as of that week: the last value of each that any unit reported."""
    return _figures(index, _names(index, ids), week, indicators)


def _figures(index: IndexReader, names: dict[str, list[str]], week: Week, indicators: Collection[str]) -> Figures:
    figures_by_key: Figures = defaultdict(list)

    def is_complete(id: str) -> bool:
        return all((id, name) in figures_by_key for name in indicators)

    for texts, span in _spans(names, week.number, _FIGURES, is_complete):
        for id, name, *figure in index.tuples(FIGURES, texts, **span):
            value, earlier = ReportedFigure(*figure), figures_by_key[id, name]
            if not earlier or earlier[0].week == value.week:
                earlier.append(value)
    return figures_by_key


def _names(index: IndexReader, ids: Collection[str]) -> dict[str, list[str]]:
    """Names of each project in returns, by its id."""
    names = {id: [id] for id in ids}
    for text, id in index.tuples(TEXTS, ids):
        names[id].append(text)
    return names


def _spans(
    names: dict[str, list[str]], week: int, steps: Sequence[int], is_complete: Callable[[str], bool]
) -> Iterator[tuple[list[str], dict[str, int]]]:
    """Ranges of weeks, ever further back, each with the names of the projects that are not complete yet."""
    last = week
    for first in (*(week - step for step in steps), 0):
        texts = [text for id, aliases in names.items() if not is_complete(id) for text in aliases]
        yield texts, {"first": first, "last": last}
        last = first - 1


def _unchanged(entries: list[WeekEntry], *, at_end: bool) -> int | None:
    """Number of the latest weeks without news (无变化, or the same words again); None if older entries decide.

    ``at_end``: there are no older entries.
    """
    for n, (_, no_change, progress) in enumerate(entries):
        if no_change != 1:
            before = next((s.progress for s in entries[n + 1 :] if s.progress is not None), None)
            if progress is not None and before is None and not at_end:
                return None
            if progress is None or progress != before:
                return n
    return len(entries) if at_end else None
