"""A stage is not reached before the stage that it comes after."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "milestone-order",
    Severity.error,
    "节点的日期早于它必须晚于的节点。",
    "阶段由节点日期推定，日期颠倒，阶段和逾期天数都会算错。",
    "核对两个节点的日期；阶段之间的先后由 settings.yaml 里 stages 的 after 规定。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
    "investment: {total: 5000}\nmilestones: {签约: 2025-09-05, 开工: »2025-08-01«}\n",
)
SQL = """
WITH bound AS MATERIALIZED (
    SELECT b.file, b.record, b.key, b."on" FROM all_milestone b
    WHERE b.key IN (SELECT s.after FROM stage s) ORDER BY b.file, b.record, b.key
)
SELECT m.file, m.at || '/on' AS at, m.record, m.field, m.key AS stage, m."on" AS day, b.key AS before, b."on" AS bound
FROM stage s
CROSS JOIN milestone m ON m.key = s.name
CROSS JOIN bound b ON b.file = m.file AND b.record = m.record AND b.key = s.after
WHERE m."on" < b."on"
"""
MESSAGE = "“{stage}”{day} 早于“{before}”{bound}"
HINT = "“{stage}”必须晚于“{before}”，核对两个日期"
