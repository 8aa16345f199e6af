"""States stand in the order in which they came."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "state-order",
    Severity.error,
    "项目状态没有按时间先后排列。",
    "最后一条是现在的状态；顺序错了，在推和暂缓就会看反。",
    "按 since 从早到晚排列；日期写错的改正日期。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "states:\n  - {state: 暂缓, since: 2026-08-01, approved_by: 市招商局, review: 2026-10-31}\n"
    "  - {state: 在推, since: »2026-07-01«}\n",
)
SQL = """
WITH line AS (
    SELECT s.*, lag(s.state) OVER w AS last, lag(s.since) OVER w AS last_since
    FROM state s WINDOW w AS (PARTITION BY s.file, s.record ORDER BY s.pos)
)
SELECT s.file, s.at || '/since' AS at, s.record, s.field, s.state, s.since, s.last, s.last_since
FROM line s WHERE s.since < s.last_since
"""
MESSAGE = "“{state}”从 {since} 起，却排在 {last_since} 起的“{last}”后面"
HINT = "按 since 从早到晚排列"
