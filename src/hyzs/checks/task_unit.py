"""A task stays with the units that its measure names."""

from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "task-unit",
    Severity.warning,
    "任务交给了举措没有点到的单位。",
    "任务是从举措里分解出来的，分给方案没有点名的单位，对方可以不认。"
    "举措里有以“等”结尾的名单时，不属于任何群体的单位可能包含在“等”里，不提示；县市区、园区这类列明成员的不在其内。",
    "核对方案原文：单位写错就改任务，举措漏列就补举措。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [{named: [市发改委], of: 市直相关单位, open: true}]\nsummary: 略\n"
    "tasks:\n  - {id: m02-1, text: 示例任务, responsible: [市发改委, »甲县«]}\n",
)
SQL = f"""
WITH RECURSIVE direct (grp, unit) AS (
    SELECT mb.record, u.id FROM member mb JOIN unit u ON u.name = mb.unit
    WHERE {in_force("mb", ":today")}
),
duty AS (
    SELECT m.file, m.at, m.record, m.field, m.text, m.target, m.subject_kind
    FROM (SELECT DISTINCT x.id FROM measure x) x JOIN mention m ON m.record = x.id
    WHERE m.duty IN ('lead', 'responsible') AND m.target IS NOT NULL
),
named (record, unit) AS (
    SELECT d.record, d.target FROM duty d WHERE d.subject_kind = 'measure'
    UNION
    SELECT n.record, d.unit FROM named n JOIN direct d ON d.grp = n.unit
)
SELECT t.file, t.at, t.record, t.field, t.text,
       EXISTS (SELECT 1 FROM mention m WHERE m.record = t.record AND m.subject_kind = 'measure'
               AND m.duty IN ('lead', 'responsible') AND m.target IS NULL)
       OR EXISTS (SELECT 1 FROM member mb WHERE mb.unit IN (SELECT text FROM unknown)) AS consequence
FROM duty t
WHERE t.subject_kind = 'task'
  AND NOT EXISTS (SELECT 1 FROM named n WHERE n.record = t.record AND n.unit = t.target)
  AND (t.target IN (SELECT d.unit FROM direct d)
       OR NOT EXISTS (SELECT 1 FROM clause c WHERE c.record = t.record AND c.open = 1))
"""
MESSAGE = "举措 {record} 没有点到“{text}”，任务却交给了它"
HINT = "核对方案原文，改任务的单位，或补进举措"
