"""Events of a record in time order; or the reports of one indicator, with reporters and corrections."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, PublicColumn, Row, Table, Text
from hyzs.model.errors import BadUsage
from hyzs.query.indicators import indicators
from hyzs.query.timeline import COLUMNS
from hyzs.reports.show import show

#: Every report of the indicator, with the people who filed and approved it, its source file, and its revision.
FIGURES = """
SELECT e.week, q.number AS value, r.unit, r.filed_by, r.approved_by, coalesce(e.submitted, r.submitted) AS submitted,
       r."source.file" AS source, r."source.sha256" AS sha256, r."source.via" AS via,
       v."from" AS was, v.why, v."on" AS revised_on, 'data/' || f.path AS path
FROM entry e
JOIN pair q ON q.file = e.file AND q.owner = e.seq AND q.field = 'projects.figures' AND q.key = :name
JOIN "return" r ON r.file = e.file JOIN file f ON f.id = e.file
LEFT JOIN revision v ON v.file = e.file AND v.owner = e.seq AND v.field_ = :name
WHERE e.key_id = :id ORDER BY e.week, r.unit, v.pos
"""


def history(
    index: IndexReader,
    text: str,
    field: str | None,
    now: datetime,
    commits: Callable[[Sequence[str]], Mapping[str, str]] = lambda paths: {},
) -> Answer:
    """Events of the record that people call ``text``, oldest first; with ``field``, of that indicator alone.

    ``commits`` gives the last commit that changed each file.

    Raises: NotFound where there is no such record; BadUsage where there is no such indicator.
    """
    return _figure(index, text, field, commits) if field else _story(index, text, now)


def _story(index: IndexReader, text: str, now: datetime) -> Answer:
    record_answer = show(index, text, now)
    rows = sorted(record_answer.extra["timeline"], key=lambda event: str(event["date"]))
    blocks = [Table(COLUMNS, rows)] if rows else [Text("还没有记下什么")]
    title = f"大事记 {record_answer.title}"
    return Answer(
        "history",
        {**record_answer.params, "field": None},
        rows,
        {"events": len(rows)},
        blocks=blocks,
        title=title,
        prose=True,
        stamp=record_answer.stamp,
    )


def _figure(index: IndexReader, text: str, field: str, commits: Callable[[Sequence[str]], Mapping[str, str]]) -> Answer:
    project = resolve_name(index, text, "project")
    by_name = indicators(index)
    indicator = next((indicator for indicator in by_name if field in (indicator.name, indicator.label)), None)
    if indicator is None:
        raise BadUsage(f"没有“{field}”这个指标", f"可以写：{'、'.join(indicator.name for indicator in by_name)}")
    rows: list[Row] = index.rows(FIGURES, id=project["id"], name=indicator.name)
    known_commits = commits([row["path"] for row in rows])
    for row in rows:
        row["commit"] = known_commits.get(row["path"])
    columns = [
        PublicColumn("week", "周"),
        PublicColumn("value", indicator.label, "number", indicator.unit),
        PublicColumn("unit", "填报单位"),
        Column("filed_by", "填报人", level="内部"),
        Column("approved_by", "审核人", level="内部"),
        PublicColumn("was", "更正前", "number", indicator.unit),
        PublicColumn("why", "更正原因", wide=True),
        PublicColumn("source", "来源", wide=True),
        PublicColumn("path", "出处", wide=True),
        PublicColumn("commit", "提交", get=lambda row: row["commit"] and row["commit"][:10]),
    ]
    blocks = [Table(columns, rows)] if rows else [Text(f"{project['name']} 没有报过{indicator.label}")]
    return Answer(
        "history",
        {"id": project["id"], "field": indicator.name},
        rows,
        {"weeks": len({row["week"] for row in rows})},
        blocks=blocks,
        title=f"{indicator.label} {project['name']}",
        prose=True,
        stamp=Stamp(),
    )
