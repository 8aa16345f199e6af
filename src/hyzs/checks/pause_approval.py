"""A paused project must name who approved the pause and the day of the next review."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "pause-approval",
    Severity.error,
    "项目暂缓，没有写批准单位或复核日期。",
    "暂缓的项目不催报；没有人批准、没有复核日期，项目就会无声无息地消失。",
    "写上 approved_by（批准单位）和 review（到哪天复核）。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "states:\n  - {state: »暂缓«, since: 2026-10-08, reason: 企业调整投资计划, approved_by: 市招商局}\n",
)
SQL = """
SELECT s.file, s.at || '/state' AS at, s.record, s.field, s.since,
       CASE WHEN s.review IS NOT NULL THEN '批准单位 approved_by'
            WHEN s.approved_by IS NOT NULL THEN '复核日期 review'
            ELSE '批准单位 approved_by 和复核日期 review' END AS lacking
FROM state s WHERE s.state = '暂缓' AND (s.approved_by IS NULL OR s.review IS NULL)
"""
MESSAGE = "{since} 起暂缓，没有写{lacking}"
HINT = "补上{lacking}"
