"""A unit that leads is not named as responsible for the same thing."""

from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "lead-responsible",
    Severity.error,
    "同一单位既是牵头单位，又直接列在责任单位里。",
    "两种责任不同，统计和分工表会把它算两次；牵头已经包含责任。",
    "从责任单位里去掉它，或改正牵头单位。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "lead: 市招商局\nresponsible: [市发改委, »某市招商局«]\n",
)
# Who is responsible has no dates where who leads has them: both are asked as of today. Names that stand for a record
# are compared as it calls itself; most do already.
SQL = f"""
WITH other AS MATERIALIZED (
    SELECT c.text, min(c.name) AS name FROM resolved_name c
    WHERE c.text <> c.name AND instr('|' || c.kinds || '|', '|unit|') > 0 GROUP BY c.text
), leader AS MATERIALIZED (
    SELECT DISTINCT l.file, l.record, l.subject_kind, l.subject_id, coalesce(o.name, l.text) AS name
    FROM mention l LEFT JOIN other o ON o.text = l.text
    WHERE l.duty = 'lead' AND {in_force("l", ":today")}
)
SELECT r.file, r.at, r.record, r.field, r.text, r.subject_name
FROM mention r LEFT JOIN other o ON o.text = r.text
JOIN leader l ON l.file = r.file AND l.record = r.record
    AND l.subject_kind = r.subject_kind AND l.subject_id = r.subject_id AND l.name = coalesce(o.name, r.text)
WHERE r.duty = 'responsible' AND r.target IS NOT NULL
  AND {in_force("r", ":today")}
"""
MESSAGE = "“{text}”已经牵头，又列为责任单位"
HINT = "从责任单位里去掉它，或改正牵头单位"
