"""A completion must be confirmed by another unit than the one that reported it."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "confirmed-own",
    Severity.error,
    "确认完成的单位就是报完成的单位。",
    "自己报、自己确认，等于没有确认。",
    "请别的单位确认，一般是督查部门。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 2026-12, confirmation: {by: »市招商局«, on: 2026-11-20}}]\n"
    "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T09:00\n"
    "tasks: {m02-1: {state: 完成, result: {name: 示例办法}}}\n",
)
SQL = """
SELECT DISTINCT t.file, t.at || '/confirmation/by' AS at, t.record, t.field || '.confirmation.by' AS field,
       t.id AS task, r.unit
FROM task t JOIN task_entry e ON e.key_id = t.id AND e.state = '完成' JOIN "return" r ON r.file = e.file
WHERE t."confirmation.by" = r.unit
"""
MESSAGE = "{task} 的完成是{unit}自己报的，不能自己确认"
HINT = "请别的单位确认，一般是督查部门"
