"""Figures of firms as of a day: the latest known of each indicator, and the latest that a unit has verified.

They come from ``private/figures/`` and are in no commit: asked of the past (``--at``), nothing is known of any firm.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.errors import BadUsage

if TYPE_CHECKING:
    from hyzs.model.figure import Figure, PrivateFigure

INDICATORS = "SELECT name, label, unit, keeper FROM firm_indicator ORDER BY pos"
SUBJECTS = "SELECT id FROM record WHERE kind IN ('investor', 'project')"


class KnownFigure(NamedTuple):
    """The latest figure of an indicator, and the latest verified one; ``verified`` None: nobody has verified any."""

    latest: "Figure"
    verified: "Figure | None"


def firm_figures(index: IndexReader, day: date) -> dict[str, dict[str, KnownFigure]]:
    """By id of a firm or project and name of an indicator, the figures known by ``day``.

    Of two figures as of one day the verified one is the later; one that was verified after ``day`` is not verified yet.

    Raises:
        BadUsage: A file cannot be read, or names a firm or an indicator that the store does not have.
    """
    figures = index.private_figures()
    if figures:
        _refuse_strangers(index, figures)
    out: dict[str, dict[str, KnownFigure]] = defaultdict(dict)
    for id, indicator, figure in figures:
        if figure.as_of <= day:
            is_verified = figure.verified_on is not None and figure.verified_on <= day
            before = out[id].get(indicator)
            out[id][indicator] = KnownFigure(figure, figure if is_verified else before and before.verified)
    return dict(out)


def figure_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """One row per firm or project with figures: ``figure.X`` the latest known value, ``verified.X`` the last verified.

    Raises: BadUsage, as ``firm_figures`` does.
    """
    for id, figures in firm_figures(index, now.date()).items():
        latest = {f"figure.{name}": figures_of.latest.value for name, figures_of in figures.items()}
        verified = {
            f"verified.{name}": figures_of.verified.value for name, figures_of in figures.items() if figures_of.verified
        }
        yield {"id": id, **latest, **verified}


def _refuse_strangers(index: IndexReader, figures: "list[PrivateFigure]") -> None:
    """Raises BadUsage for figures of nobody, and for indicators that the settings do not declare."""
    ids = {id for (id,) in index.tuples(SUBJECTS)}
    indicators = [row["name"] for row in index.rows(INDICATORS)]
    problems = [
        f"private/figures/{id}.yaml：没有编号为 {id} 的企业或项目" for id in sorted({row.id for row in figures} - ids)
    ]
    for id, name in dict.fromkeys((row.id, row.indicator) for row in figures if row.indicator not in indicators):
        near = get_close_matches(name, indicators, 1)
        problems.append(f"private/figures/{id}.yaml：没有“{name}”这个企业指标{f'，是不是：{near[0]}' if near else ''}")
    if problems:
        raise BadUsage("\n".join(problems), "改文件名或键；指标在设置的 firm_indicators 里声明")
