"""An entry that reports no change must give the reason."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "no-change-reason",
    Severity.error,
    "报了无变化，没有写原因。",
    "无变化要有交代，否则分不清是在等什么还是没有人管。",
    "写上 reason，如：等待企业董事会批复。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:42\n"
    "projects: {p26-a1: {no_change: »true«}}\n",
)
SQL = """
WITH said AS (
    SELECT e.file, e.at, e.record, e.field, e.key, e.no_change, e.reason FROM entry e
    UNION ALL
    SELECT e.file, e.at, e.record, e.field, e.key, e.no_change, e.reason FROM task_entry e
)
SELECT file, "at" || '/no_change' AS at, record, field || '.reason' AS field, key
FROM said WHERE no_change = 1 AND reason IS NULL
"""
MESSAGE = "{key} 报了无变化，没有写原因"
HINT = "加上 reason: 原因"
