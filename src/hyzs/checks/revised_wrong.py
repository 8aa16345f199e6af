"""A revision leads from the figure that was reported last to the one that is reported now.

One that was made on the day of filing or later mends this very return: what stood there before, nothing else tells.
"""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "revised-wrong",
    Severity.error,
    "更正里的原值不是上次报的数，或者新值不是这次报的数。",
    "更正是给督查看的来龙去脉，两头都要对得上。",
    "from 写上一次报的数，to 写这一周 figures 里的数。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W46/jiaxian.yaml\nsubmitted: 2026-11-13T09:00\n"
    "projects:\n  p26-a1: {progress: 打桩, figures: {paid_in: 900}}\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:00\n"
    "projects:\n  p26-a1:\n    progress: 封顶\n    figures: {paid_in: 800}\n"
    "    revised: [{on: 2026-11-19, field: paid_in, from: »950«, to: 800, why: 重复计入}]\n",
)
SQL = """
WITH mended AS (
    SELECT v.file, v.at, v.record, v.field, v.owner, v.field_ AS key, v."from", v."to", e.key AS project, e.key_id,
           v."on" >= substr(coalesce(e.submitted, r.submitted), 1, 10) AS is_later,
           row_number() OVER (PARTITION BY v.file, v.owner, v.field_ ORDER BY v.pos DESC) AS back
    FROM revision v JOIN entry e ON e.file = v.file AND e.seq = v.owner
    JOIN "return" r ON r.file = v.file
), told AS (
    SELECT q.file, q.owner, q.key, q.number, e.key_id,
           lag(q.number) OVER (PARTITION BY e.key_id, q.key ORDER BY q.week_no, q.record) AS last
    FROM pair q JOIN entry e ON e.file = q.file AND e.seq = q.owner
    WHERE q.kind = 'return' AND q.field = 'projects.figures' AND e.key_id IN (SELECT key_id FROM mended)
)
SELECT m.file, m.at || CASE WHEN m."to" = t.number OR m.back > 1 THEN '/from' ELSE '/to' END AS at,
       m.record, m.field, m.project,
       coalesce(i.label, m.key) AS label, m."from", m."to",
       coalesce(t.number, '没有') AS number, coalesce(t.last, '没有') AS last,
       t.number IS NOT NULL AND 'return' IN (SELECT name FROM unread) AS consequence
FROM mended m
LEFT JOIN told t ON t.file = m.file AND t.owner = m.owner AND t.key = m.key
LEFT JOIN indicator i ON i.name = m.key
WHERE t.number IS NULL OR (m."to" <> t.number AND m.back = 1) OR (m."from" <> t.last AND NOT m.is_later)
"""
MESSAGE = "{project} 的{label}更正对不上：写的是 {from}→{to}，上次报数：{last}，这次报数：{number}"
HINT = "from 写上次报的数，to 写这次 figures 里的数"
