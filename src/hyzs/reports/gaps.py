"""Duties that nobody holds, and units that hold none."""

from collections import Counter

from hyzs.model.answer import Answer, Column, Group, Row, Table, Text
from hyzs.reports.asked import Asked

#: What is a gap, and the question that finds it; each gives kind, id, name and a note.
GAPS = {
    "no-lead": (
        "举措没有牵头单位",
        """
SELECT 'measure' AS kind, m.id, m.name, NULL AS note FROM measure m
WHERE NOT EXISTS (SELECT 1 FROM mention l WHERE l.record = m.id AND l.subject_kind = 'measure' AND l.duty = 'lead')
ORDER BY m.id
""",
    ),
    "lead-gone": (
        "牵头单位已经撤销",
        """
SELECT m.subject_kind AS kind, m.subject_id AS id, m.subject_name AS name, u.name AS note
FROM unit u JOIN mention m ON m.target = u.id
WHERE u.until < :day AND m.duty = 'lead' AND coalesce(m.since, :day) <= :day AND :day <= coalesce(m.until, :day)
ORDER BY m.subject_id
""",
    ),
    "task-vague": (
        "任务没有时限或成果形式",
        """
SELECT 'task' AS kind, t.id, t.text AS name,
       CASE WHEN t.due IS NULL AND t.deliverable IS NULL THEN '时限、成果形式'
            WHEN t.due IS NULL THEN '时限' ELSE '成果形式' END AS note
FROM task t WHERE t.due IS NULL OR t.deliverable IS NULL ORDER BY t.id
""",
    ),
    "project-vague": (
        "在推项目没有牵头单位或属地",
        """
SELECT 'project' AS kind, p.id, p.name, CASE WHEN l.record IS NULL THEN '牵头单位' ELSE '属地' END AS note
FROM project p
LEFT JOIN holding l ON l.record = p.id AND l.field = 'lead'
     AND coalesce(l.since, :day) <= :day AND :day <= coalesce(l.until, :day)
LEFT JOIN holding c ON c.record = p.id AND c.field IN ('county', 'park')
     AND coalesce(c.since, :day) <= :day AND :day <= coalesce(c.until, :day)
WHERE p.draft = 0 AND p."tracked.since" <= :day AND (l.record IS NULL OR c.record IS NULL)
  AND NOT EXISTS (SELECT 1 FROM state s WHERE s.record = p.id AND s.state = '终止' AND s.since <= :day)
GROUP BY p.id, p.name, CASE WHEN l.record IS NULL THEN '牵头单位' ELSE '属地' END ORDER BY p.id
""",
    ),
    "project-no-patron": (
        "须有专班的项目没有联系市领导",
        """
SELECT 'project' AS kind, p.id, p.name, t.value AS note
FROM project p
JOIN holding t ON t.record = p.id AND t.field = 'tier'
     AND coalesce(t.since, :day) <= :day AND :day <= coalesce(t.until, :day)
JOIN tier k ON k.name = t.value AND k.taskforce = 1
LEFT JOIN holding h ON h.record = p.id AND h.field = 'patron'
     AND coalesce(h.since, :day) <= :day AND :day <= coalesce(h.until, :day)
WHERE p.draft = 0 AND h.record IS NULL
  AND NOT EXISTS (SELECT 1 FROM state s WHERE s.record = p.id AND s.state = '终止' AND s.since <= :day)
ORDER BY p.id
""",
    ),
    "unit-idle": (
        "单位没有任何责任",
        """
WITH RECURSIVE busy (id, depth) AS (
  SELECT m.target, 0 FROM mention m WHERE m.duty <> '' AND m.target IS NOT NULL
  UNION
  SELECT m.target, busy.depth + 1 FROM busy JOIN mention m ON m.record = busy.id
  WHERE m.kind = 'unit' AND m.field = 'members.unit' AND busy.depth < 9
)
SELECT 'unit' AS kind, u.id, u.name, u.type AS note FROM unit u
WHERE u.id NOT IN (SELECT id FROM busy) AND coalesce(u.until, :day) >= :day
ORDER BY u."order", u.id
""",
    ),
    "group-empty": (
        "群体没有成员，也没有注明不穷举",
        """
SELECT 'unit' AS kind, u.id, u.name, u.type AS note FROM unit u
WHERE u.open = 0 AND EXISTS (SELECT 1 FROM mention m WHERE m.target = u.id AND m.field LIKE 'responsible%')
  AND u.type = '群体' AND NOT EXISTS (SELECT 1 FROM member b WHERE b.record = u.id)
ORDER BY u.id
""",
    ),
}


def gaps(index: Asked, day: str) -> Answer:
    """Every gap as of ``day``, sort by sort."""
    rows: list[Row] = [{"gap": gap, **row} for gap, (_, sql) in GAPS.items() for row in index.rows(sql, day=day)]
    counts = Counter(row["gap"] for row in rows)
    labels = {row["name"]: row["label"] for row in index.rows("SELECT name, label FROM kind")}
    said = f"空档 {len(rows)} 处" if rows else "没有空档：每件事都有人，每个单位都有事"
    columns = [
        Column("kind", "种类", get=lambda row: labels.get(row["kind"], row["kind"])),
        Column("id", "编号"),
        Column("name", "名称"),
        Column("note", "说明"),
    ]
    groups = [Group(f"{GAPS[gap][0]}({n})", n) for gap, n in counts.items()]
    return Answer(
        report="gaps",
        params={"day": day},
        rows=rows,
        summary={gap: counts[gap] for gap in GAPS},
        blocks=[Text(said), *([Table(columns, rows, groups)] if rows else [])],
        title="责任空档",
    )
