"""A meeting in a weekly return must lie on or before the Sunday of that week."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "met-future",
    Severity.error,
    "对接的日期晚于填报的那一周。",
    "对接记的是已经见过的面；以后的安排记成对接，次数会多算。",
    "日期写错的改正；还没有见的，写到下步打算里。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "tracked: {since: 2026-11-02}\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:42\nprojects:\n"
    "  p26-a1: {progress: 初步接洽, met: [{on: »2026-11-24«, how: 拜访, with: 示例·甲企业}]}\n",
)
SQL = """
SELECT m.file, m.at || '/on' AS at, m.record, m.field, m.week, m."on" AS day
FROM met m CROSS JOIN record w
WHERE w.file = m.file AND w.item = m.item AND m."on" > w.sunday
"""
MESSAGE = "对接的日期 {day} 在 {week} 以后"
HINT = "日期写错的改正；还没有见的写到 next（下步打算）里"
