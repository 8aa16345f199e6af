"""A return must not report on a project before the project is tracked."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "entry-early",
    Severity.error,
    "填报的周早于项目纳入跟踪的日子。",
    "纳入跟踪以前的周不应报，报了也不计。",
    "核对是哪一周的表；确实更早开始跟踪的，改项目的 tracked.since。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "tracked: {since: 2026-11-16}\n"
    "== data/returns/2026-W46/jiaxian.yaml\nsubmitted: 2026-11-13T09:42\n"
    "projects:\n  »p26-a1«: {progress: 初步接洽}\n",
)
SQL = """
SELECT e.file, e.at, 1 AS on_key, e.record, e.field, e.key AS project, e.week, p."tracked.since" AS since
FROM project p
CROSS JOIN entry e
CROSS JOIN record w
WHERE w.file = e.file AND w.item = e.item AND e.key IN (SELECT n.text FROM name n WHERE n.id = p.id)
  AND e.key_id = p.id AND p."tracked.since" > (SELECT min(r.sunday) FROM record r WHERE r.kind = 'return')
  AND p."tracked.since" > w.sunday
"""
MESSAGE = "{project} 从 {since} 起纳入跟踪，{week} 还不用报"
HINT = "核对是哪一周的表；确实更早开始跟踪的，改项目的 tracked.since"
