"""A result with a number, a day or a file must have a name as well."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "result-unnamed",
    Severity.error,
    "成果写了文号、日期或位置，没有写名称。",
    "没有名称的成果，表上看不出做成了什么。",
    "写上 result.name。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 2026-12, deliverable: 示例办法}]\n"
    "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T09:00\n"
    "tasks: {m02-1: {state: 完成, result: {number: »示例〔2026〕1号«}}}\n",
)
SQL = """
SELECT e.file, e.at || '/result' || CASE WHEN e."result.number" IS NOT NULL THEN '/number'
                                          WHEN e."result.on" IS NOT NULL THEN '/on' ELSE '/file' END AS at,
       e.record, e.field || '.result.name' AS field, e.key
FROM task_entry e
WHERE e."result.name" IS NULL
  AND coalesce(e."result.number", e."result.on", e."result.file") IS NOT NULL
"""
MESSAGE = "{key} 的成果没有写名称"
HINT = "加上 name: 成果名称"
