"""A unit that leads is not named as responsible for the same thing."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "lead-responsible",
    Severity.error,
    "同一单位既是牵头单位，又直接列在责任单位里。",
    "两种责任不同，统计和分工表会把它算两次；牵头已经包含责任。",
    "从责任单位里去掉它，或改正牵头单位。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "lead: 市招商局\nresponsible: [市发改委, »某市招商局«]\n",
)
# Who is responsible has no dates where who leads has them: both are asked as of today.
SQL = """
WITH other AS MATERIALIZED (
    SELECT c.text FROM called c WHERE c.text <> c.name AND instr('|' || c.kinds || '|', '|unit|') > 0
)
SELECT r.file, r.at, r.record, r.field, r.text, r.subject_name
FROM mention l
CROSS JOIN mention r ON r.file = l.file AND r.record = l.record
    AND r.subject_kind = l.subject_kind AND r.subject_id = l.subject_id
WHERE l.duty = 'lead' AND r.duty = 'responsible'
  AND coalesce(l.since, :today) <= :today AND coalesce(l.until, :today) >= :today
  AND coalesce(r.since, :today) <= :today AND coalesce(r.until, :today) >= :today
  AND (r.text = l.text OR r.text IN other OR l.text IN other) AND r.target = l.target
"""
MESSAGE = "“{text}”已经牵头，又列为责任单位"
HINT = "从责任单位里去掉它，或改正牵头单位"
