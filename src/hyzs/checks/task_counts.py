"""A task whose progress is counted must say which records count, of a kind that there is."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "task-counts",
    Severity.error,
    "任务说由记录统计，没有写怎么数，或者要数的记录没有这一种。",
    "没有口径的目标永远是没有完成，也没有人再去填报。",
    "写 target.counts: {count: 记录种类, where: 条件, source: 口径依据}。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 长期, reports: derived, target: {at_least: »20«, unit: 场, per: 年}}]\n",
)
SQL = """
SELECT t.file, t.at || '/target/at_least' AS at, t.record, t.field || '.target.counts' AS field, t.id AS task,
       '没有写口径' AS problem
FROM task t
WHERE t.reports = 'derived' AND t."target.at_least" IS NOT NULL AND t."target.counts.source" IS NULL
UNION ALL
SELECT c.file, c.at || '/target/counts/' || c.key, c.record, c.field || '.target.counts.' || c.key, c.id,
       '要数的“' || c.counted || '”没有这种记录'
FROM (
    SELECT t.file, t.at, t.record, t.field, t.id, 'count' AS key, t."target.counts.count" AS counted FROM task t
    UNION ALL SELECT t.file, t.at, t.record, t.field, t.id, 'sum', t."target.counts.sum" FROM task t
) c
WHERE c.counted IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM kind k WHERE c.counted IN (k.name, k.label) AND k.vocabulary = 0)
"""
MESSAGE = "{task} {problem}"
HINT = "写 target.counts: {{count: 记录种类, source: 口径依据}}"
