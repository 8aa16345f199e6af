"""An entry that reports no change must not report progress."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "no-change-progress",
    Severity.error,
    "报了无变化，又写了进展。",
    "连续无变化的周数要靠它来数，两样都写就数不准。",
    "有进展就删去 no_change，没有就把说明移到 reason。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:42\n"
    "projects: {p26-a1: {no_change: »true«, reason: 等待批复, progress: 设备进场}}\n",
)
SQL = """
WITH said AS (
    SELECT e.file, e.at, e.record, e.field, e.key, e.no_change, e.progress FROM entry e
    UNION ALL
    SELECT e.file, e.at, e.record, e.field, e.key, e.no_change, e.progress FROM task_entry e
)
SELECT file, "at" || '/no_change' AS at, record, field || '.no_change' AS field, key, progress
FROM said WHERE no_change = 1 AND progress IS NOT NULL
"""
MESSAGE = "{key} 报了无变化，又写了进展“{progress}”"
HINT = "有进展就删去 no_change，没有就把说明移到 reason"
