"""One project has one entry per week."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "two-entries",
    Severity.error,
    "同一个项目在同一周有两条填报。",
    "进展和累计数以哪一条为准，说不清楚。",
    "留下填报单位的一条，另一家把情况写在 notes（协同情况）里。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\nlead: 市招商局\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:00\n"
    "projects: {p26-a1: {progress: 设备进场}}\n"
    "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T09:00\n"
    "projects: {»p26-a1«: {progress: 设备已经进场}}\n",
)
# Only what stands twice under one key, or under another name than the id, is looked at closely.
SQL = """
WITH suspect AS (
    SELECT coalesce((SELECT c.id FROM resolved_name c WHERE c.text = x.key AND c.kinds = 'project'), x.key) AS id
    FROM (SELECT key FROM all_entry GROUP BY key, week_no HAVING count(*) > 1) x
    UNION
    SELECT c.id FROM resolved_name c WHERE c.kinds = 'project' AND c.id <> c.text
), called_so AS (
    SELECT s.id AS text FROM suspect s UNION SELECT n.text FROM suspect s CROSS JOIN name n WHERE n.id = s.id
), line AS (
    SELECT e.file, e.at, e.record, e.field, e.key AS project, e.week,
           lag(e.file) OVER (PARTITION BY e.key_id, e.week ORDER BY e.record, e.seq) AS other
    FROM called_so c CROSS JOIN entry e WHERE e.key = c.text
)
SELECT l.file, l.at, 1 AS on_key, l.record, l.field, l.project, l.week, r.unit
FROM line l JOIN "return" r ON r.file = l.other
"""
MESSAGE = "{project} 在 {week} 已有{unit}的填报"
HINT = "留下填报单位的一条，另一家把情况写在 notes 里"
