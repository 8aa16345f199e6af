"""What was said of projects up to a week: when last, how long nothing new, which figures stand."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hyzs.model.week import Week
from hyzs.query.fields.index_reader import IndexReader

#: How entries may call the projects in ``in_values``, besides by their ids.
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
#: How many weeks back one looks first, then where that tells too little: words mean something beside those of the week
#: before, a figure alone.
_WORDS, _FIGURES = (1, 9), (0, 1, 9)


class Entry(NamedTuple):
    """What the entries of one week say of one project."""

    week: int
    no_change: int | None
    progress: str | None


class Figure(NamedTuple):
    """A figure as one unit reported it in one week."""

    week: int
    unit: str
    value: Any


#: By project and indicator what was reported last, by one unit or by several in the same week.
Figures = dict[tuple[str, str], list[Figure]]


@dataclass(slots=True)
class EntryHistory:
    """The entries on some projects up to a week, the latest first; not further back than is needed."""

    week: int
    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    figures: Figures = field(default_factory=dict)

    def last_week(self, id: str) -> Week | None:
        """The last week with an entry."""
        said = self.entries.get(id)
        return Week.from_number(said[0].week) if said else None

    def unchanged_weeks(self, id: str) -> int:
        """How many entries in a row, up to this week's, say nothing new; 0 without one this week."""
        return (_unchanged(self.entries[id], whole=True) or 0) if self.has_entry_this_week(id) else 0

    def has_entry_this_week(self, id: str) -> bool:
        """Whether there is an entry of this very week."""
        return id in self.entries and self.entries[id][0].week == self.week

    def is_complete(self, id: str) -> bool:
        """Whether nothing further back could change the answers on what was said."""
        if id not in self.entries:
            return False
        return not self.has_entry_this_week(id) or _unchanged(self.entries[id], whole=False) is not None


def entry_history(index: IndexReader, ids: Collection[str], week: Week, indicators: Collection[str]) -> EntryHistory:
    """The past of these projects."""
    found, names = EntryHistory(week.number), _names(index, ids)
    for texts, span in _spans(names, week.number, _WORDS, found.is_complete):
        for id, *said in index.tuples(ENTRIES, texts, **span):
            found.entries[id].append(Entry(*said))
    found.figures = _figures(index, names, week, indicators)
    return found


def figures(index: IndexReader, ids: Collection[str], week: Week, indicators: Collection[str]) -> Figures:
    """Those figures of these projects as they stood in that week: what was reported of each last, by any unit."""
    return _figures(index, _names(index, ids), week, indicators)


def _figures(index: IndexReader, names: dict[str, list[str]], week: Week, indicators: Collection[str]) -> Figures:
    found: Figures = defaultdict(list)

    def stands(id: str) -> bool:
        return all((id, name) in found for name in indicators)

    for texts, span in _spans(names, week.number, _FIGURES, stands):
        for id, name, *figure in index.tuples(FIGURES, texts, **span):
            one, known = Figure(*figure), found[id, name]
            if not known or known[0].week == one.week:
                known.append(one)
    return found


def _names(index: IndexReader, ids: Collection[str]) -> dict[str, list[str]]:
    """What each project is called in returns."""
    names = {id: [id] for id in ids}
    for text, id in index.tuples(TEXTS, ids):
        names[id].append(text)
    return names


def _spans(
    names: dict[str, list[str]], week: int, steps: Sequence[int], knows: Callable[[str], bool]
) -> Iterator[tuple[list[str], dict[str, int]]]:
    """The weeks to look at, ever further back, with the names of the projects of which too little is known yet."""
    last = week
    for first in (*(week - step for step in steps), 0):
        texts = [text for id, called in names.items() if not knows(id) for text in called]
        yield texts, {"first": first, "last": last}
        last = first - 1


def _unchanged(said: list[Entry], *, whole: bool) -> int | None:
    """How many of the latest weeks say nothing new: no change, or the last words again; None if that is not known."""
    for n, (_, no_change, progress) in enumerate(said):
        if no_change != 1:
            before = next((s.progress for s in said[n + 1 :] if s.progress is not None), None)
            if progress is not None and before is None and not whole:
                return None
            if progress is None or progress != before:
                return n
    return len(said) if whole else None
