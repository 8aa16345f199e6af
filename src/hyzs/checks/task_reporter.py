"""A task is reported by a unit that has to report it."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "task-reporter",
    Severity.warning,
    "填报任务的单位不是该填报的单位。",
    "该填报的单位仍算没有报，这一条也不计入任务的状态。",
    "请该填报的单位来报；各责任单位都要报的，把任务的 reports 改成 each。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 2026-12, deliverable: 示例办法}]\n"
    "== data/returns/2026-W47/fgw.yaml\nsubmitted: 2026-11-20T09:00\n"
    "tasks: {»m02-1«: {progress: 办理三件}}\n",
)
SQL = """
WITH RECURSIVE direct (grp, unit) AS (
    SELECT mb.record, u.id FROM member mb JOIN unit u ON u.name = mb.unit
),
said AS MATERIALIZED (
    SELECT e.file, e.at, e.record, e.field, e.key, t.id AS task, t.file AS home, t.item AS place, t.reports,
           u.id, u.name, (SELECT p.id FROM unit p WHERE p.name = u.parent) AS parent
    FROM task_entry e JOIN task t ON t.id = e.key_id AND t.reports <> 'derived'
    JOIN "return" r ON r.file = e.file JOIN unit u ON u.name = r.unit
),
duty AS MATERIALIZED (
    SELECT DISTINCT s.task, s.reports, m.duty, m.subject_kind, m.target
    FROM said s CROSS JOIN mention m WHERE m.file = s.home AND m.item = s.place AND m.duty IN ('lead', 'responsible')
     AND (m.subject_kind = 'measure' OR (m.subject_kind = 'task' AND m.subject_id = s.task))
),
held AS MATERIALIZED (
    SELECT d.task, d.target AS unit FROM duty d
    WHERE (d.duty = 'lead' OR d.reports = 'each') AND (d.subject_kind = 'task' OR NOT EXISTS (
        SELECT 1 FROM duty o WHERE o.task = d.task AND o.duty = d.duty AND o.subject_kind = 'task'))
),
may (task, unit) AS MATERIALIZED (
    SELECT h.task, h.unit FROM held h
    UNION
    SELECT m.task, d.unit FROM may m JOIN direct d ON d.grp = m.unit
)
SELECT s.file, s.at, 1 AS on_key, s.record, s.field, s.key, s.name AS unit,
       EXISTS (SELECT 1 FROM duty d WHERE d.task = s.task AND d.target IS NULL)
       OR EXISTS (SELECT 1 FROM member mb WHERE mb.unit IN (SELECT text FROM unknown))
       OR EXISTS (SELECT 1 FROM unit c WHERE c.parent IN (SELECT text FROM unknown)) AS consequence
FROM said s
WHERE NOT EXISTS (
    SELECT 1 FROM may m LEFT JOIN unit c ON c.id = m.unit
    WHERE m.task = s.task AND (m.unit IN (s.id, s.parent) OR c.parent = s.name))
"""
MESSAGE = "{key} 不由{unit}填报"
HINT = "请该填报的单位来报；各单位都报的任务写 reports: each"
