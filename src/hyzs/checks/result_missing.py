"""A completed task that declares a deliverable must name its result."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "result-missing",
    Severity.warning,
    "报了完成，没有写成果。",
    "任务写明了成果形式；没有成果的完成，别的单位无从确认。",
    "写上 result: {name: 成果名称, number: 文号, on: 日期}。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 2026-12, deliverable: 示例办法}]\n"
    "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T09:00\n"
    "tasks: {m02-1: {state: »完成«, progress: 已印发}}\n",
)
SQL = """
SELECT e.file, e.at || '/state' AS at, e.record, e.field || '.result' AS field, e.key, t.deliverable
FROM task_entry e JOIN task t ON t.id = e.key_id
WHERE e.state = '完成' AND e."result.name" IS NULL AND t.deliverable IS NOT NULL
"""
MESSAGE = "{key} 报了完成，没有写成果({deliverable})"
HINT = "加上 result: {{name: 成果名称}}"
