"""The numbers that units report on a counted task are those that the records count."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "task-count",
    Severity.warning,
    "各单位填报的完成数加起来，和按口径从记录里数出来的不一样。",
    "自己报的数不能代替记录：多报的拿不出记录，少报的漏了成果。",
    "补上没有登记的记录，或者更正填报的 done；算数的是记录。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks:\n  - id: m02-1\n    text: 示例任务\n    due: 长期\n    cadence: 每周\n"
    "    target: {at_least: 20, unit: 场, per: 年, counts: »{count: 活动, source: 示例}«}\n"
    "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T09:00\n"
    "tasks: {m02-1: {progress: 办了两场, done: 2}}\n",
)
SQL = ""
MESSAGE = "{id} 填报的加起来是 {reported}，记录里是 {counted}"
HINT = "补上没有登记的记录，或者更正填报的 done"
