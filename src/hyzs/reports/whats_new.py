"""Differences between a week and the week before; a project that did not report is never listed as unchanged."""

from collections.abc import Callable, Sequence
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, PublicColumn, Row, Table, Text
from hyzs.model.week import Week
from hyzs.query.track_row import TrackRow, tracked, with_fields
from hyzs.reports.track import TrackFilter, track

SINCE = 'SELECT id, "tracked.since" AS since FROM project'
_ABOUT = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("tier", "类别"),
    PublicColumn("county", "属地"),
    PublicColumn("lead", "牵头单位"),
]
_STAGE = PublicColumn("stage", "阶段")
_PROGRESS = Column("progress", "本周进展", level="内部", wide=True)
_NEEDS = Column("new_needs", "新问题", "list", level="内部", wide=True)
_SILENT = PublicColumn("weeks_silent", "连续未报(周)", "number")
_LAST = PublicColumn("last_week", "上次填报")


def whats_new(index: IndexReader, week: str | None, now: datetime, options: TrackFilter) -> Answer:
    """新项目, 新进展, 新问题, 静默项目 of the week; ``news`` of a row lists those that apply.

    Raises: BadUsage, NotFound, as ``track`` does.
    """
    return mark_new(index, track(index, week, now, options), now)


def mark_new(index: IndexReader, listed: Answer, now: datetime) -> Answer:
    """The news of a tracking list that is computed already."""
    the_week = Week.parse(listed.extra["week"]["id"])
    since = {row["id"]: row["since"] for row in index.rows(SINCE)}
    rows = [_with_news(row, the_week, since.get(row["id"]) or "") for row in tracked(listed)]
    parts: list[tuple[str, str, Sequence[Column]]] = [
        ("project", "新项目", [*_ABOUT, _STAGE]),
        ("progress", "新进展", [*_ABOUT, _PROGRESS]),
        ("needs", "新问题", [*_ABOUT, _NEEDS]),
        ("silent", "静默项目", [*_ABOUT, _SILENT, _LAST]),
    ]
    summary = {key: sum(key in row["news"] for row in rows) for key, _, _ in parts}
    counts = "  ".join(f"{label} {summary[key]}" for key, label, _ in parts)
    unreported = sum(row["status"] in ("owed", "pending") for row in rows)
    note = f"；另有 {unreported} 个项目本周还没有报，有没有变化不知道" if unreported else ""
    period = f"{the_week.heading} 截至 {now.date()}"
    return Answer(
        "news",
        listed.params,
        [row for row in rows if row["news"]],
        summary,
        {"week": listed.extra["week"], "units": listed.extra["units"]},
        [Text(counts + note), *_blocks(parts, rows)],
        title=f"本周新情况 {period}",
        stamp=Stamp(period=period, note=listed.stamp.note, filter=listed.stamp.filter),
    )


def _with_news(row: TrackRow, week: Week, since: str) -> Row:
    """The row with its new needs and its news."""
    monday, sunday = week.bounds
    new_needs = [need["text"] for need in row["needs"] if need["week"] == str(week)]
    signs: dict[str, Callable[[], bool]] = {
        "project": lambda: monday <= since <= sunday,
        "progress": lambda: row["status"] in ("heard", "late") and not (row["progress"] or "").startswith("无变化"),
        "needs": lambda: bool(new_needs),
        "silent": lambda: row["weeks_silent"] > 0,
    }
    return with_fields(row, new_needs=new_needs, news=[key for key, is_new in signs.items() if is_new()])


def _blocks(parts: Sequence[tuple[str, str, Sequence[Column]]], rows: Sequence[Row]) -> list[Block]:
    """A heading and a table for each sort of news with rows."""
    out: list[Block] = []
    for key, label, columns in parts:
        if some := [row for row in rows if key in row["news"]]:
            out += [Heading(f"{label} {len(some)}", 2, "公开"), Table(columns, some)]
    return out
