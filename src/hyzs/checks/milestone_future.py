"""A milestone is a thing that has happened."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "milestone-future",
    Severity.error,
    "节点的日期还没有到。",
    "有日期的节点就算已经达到；把计划写成节点，项目会提前进入下一阶段。",
    "还没有发生的，写到 promises（承诺时限）里；已经发生的，改正日期。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "investment: {total: 5000}\nmilestones: {签约: 2025-09-05, 开工: »2026-12-01«}\n",
)
SQL = """
SELECT m.file, m.at || '/on' AS at, m.record, m.field, m.key AS stage, m."on" AS day
FROM milestone m WHERE m."on" > :today
"""
MESSAGE = "“{stage}”的日期 {day} 还没有到"
HINT = "还没有发生的写到 promises 里：{stage}: {day}"
