"""Settlement of transferred projects: the first place and the host share verified figures, none counted twice.

The first place gets its part cut off to 0.01 万元, the host the rest, so that both always make up the whole. A figure
that both may count (双算) stands in brackets and is in no sum of the city.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import decimal_of, total_of
from hyzs.model.quotient import round_to
from hyzs.query.projects import ProjectHistory, projects
from hyzs.query.verified_figures import VerifiedFigure, VerifiedFigures, verified_figures

#: Projects that were passed on, or that name a rule.
SHARED = """
SELECT p.id, p."sharing.rule" AS rule, p."sharing.agreed" AS agreed, p."sharing.first" AS first,
       p."sharing.one_off" AS one_off, p."ruling.unit" AS ruled,
       (SELECT t."from" FROM transfer t WHERE t.file = p.file AND t.item = p.item AND t."from" IS NOT NULL
        ORDER BY t.pos LIMIT 1) AS sender,
       (SELECT c.unit FROM claim c WHERE c.file = p.file AND c.item = p.item ORDER BY c."on", c.pos LIMIT 1) AS claimed
FROM project p
WHERE coalesce(p.draft, 0) = 0 AND (p."sharing.rule" IS NOT NULL OR EXISTS (
  SELECT 1 FROM act a WHERE a.record = p.id AND a.flow = '流转' AND a.do = '已流转' AND a."on" <= :day))
ORDER BY p.id
"""
SHARES = """
SELECT s.name AS rule, s.basis, h."of", h.label, h.mode, h.first, h.host, h.years, h."from", h.less
FROM sharing s JOIN sharing_share h ON h.file = s.file AND h.owner = s.seq ORDER BY s.pos, h.pos
"""
DIVIDED, BOTH = "分算", "双算"
#: A share runs from the first year that has a verified figure.
_FIRST_FIGURE = "首笔"
_WAITING, _NO_RULE = "待核：没有核定数", "没有约定共享规则：只记首谈，不分数"


class Settlement(NamedTuple):
    """Rows of the projects, and what they come to by figure and year."""

    rows: list[Row]
    sums: list[Row]


def settlement(index: IndexReader, day: date, year: int | None) -> Settlement:
    """The settlement of that year, or of all years that have verified figures.

    Rows: {project, name, rule, of, label, year, base, less, mode, first_unit, first, host_unit, host, by, note}.
    Sums: {of, label, year, counties, county_total, city_total, difference}; ``counties``: {unit, divided, both}.

    Raises:
        BadUsage: A private file cannot be read.
    """
    shares: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(SHARES):
        shares[row["rule"]].append(row)
    project_of = {project.row["id"]: project for project in projects(index)}
    figures = verified_figures(index, day)
    rows: list[Row] = []
    for row in index.rows(SHARED, day=str(day)):
        project = project_of[row["id"]]
        rows += _project_rows(row, project, shares.get(row["rule"] or "", []), figures, day, year)
    return Settlement(rows, list(_sums(rows)))


def _project_rows(
    row: Row, project: ProjectHistory, shares: list[Row], figures: VerifiedFigures, day: date, year: int | None
) -> Iterator[Row]:
    first = row["first"] or row["ruled"] or row["claimed"] or row["sender"]
    about = {
        "project": row["id"],
        "name": project.row["name"],
        "rule": row["rule"],
        "first_unit": first,
        "one_off": row["one_off"],
        "sample": bool(project.row["sample"]),
    }
    if not shares:
        yield {**about, **_no_amounts(None), "host_unit": project.holder("county", day), "note": _NO_RULE}
    for share in shares:
        by_year = figures.get((row["id"], share["of"]), {})
        own = {figure_year: figure for figure_year, figure in by_year.items() if year in (None, figure_year)}
        if not own:
            host = project.holder("county", date(year, 12, 31) if year else day)
            yield {**about, **_no_amounts(share), "year": year, "host_unit": host, "note": _WAITING}
        for of_year, figure in sorted(own.items()):
            less = figures.get((row["id"], share["less"] or ""), {}).get(of_year)
            yield {**about, **_amounts(share, of_year, figure, less, _start(share, project, by_year), project)}


def _no_amounts(share: Row | None) -> Row:
    keys = ("of", "label", "mode")
    return {**dict.fromkeys(keys), **({key: share[key] for key in keys} if share else {}), "year": None, **_NOTHING}


_NOTHING: dict[str, Any] = {"base": None, "less": None, "first": None, "host": None, "by": None}


def _start(share: Row, project: ProjectHistory, by_year: dict[int, VerifiedFigure]) -> int | None:
    """The first year in which it is shared; None: from the beginning."""
    if share["from"] in (None, _FIRST_FIGURE):
        return min(by_year)
    reached = project.milestones.get(share["from"])
    return int(reached[:4]) if reached else None


def _amounts(
    share: Row,
    year: int,
    figure: VerifiedFigure,
    less: VerifiedFigure | None,
    start: int | None,
    project: ProjectHistory,
) -> Row:
    base = figure.value - (less.value if less else Decimal())
    end = date(year, 12, 31)
    values: Row = {
        "of": share["of"],
        "label": share["label"],
        "mode": share["mode"],
        "year": year,
        "base": base,
        "less": less.value if less else None,
        "by": figure.by,
        "host_unit": project.holder("county", end),
    }
    if share["mode"] == BOTH:
        return {**values, "first": base, "host": base, "note": "两地都算，不进市级合计"}
    years = share["years"]
    if start is None or year < start:
        return {**values, "first": Decimal(), "host": base, "note": f"还没有到{share['from']}，全归承接地"}
    if years is not None and year >= start + int(years):
        return {**values, "first": Decimal(), "host": base, "note": f"{start} 年起 {years} 年已满，全归承接地"}
    first, host = divide(base, decimal_of(share["first"]))
    return {**values, "first": first, "host": host, "note": ""}


def divide(base: Decimal, percent: Decimal) -> tuple[Decimal, Decimal]:
    """The part of the first place, cut off to 0.01 万元, and the host's, which is the rest."""
    first = round_to(base * percent / 100, 2, "down")
    return first, base - first


def _sums(rows: list[Row]) -> Iterator[Row]:
    """By figure and year: each county's sums, the counties together, the city once, and the difference."""
    groups: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row["base"] is not None:
            groups[row["of"], row["label"], row["year"]].append(row)
    for (of, label, year), own in sorted(groups.items(), key=lambda item: (item[0][2], item[0][0])):
        counties: dict[str, dict[str, Decimal]] = defaultdict(lambda: {DIVIDED: Decimal(), BOTH: Decimal()})
        for row in own:
            for side in ("first", "host"):
                counties[row[f"{side}_unit"] or "（没有写）"][row["mode"]] += row[side]
        total = total_of(amount for sums in counties.values() for amount in sums.values())
        city = total_of(row["base"] for row in own if row["mode"] == DIVIDED)
        listed = [{"unit": unit, "divided": sums[DIVIDED], "both": sums[BOTH]} for unit, sums in counties.items()]
        yield {
            "of": of,
            "label": label,
            "year": year,
            "counties": listed,
            "county_total": total,
            "city_total": city,
            "difference": total - city,
        }
