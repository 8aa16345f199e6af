"""A project of a class reaches a stage only after it was looked into under every aspect that the settings ask for."""

from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "opinion-missing",
    Severity.warning,
    "项目到了该先研判的节点，有的方面没有研判记录。",
    "设置里 aspects 的 before 和 tier 写明哪类项目在哪个节点以前要研判哪几方面。",
    "补上 checks；不用研判的写 result: 不适用。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 重大\ncounty: 甲县\n"
    "investment: {total: 5000}\nmilestones: {签约: »2026-05-06«}\n",
)
SQL = f"""
SELECT m.file, m.at || '/on' AS at, m.record, m.field, m.key_id AS stage, m."on" AS day,
       group_concat(t.name, '、') AS aspects
FROM aspect t JOIN milestone m ON m.key_id = t."before"
JOIN project p ON p.file = m.file AND p.item = m.item
WHERE t."before" IS NOT NULL AND m."on" <= :today AND coalesce(p.draft, 0) = 0
  AND EXISTS (SELECT 1 FROM holding h WHERE h.file = m.file AND h.item = m.item AND h.field = 'tier'
              AND h.value = t.tier AND {in_force("h", 'm."on"')})
  AND NOT EXISTS (SELECT 1 FROM checked k WHERE k.file = m.file AND k.item = m.item AND k.item_ = t.name
                  AND k.phase = '事前')
GROUP BY m.file, m.at
"""
MESSAGE = "“{stage}”{day}，没有研判：{aspects}"
HINT = "补上 checks，写明方面、日期、单位和结论"
