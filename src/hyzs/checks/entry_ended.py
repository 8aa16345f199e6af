"""A return must not report on a project that had ended before the week began."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "entry-ended",
    Severity.error,
    "填报了一个在那一周以前就已终止的项目。",
    "终止的项目不再跟踪；还有进展，说明状态或者填报有一个是错的。",
    "项目恢复了，在 states 末尾加一条 在推；否则删去这条填报。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "states: [{state: 终止, since: 2026-09-30, reason: 企业撤资}]\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:42\n"
    "projects:\n  »p26-a1«: {progress: 继续洽谈}\n",
)
SQL = """
WITH span AS (
    SELECT s.record, s.since,
           coalesce((SELECT min(t.since) FROM state t WHERE t.file = s.file AND t.record = s.record
                       AND (t.since > s.since OR t.since = s.since AND t.pos > s.pos)), '9999') AS next
    FROM state s WHERE s.state = '终止'
)
SELECT e.file, e.at, 1 AS on_key, e.record, e.field, e.key AS project, e.week, s.since
FROM span s
CROSS JOIN entry e
CROSS JOIN record w
WHERE w.file = e.file AND w.item = e.item AND e.key IN (SELECT n.text FROM name n WHERE n.id = s.record)
  AND e.key_id = s.record AND s.since < w.monday AND s.next > w.sunday
"""
MESSAGE = "{project} 已于 {since} 终止，{week} 不用再报"
HINT = "项目恢复了，在它的 states 末尾加一条 在推"
