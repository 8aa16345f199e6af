"""A foreign project of a class for which the settings ask it has a 专班."""

from hyzs.checks._last_state import LAST_STATE
from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "foreign-taskforce",
    Severity.warning,
    "重点外资项目在推进，没有专班。",
    "方案第十一条要求重点外资项目有专班；哪几类算，见设置里 foreign 的 tiers。",
    "写 taskforce；项目已经暂缓或终止的，在 states 里写明。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 重点\ncounty: 甲县\n"
    "foreign: {origin: »示例地«}\n",
)
SQL = f"""
WITH {LAST_STATE}
SELECT p.file, '/foreign/origin' AS at, p.id AS record, 'foreign.origin' AS field, h.value AS tier
FROM project p JOIN holding h ON h.file = p.file AND h.item = p.item AND h.field = 'tier'
JOIN term_value t ON t.field = 'foreign.tiers' AND t.text = h.value
LEFT JOIN last_state s ON s.file = p.file AND s.record = p.id
WHERE p."foreign.origin" IS NOT NULL AND coalesce(p.draft, 0) = 0 AND coalesce(s.state, '在推') = '在推'
  AND {in_force("h", ":today")}
  AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.file = p.file AND m.item = p.item AND m.duty = 'taskforce')
"""
MESSAGE = "{tier}的外资项目没有专班"
HINT = "写 taskforce，五方各是哪个单位"
