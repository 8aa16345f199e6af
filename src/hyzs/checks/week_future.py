"""A return must be for a week that has begun."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "week-future",
    Severity.error,
    "填报的是还没有开始的一周。",
    "多半是文件夹放错了周，本周会因此显示未报。",
    "把文件移到正确的周的文件夹里。",
    "== data/returns/2026-W49/jiaxian.yaml\n»submitted«: 2026-11-20T09:42\nnil: true\n",
)
SQL = """
SELECT w.file, w.at || '/week' AS at, w.id AS record, 'week' AS field, w.week, w.monday
FROM record w WHERE w.kind = 'return' AND w.monday > :today
"""
MESSAGE = "{week} 从 {monday} 才开始，现在不能填报"
HINT = "核对文件夹名，把文件移到正确的周"
