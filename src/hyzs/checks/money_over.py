"""No figure of a project may exceed its total investment."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "money-over",
    Severity.error,
    "填报的累计数超过了项目的总盘子。",
    "多半是单位写错(元当成万元)或多写了一位，全市合计会被它带偏。",
    "核对填报数；如果项目确实增资，先改项目的投资额。上限由 settings.yaml 里 indicators 的 cap 规定。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "investment: {total: 5000}\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:42\n"
    "projects:\n  p26-a1:\n    progress: 设备进场\n    figures: {invested: »52000«}\n",
)
SQL = """
WITH capped AS MATERIALIZED (
    SELECT i.name, i.label, i.unit, i.cap, f.label AS cap_label
    FROM indicator i JOIN field f ON f.kind = 'project' AND f.name = i.cap
), line AS (
    SELECT q.file, q.at, q.record, q.field, q.number, i.label, i.unit, i.cap_label AS cap, e.key AS project,
           CASE i.cap WHEN 'investment.total' THEN p."investment.total"
                      WHEN 'investment.attracted' THEN p."investment.attracted"
                      WHEN 'investment.fixed' THEN p."investment.fixed" END AS bound
    FROM pair q
    CROSS JOIN capped i
    CROSS JOIN entry e
    CROSS JOIN project p
    WHERE p.id = e.key_id AND e.file = q.file AND e.seq = q.owner AND i.name = q.key AND q.kind = 'return'
      AND q.field = 'projects.figures'
)
SELECT l.file, l.at, l.record, l.field, l.number, l.label, l.unit, l.project, l.bound, l.cap
FROM line l WHERE l.number > l.bound
"""
MESSAGE = "{project} 的{label} {number} {unit}，超过{cap} {bound} {unit}"
HINT = "核对计量单位和位数；确实增资的，先改项目的投资额"
