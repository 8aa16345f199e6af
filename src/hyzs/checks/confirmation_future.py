"""A confirmation must not lie in the future."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "confirmation-future",
    Severity.error,
    "确认完成的日期还没有到。",
    "日期没有到的确认不算数，任务还是待核。",
    "改正 confirmation.on。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 2026-12, confirmation: {by: 市发改委, on: »2099-01-01«}}]\n"
    "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T09:00\n"
    "tasks: {m02-1: {state: 完成, result: {name: 示例办法}}}\n",
)
SQL = """
SELECT t.file, t.at || '/confirmation/on' AS at, t.record, t.field || '.confirmation.on' AS field, t.id AS task,
       t."confirmation.on" AS day
FROM task t WHERE t."confirmation.on" > :today
"""
MESSAGE = "{task} 的确认日期 {day} 还没有到"
HINT = "改正 confirmation.on"
