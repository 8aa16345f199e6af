"""Duties without a holder, and units without a duty."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Group, PublicColumn, Row, Text
from hyzs.model.lateness import in_force
from hyzs.model.week import Week
from hyzs.query.missing_fields import missing_fields
from hyzs.query.plans import Plans, plan_of, plans
from hyzs.query.projects import ProjectHistory, Stages, projects, stages
from hyzs.reports.optional_sections import filled_table

#: Gaps by code: label, and SQL that gives kind, id, name and a note (empty: found in Python).
GAPS = {
    "no-lead": (
        "举措没有牵头单位",
        """
SELECT 'measure' AS kind, m.id, m.name, NULL AS note FROM measure m
WHERE coalesce(m.draft, 0) = 0
  AND NOT EXISTS (SELECT 1 FROM mention l WHERE l.record = m.id AND l.subject_kind = 'measure' AND l.duty = 'lead')
ORDER BY m.number, m.id
""",
    ),
    "no-responsible": (
        "举措没有责任单位",
        """
SELECT 'measure' AS kind, m.id, m.name, NULL AS note FROM measure m
WHERE coalesce(m.draft, 0) = 0 AND NOT EXISTS (
  SELECT 1 FROM mention l WHERE l.record = m.id AND l.subject_kind = 'measure' AND l.duty = 'responsible'
)
ORDER BY m.number, m.id
""",
    ),
    "no-tasks": (
        "举措没有具体任务，没有什么可以催办",
        """
SELECT 'measure' AS kind, m.id, m.name, NULL AS note FROM measure m
WHERE coalesce(m.draft, 0) = 0
  AND NOT EXISTS (SELECT 1 FROM task t WHERE t.file = m.file AND t.item = m.item) ORDER BY m.number, m.id
""",
    ),
    "lead-gone": (
        "牵头单位已经撤销",
        """
SELECT m.subject_kind AS kind, m.subject_id AS id, m.subject_name AS name, u.name || ' ' || u.until || ' 撤销' AS note
FROM unit u JOIN mention m ON m.target = u.id
WHERE u.until < :day AND m.kind = 'measure' AND m.duty = 'lead'
ORDER BY m.subject_id, u.name
""",
    ),
    "only-open": (
        "责任单位只写了不穷举的群体，落不到哪一家",
        """
SELECT m.subject_kind AS kind, m.subject_id AS id, m.subject_name AS name, min(m.text) AS note
FROM mention m JOIN unit u ON u.id = m.target JOIN record r ON r.id = m.record
WHERE m.duty = 'responsible' AND r.draft = 0
GROUP BY m.subject_kind, m.subject_id, m.subject_name HAVING min(u.open) = 1
ORDER BY m.subject_kind, m.subject_id
""",
    ),
    "task-vague": (
        "任务没有时限，或没有目标也没有成果",
        """
SELECT 'task' AS kind, t.id, t.text AS name,
       CASE WHEN t.due IS NOT NULL THEN '目标或成果形式'
            WHEN t.deliverable IS NULL AND t."target.at_least" IS NULL THEN '完成时限、目标或成果形式'
            ELSE '完成时限' END AS note
FROM task t JOIN record r ON r.file = t.file AND r.item = t.item
WHERE r.draft = 0 AND (t.due IS NULL OR t.deliverable IS NULL AND t."target.at_least" IS NULL)
ORDER BY t.record, t.pos
""",
    ),
    "draft": (
        "台账里收来的草稿，不计数也不欠报：核对以后 hyzs set 编号 draft=",
        """
SELECT r.kind, r.id, r.name, NULL AS note FROM record r WHERE r.draft = 1 AND r.kind <> 'project'
ORDER BY r.kind, r.id
""",
    ),
    "project-draft": ("草稿，尚未纳入跟踪：核对以后 hyzs admit 编号", ""),
    "project-untracked": ("没有写从哪一天起，尚未纳入跟踪：hyzs admit 编号", ""),
    "project-vague": ("在推项目没有牵头单位、属地或填报单位", ""),
    "project-no-patron": ("须有专班的在推项目没有联系市领导", ""),
    "unit-idle": (
        "单位没有任何责任",
        f"""
WITH RECURSIVE busy (id, depth) AS (
  SELECT m.target, 0 FROM mention m WHERE m.duty <> '' AND m.target IS NOT NULL
  UNION
  SELECT m.target, busy.depth + 1 FROM busy JOIN mention m ON m.record = busy.id
  WHERE m.kind = 'unit' AND m.field = 'members.unit' AND busy.depth < 9
    AND {in_force("m")}
)
SELECT 'unit' AS kind, u.id, u.name, u.type AS note FROM unit u
WHERE u.id NOT IN (SELECT id FROM busy) AND coalesce(u.until, :day) >= :day AND u.open = 0 AND coalesce(u.draft, 0) = 0
  AND NOT EXISTS (SELECT 1 FROM member b WHERE b.record = u.id)
ORDER BY u."order", u.id
""",
    ),
    #: A group is what is of the type of units that have members, or are open.
    "group-empty": (
        "群体没有成员，也没有注明不穷举",
        """
WITH crowd (id) AS (SELECT id FROM unit WHERE open = 1 UNION SELECT record FROM member)
SELECT 'unit' AS kind, u.id, u.name, u.type AS note FROM unit u
WHERE u.type IN (SELECT g.type FROM unit g JOIN crowd ON crowd.id = g.id) AND u.id NOT IN (SELECT id FROM crowd)
ORDER BY u.id
""",
    ),
}
FILERS = "SELECT name FROM unit WHERE files = 1 AND coalesce(until, :day) >= :day AND coalesce(draft, 0) = 0"
TASKFORCES = "SELECT name FROM tier WHERE taskforce = 1"


#: Anything that could have a gap.
ANYTHING = "SELECT 1 FROM record r WHERE r.kind IN ('measure', 'unit', 'project') LIMIT 1"


def gaps(index: IndexReader, day: date, plan: str | None = None) -> Answer:
    """Every gap as of ``day``, by code; or those of the measures and tasks of one ``plan``.

    Each row has its ``plan``; units and projects have None.

    Raises: NotFound where there is no such plan.
    """
    selection, plan_names = plans(index, plan), plan_of(index)
    gap_rows = [{"gap": gap, **row} for gap, (_, sql) in GAPS.items() if sql for row in index.rows(sql, day=str(day))]
    order = list(GAPS)
    every = sorted([*gap_rows, *_of_projects(index, day)], key=lambda row: order.index(row["gap"]))
    every = [{**row, "plan": plan_names.get((row["kind"], row["id"]))} for row in every]
    rows = [row for row in every if selection.includes(row["plan"])]
    counts = Counter(row["gap"] for row in rows)
    summary = f"空档 {len(rows)} 处" if rows else "没有空档：每件事都有人，每个单位都有事"
    if not rows and index.value(ANYTHING) is None:
        summary = "还没有举措、单位和项目，谈不上空档"
    elif selection.selected and not rows:
        summary = "这个方案的举措和任务没有空档"
    others = [Text(_others(every, rows), "note")] if len(rows) < len(every) else []
    return Answer(
        report="gaps",
        params={"day": str(day), "plan": selection.selected},
        rows=rows,
        summary={gap: counts[gap] for gap in GAPS},
        blocks=[Text(summary), *others, *_tables(index, rows, counts, selection)],
        title="责任空档",
        stamp=Stamp(filter=selection.selected or ""),
    )


def _others(every: list[Row], rows: list[Row]) -> str:
    """Sentence on the gaps that do not belong to the selected plan."""
    loose = sum(row["plan"] is None for row in every)
    return f"没有列的：别的方案的 {len(every) - len(rows) - loose} 处，单位和项目的 {loose} 处"


def _of_projects(index: IndexReader, day: date) -> Iterator[Row]:
    """Gaps of projects in play, and projects that are not tracked yet: {gap, kind, id, name, note}."""
    week, order, every = Week.of(day), stages(index), projects(index)
    yield from _untracked(index, day, [project for project in every if not project.end_reason(week, order)], order)
    filers = {row["name"] for row in index.rows(FILERS, day=str(day))}
    taskforces = {row["name"] for row in index.rows(TASKFORCES)}
    for project in every:
        if not project.out_of_play_reason(week, order):
            row = {"kind": "project", "id": project.row["id"], "name": project.row["name"]}
            if missing := _missing(project, day, filers):
                yield {"gap": "project-vague", **row, "note": "、".join(missing)}
            if project.holder("tier", day) in taskforces and not project.holder("patron", day):
                yield {"gap": "project-no-patron", **row, "note": project.holder("tier", day)}


def _untracked(index: IndexReader, day: date, unfinished: list[ProjectHistory], stages: Stages) -> Iterator[Row]:
    """Drafts, and projects without a first tracked day; the note lists the fields that their stage requires."""
    waiting = [project for project in unfinished if project.row["draft"] or not project.row["since"]]
    missing = missing_fields(index, waiting, str(day), stages) if waiting else {}
    for project in waiting:
        gap = "project-draft" if project.row["draft"] else "project-untracked"
        id, name = project.row["id"], project.row["name"]
        note = f"还缺{'、'.join(missing[id])}" if missing[id] else None
        yield {"gap": gap, "kind": "project", "id": id, "name": name, "note": note}


def _missing(project: ProjectHistory, day: date, filers: set[str]) -> list[str]:
    """Labels of the missing holders; a project of a city-level park has no county."""
    holders = {
        "牵头单位": project.holder("lead", day),
        "属地": project.holder("county", day) or project.holder("park", day),
        "填报单位": project.reporter(day, filers),
    }
    return [label for label, holder in holders.items() if not holder]


def _tables(index: IndexReader, rows: list[Row], counts: Counter[str], plans: Plans) -> list[Block]:
    labels = {row["name"]: row["label"] for row in index.rows("SELECT name, label FROM kind")}
    columns = [
        PublicColumn("kind", "种类", get=lambda row: labels.get(row["kind"], row["kind"])),
        *plans.columns,
        PublicColumn("id", "编号"),
        PublicColumn("name", "名称"),
        PublicColumn("note", "说明"),
    ]
    groups = [Group(f"{GAPS[gap][0]}({counts[gap]})", counts[gap]) for gap in GAPS if counts[gap]]
    return filled_table(columns, rows, groups)
