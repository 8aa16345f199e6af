"""A stage is not reached before the stage that it comes after."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "milestone-order",
    Severity.error,
    "节点的日期早于它必须晚于的节点。",
    "阶段由节点日期推定，日期颠倒，阶段和逾期天数都会算错。",
    "核对两个节点的日期；阶段之间的先后由 settings.yaml 里 stages 的 after 规定。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "investment: {total: 5000}\nmilestones: {签约: 2025-09-05, 开工: »2025-08-01«}\n",
)
#: Few ways through the stages are ever gone: only where one of them goes back are days compared.
SQL = """
WITH path AS (
    SELECT x.file, x.record, '|' || group_concat(x.key, '|') || '|' AS keys
    FROM (SELECT t.file, t.record, t.key FROM all_milestone t
          WHERE t.file IN (SELECT file FROM visible_file) ORDER BY t.file, t.record, t."on", t.key) x
    GROUP BY x.file, x.record
), disordered AS MATERIALIZED (
    SELECT d.keys FROM (SELECT DISTINCT keys FROM path) d
    WHERE EXISTS (SELECT 1 FROM stage s WHERE instr(d.keys, '|' || s.name || '|') BETWEEN 1
                  AND instr(d.keys, '|' || s.after || '|'))
)
SELECT m.file, m.at || '/on' AS at, m.record, m.field, m.key AS stage, m."on" AS day, b.key AS before, b."on" AS bound
FROM path w
CROSS JOIN milestone m
CROSS JOIN stage s
CROSS JOIN milestone b
WHERE b.file = m.file AND b.record = m.record AND b.key = s.after AND s.name = m.key AND m.file = w.file
  AND m.record = w.record AND w.keys IN (SELECT keys FROM disordered) AND m."on" < b."on"
"""
MESSAGE = "“{stage}”{day} 早于“{before}”{bound}"
HINT = "“{stage}”必须晚于“{before}”，核对两个日期"
