"""Nobody reports on a project that was ended before the week began."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "entry-ended",
    Severity.error,
    "填报了一个在那一周以前就已终止的项目。",
    "终止的项目不再跟踪；还有进展，说明状态或者填报有一个是错的。",
    "项目恢复了，在 states 末尾加一条 在推；否则删去这条填报。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
    "states: [{state: 终止, since: 2026-09-30, reason: 企业撤资}]\n"
    "== data/returns/2026-W47/hengnan.yaml\nsubmitted: 2026-11-20T09:42\n"
    "projects:\n  »p26-a1«: {progress: 继续洽谈}\n",
)
SQL = """
WITH span AS (
    SELECT s.record, s.state, s.since,
           lead(s.since, 1, '9999') OVER (PARTITION BY s.file, s.record ORDER BY s.since, s.pos) AS next
    FROM state s
)
SELECT e.file, e.at, 1 AS on_key, e.record, e.field, e.key AS project, e.week, s.since
FROM entry e
JOIN record w ON w.file = e.file AND w.item = e.item
JOIN span s ON s.record = e.key_id
WHERE s.state = '终止' AND s.since < w.monday AND s.next > w.sunday
"""
MESSAGE = "{project} 已于 {since} 终止，{week} 不用再报"
HINT = "项目恢复了，在它的 states 末尾加一条 在推"
