"""A completion is confirmed once it is reported."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "confirmed-unreported",
    Severity.error,
    "确认了一项没有报过完成的任务。",
    "完成由填报单位报、由别的单位确认；没有报过就确认，看不出是谁说的完成。",
    "请填报单位先报完成(hyzs log 任务 --state 完成)，再确认；日期写错了就改 confirmation.on。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 2026-12, confirmation: {by: 市发改委, on: »2026-11-20«}}]\n",
)
SQL = """
SELECT t.file, t.at || '/confirmation/on' AS at, t.record, t.field || '.confirmation.on' AS field, t.id AS task,
       t."confirmation.on" AS day, CASE WHEN t."confirmation.refused" IS NULL THEN '确认' ELSE '退回' END AS act,
       'return' IN (SELECT name FROM unread) AS consequence
FROM task t
WHERE t."confirmation.on" IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM task_entry e JOIN "return" r ON r.file = e.file
    WHERE e.key_id = t.id AND e.state = '完成'
      AND substr(coalesce(e.submitted, r.submitted), 1, 10) <= t."confirmation.on"
)
"""
MESSAGE = "{task} 到 {day} 没有报过完成，不能{act}"
HINT = "请填报单位先报完成，再确认"
