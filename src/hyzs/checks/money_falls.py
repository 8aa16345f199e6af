"""A cumulative figure never falls, unless it says that it was revised."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "money-falls",
    Severity.error,
    "累计数比以前报的还小，又没有更正记录。",
    "历年累计只增不减；悄悄变小，说明前后两次至少有一次报错了。",
    "报错了就改成正确的数；以前报多了就写更正 revised，说明原值、新值和原因。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W46/jiaxian.yaml\nsubmitted: 2026-11-13T09:00\n"
    "projects:\n  p26-a1: {progress: 打桩, figures: {paid_in: 900}}\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:00\n"
    "projects:\n  p26-a1: {progress: 封顶, figures: {paid_in: »800«}}\n",
)
# Only figures that fall under one key, or stand under another name than the id, are looked at closely.
SQL = """
WITH fallen AS (
    SELECT e.key, q.number, lag(q.number) OVER (PARTITION BY e.key, q.key ORDER BY e.week_no) AS last
    FROM all_pair q CROSS JOIN all_entry e
    WHERE e.file = q.file AND e.seq = q.owner AND q.kind = 'return' AND q.field = 'projects.figures'
),
suspect AS (
    SELECT coalesce((SELECT c.id FROM resolved_name c WHERE c.text = x.key AND c.kinds = 'project'), x.key) AS id
    FROM (SELECT key FROM fallen WHERE number < last) x
    UNION
    SELECT c.id FROM resolved_name c WHERE c.kinds = 'project' AND c.id <> c.text
), called_so AS (
    SELECT s.id AS text FROM suspect s UNION SELECT n.text FROM suspect s CROSS JOIN name n WHERE n.id = s.id
), told AS (
    SELECT q.file, q.at, q.record, q.field, q.owner, q.key, q.week, q.week_no, q.number, e.key AS project,
           e.key_id, i.label, i.unit
    FROM called_so c
    CROSS JOIN entry e
    CROSS JOIN pair q
    JOIN indicator i ON i.name = q.key
    WHERE q.file = e.file AND q.owner = e.seq AND e.key = c.text AND q.kind = 'return'
      AND q.field = 'projects.figures' AND i.cumulative = 'ever'
), followed AS (
    SELECT t.*, lag(t.number) OVER line AS last, lag(t.week) OVER line AS last_week
    FROM told t WINDOW line AS (PARTITION BY t.key_id, t.key ORDER BY t.week_no, t.record)
)
SELECT f.file, f.at, f.record, f.field, f.project, f.label, f.unit, f.number, f.last, f.last_week
FROM followed f
WHERE f.number < f.last AND f.last_week < f.week
  AND NOT EXISTS (SELECT 1 FROM revision v WHERE v.file = f.file AND v.owner = f.owner AND v.field_ = f.key)
"""
MESSAGE = "{project} 的{label} {number} {unit}，比 {last_week} 报的 {last} {unit}少"
HINT = "累计数不会减少；以前报多了就写更正 revised，说明原因"
