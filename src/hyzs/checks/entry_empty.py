"""An entry says something."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "entry-empty",
    Severity.error,
    "填报的一行什么也没有说。",
    "空行会被当成已报，真实情况却没有人知道。",
    "写上进展；没有变化就写 no_change: true 和原因。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:42\n"
    "projects:\n  »p26-a1«: {late: 上周漏报}\n",
)
SQL = """
SELECT e.file, e.at, 1 AS on_key, e.record, e.field, e.key
FROM entry e
WHERE e.progress IS NULL AND e.no_change = 0 AND e.next IS NULL
  AND NOT EXISTS (SELECT 1 FROM pair q WHERE q.file = e.file AND q.owner = e.seq)
  AND NOT EXISTS (SELECT 1 FROM met m WHERE m.file = e.file AND m.owner = e.seq)
  AND NOT EXISTS (SELECT 1 FROM need n WHERE n.file = e.file AND n.owner = e.seq)
UNION ALL
SELECT e.file, e.at, 1, e.record, e.field, e.key
FROM task_entry e
WHERE e.progress IS NULL AND e.no_change = 0 AND e.next IS NULL AND e.done IS NULL AND e.state IS NULL
  AND e."result.name" IS NULL AND NOT EXISTS (SELECT 1 FROM pair q WHERE q.file = e.file AND q.owner = e.seq)
"""
MESSAGE = "{key} 这一行什么也没有写"
HINT = "写上 progress；没有变化就写 no_change: true 和 reason"
