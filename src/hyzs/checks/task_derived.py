"""A task whose progress is derived from other records must not be reported on."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "task-derived",
    Severity.warning,
    "填报了由别的记录体现的任务。",
    "这样的任务按记录统计，另外填报的话没有人看。",
    "删去这一条；确要各单位填报的，把任务的 reports 改成 lead 或 each。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 长期, cadence: 每周, reports: derived}]\n"
    "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T09:00\n"
    "tasks: {»m02-1«: {progress: 办理三件}}\n",
)
SQL = """
SELECT e.file, e.at, 1 AS on_key, e.record, e.field, e.key
FROM task_entry e JOIN task t ON t.id = e.key_id WHERE t.reports = 'derived'
"""
MESSAGE = "{key} 由别的记录体现，不用填报"
HINT = "删去这一条"
