"""Catalogue of projects to be courted (重点目录): its rules, its published editions, and problems with them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.blocks import Row
from hyzs.model.errors import BadUsage
from hyzs.model.reporting_interval import calendar_period
from hyzs.query.editions import EditionHead, edition_heads

NAME = "catalogue"
RULES = """
SELECT id, file, "catalogue.where" AS "where", "catalogue.signed" AS signed, "catalogue.stale_days" AS stale_days,
       "catalogue.every" AS every, "catalogue.source" AS source FROM settings WHERE "catalogue.where" IS NOT NULL
"""
REQUIREMENTS = 'SELECT "where", why FROM catalogue_requirement ORDER BY pos'
#: Projects that were proposed, but for drafts, with the day of their last revision.
OLD_PROPOSALS = """
SELECT p.file, p.at, p.id, p."proposed.on" AS revised FROM project p
WHERE p."proposed.on" < :oldest AND coalesce(p.draft, 0) = 0 ORDER BY p.id
"""
EVERY = {"month": "每月", "quarter": "每季", "half-year": "每半年", "year": "每年"}
Problem = tuple[str, Row]


def catalogue_rules(index: IndexReader) -> Row | None:
    """{where, signed, stale_days, every, source} of the settings; None if they say nothing of a catalogue."""
    return next(iter(index.rows(RULES)), None)


def published_catalogues(index: IndexReader) -> list[EditionHead]:
    """The editions of the catalogue that were published, the oldest first."""
    heads = [head for head in edition_heads(index) if head.of == NAME and head.published]
    return sorted(heads, key=lambda head: (head.published or "", head.id))


def catalogue_problems(index: IndexReader, now: datetime) -> Iterator[Problem]:
    """Codes with rows: plans not revised for long, plans listed without study, an edition that is due.

    A condition that cannot be understood has a rule of its own: then nothing is judged.
    """
    rules = catalogue_rules(index)
    if rules is None:
        return
    try:
        yield from _stale_plans(index, rules, now)
        yield from _unstudied_plans(index, rules["where"], now)
    except BadUsage:
        pass
    if rules["every"]:
        yield from _overdue_edition(index, rules, now.date())


def _ids(index: IndexReader, where: str, now: datetime) -> set[str]:
    return {row["id"] for row in matching_rows(index, "project", ("id",), where, now)}


def _stale_plans(index: IndexReader, rules: Row, now: datetime) -> Iterator[Problem]:
    """Planned projects whose last revision is older than the settings say."""
    if not rules["stale_days"]:
        return
    oldest = str(now.date() - timedelta(days=rules["stale_days"]))
    rows = index.rows(OLD_PROPOSALS, oldest=oldest)
    planned = _ids(index, rules["where"], now) if rows else set()
    for row in rows:
        if row["id"] in planned:
            place = {"at": f"{row['at']}/proposed/on", "record": row["id"], "field": "proposed.on"}
            yield "plan-stale", {**row, **place, "days": rules["stale_days"]}


def _unstudied_plans(index: IndexReader, where: str, now: datetime) -> Iterator[Problem]:
    """Projects of the standing edition, still planned, that do not meet what a listed one must."""
    standing = [head for head in published_catalogues(index) if head.status == "发布"]
    listed = {str(subject["of"]) for subject in standing[-1].subjects} if standing else set()
    if not listed:
        return
    listed &= _ids(index, where, now)
    places = {row["id"]: row for row in index.rows('SELECT file, "at", id FROM project')}
    for requirement in index.rows(REQUIREMENTS):
        meeting = _ids(index, requirement["where"], now)
        for id in sorted(listed - meeting):
            place = {"file": places[id]["file"], "at": f"{places[id]['at']}/name", "record": id, "field": "study"}
            yield "plan-unstudied-listed", {**place, "why": requirement["why"], "edition": standing[-1].id}


def _overdue_edition(index: IndexReader, rules: Row, day: date) -> Iterator[Problem]:
    """The last edition lies more than one whole period back, or there is none."""
    place = {"file": rules["file"], "at": "/catalogue/every", "record": rules["id"], "field": "catalogue.every"}
    heads = published_catalogues(index)
    every = EVERY[rules["every"]]
    if not heads:
        yield "catalogue-overdue", {**place, "said": f"{every}发布一期，还没有发布过"}
        return
    published = date.fromisoformat(heads[-1].published or "")
    _, end = calendar_period(rules["every"], published)
    _, due = calendar_period(rules["every"], end + timedelta(days=1))
    if due < day:
        text = f"{every}发布一期，{heads[-1].id} 在 {published} 发布，下一期该在 {due} 以前"
        yield "catalogue-overdue", {**place, "said": text}
