"""Figures of projects that a unit has verified, by year: those in ``data/``, and those of ``private/figures/``.

What is self-reported stands in the weekly returns and is never added to these. Of a year the last verified one counts.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import decimal_of, total_of

#: Verified figures of projects, from their own records.
FIGURES = """
SELECT f.record, f.key, f.value, f.as_of, f.verified_by, f.verified_on FROM figure f
WHERE f.kind = 'project' AND f.verified_on <= :day ORDER BY f.as_of, f.verified_on, f.pos
"""
INDICATORS = """
SELECT name, label, unit, 0 AS private, pos FROM indicator
UNION ALL SELECT name, label, unit, 1, pos FROM firm_indicator ORDER BY private, pos
"""
PROJECTS = "SELECT id FROM project"


class VerifiedFigure(NamedTuple):
    """A verified figure of one year: its value, who verified it and when; ``is_private``: it is in no commit."""

    value: Decimal
    by: str
    on: str
    is_private: bool = False


#: By project and indicator, by year.
VerifiedFigures = dict[tuple[str, str], dict[int, VerifiedFigure]]


def verified_figures(index: IndexReader, day: date) -> VerifiedFigures:
    """The figures that were verified by ``day``.

    Raises:
        BadUsage: A private file cannot be read.
    """
    figures: VerifiedFigures = defaultdict(dict)
    for id, name, value, as_of, by, on in index.tuples(FIGURES, day=str(day)):
        figures[id, name][int(as_of[:4])] = VerifiedFigure(decimal_of(value), by, on)
    private = index.private_figures()
    projects = {id for (id,) in index.tuples(PROJECTS)} if private else set()
    for id, name, figure in private:
        if id in projects and figure.verified_on and figure.verified_by and figure.verified_on <= day:
            value = VerifiedFigure(figure.value, figure.verified_by, str(figure.verified_on), is_private=True)
            figures[id, name][figure.as_of.year] = value
    return dict(figures)


def indicator_names(index: IndexReader) -> list[Row]:
    """Every indicator that may be verified: {name, label, unit, private}; of two of one name the first."""
    return list({row["name"]: row for row in reversed(index.rows(INDICATORS))}.values())[::-1]


def verified_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """One row per project: ``verified.X`` the sum of the verified years, ``verifier.X`` who verified the last one."""
    rows: dict[str, Row] = defaultdict(dict)
    for (id, name), years in verified_figures(index, now.date()).items():
        rows[id][f"verified.{name}"] = total_of(figure.value for figure in years.values())
        rows[id][f"verifier.{name}"] = years[max(years)].by
    yield from ({"id": id, **row} for id, row in rows.items())
