"""A project reaches a stage only after its firms were looked into, item by item, as the settings ask for."""

from hyzs.checks._last_state import LAST_STATE
from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "diligence-missing",
    Severity.warning,
    "项目到了该先尽调的节点，它的企业有的事项没有查过。",
    "设置里 check_items 的 from 和 tier 写明哪类项目在哪个节点以前要查企业的哪几项；没有查过不等于没有问题。",
    "查了以后在企业的 checks 里写谁查的、哪天、什么结果；不用查的写 result: 不适用。",
    "== data/investors/a.yaml\n- {id: shili-jia, name: 示例甲公司, sample: true}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 重大\ncounty: 甲县\n"
    "investment: {total: 5000}\ninvestors: [{of: »示例甲公司«}]\nmilestones: {签约: 2026-05-06}\n",
)
SQL = f"""
WITH {LAST_STATE}
SELECT s.file, s.at || '/of' AS at, s.record, s.field, s.of AS text, m.key_id AS stage, m."on" AS day,
       group_concat(c.name, '、') AS items
FROM check_item c JOIN milestone m ON m.key_id = c."from" AND m."on" <= :today
JOIN project p ON p.file = m.file AND p.item = m.item
JOIN share s ON s.file = p.file AND s.item = p.item
JOIN investor i ON i.name = s.of
WHERE c.of = '企业' AND coalesce(p.draft, 0) = 0
  AND (c.tier IS NULL OR EXISTS (
    SELECT 1 FROM holding h WHERE h.file = m.file AND h.item = m.item AND h.field = 'tier' AND h.value = c.tier
      AND {in_force("h", 'm."on"')}))
  AND NOT EXISTS (SELECT 1 FROM checked k WHERE k.file = i.file AND k.item = i.item AND k.item_ = c.name)
  AND p.id NOT IN (SELECT record FROM last_state WHERE state = '终止')
GROUP BY s.file, s.at, m.key_id
"""
MESSAGE = "“{stage}”{day}，“{text}”没有查过：{items}"
HINT = "在企业的 checks 里写明谁查的、哪天、什么结果"
