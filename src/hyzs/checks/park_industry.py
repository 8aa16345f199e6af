"""A project must be of one of the industries of its park, or of one below these."""

from hyzs.checks._last_state import LAST_STATE
from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

_HEAD = (
    "== data/industries/a.yaml\n- {id: bengye, name: 泵业}\n- {id: zhuzao, name: 泵体铸造, parent: 泵业}\n"
    "- {id: youse, name: 有色金属}\n"
    "== data/units/z.yaml\n- {id: yq1, name: 甲泵业园, type: 园区, parent: 甲县, specialty: 泵业}\n"
)
RULE = Rule(
    "park-industry",
    Severity.warning,
    "项目的产业不是所在园区的主导产业或特色产业，也不在它们下面。",
    "各园区照产业定位差异化发展，防止内卷(方案第四条)；落错了园区，别的园区要的项目就少一个。",
    "改正产业或园区；园区确实扩大了产业，写进它的 industries；有理由的用 # hyzs: allow 写明。",
    f"{_HEAD}== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\npark: 甲泵业园\n"
    "industry: »有色金属«\n",
)
# 其他 and no industry at all say nothing: that is missing data, not a misfit.
SQL = f"""
WITH RECURSIVE {LAST_STATE}, up (name, top) AS (
  SELECT name, name FROM industry
  UNION
  SELECT u.name, i.parent FROM up u JOIN industry i ON i.name = u.top WHERE i.parent IS NOT NULL
), claim AS (
  SELECT u.name AS park, r.name AS industry FROM mention m
  JOIN unit u ON u.id = m.record
  JOIN resolved_name r ON r.text = m.text AND r.kinds = m.kinds AND r.id IS NOT NULL
  WHERE m.kind = 'unit' AND m.field IN ('industries', 'specialty')
)
SELECT p.file, p.at || '/industry' AS at, p.id AS record, 'industry' AS field, p.industry, h.value AS park,
       (SELECT group_concat(industry, '、') FROM (
          SELECT DISTINCT c.industry FROM claim c WHERE c.park = h.value ORDER BY c.industry)) AS claims
FROM project p JOIN holding h ON h.file = p.file AND h.item = p.item AND h.field = 'park'
WHERE p.industry IS NOT NULL AND p.industry <> '其他' AND coalesce(p.draft, 0) = 0
  AND p.industry NOT IN (SELECT text FROM unknown)
  AND {in_force("h", ":today")}
  AND EXISTS (SELECT 1 FROM claim c WHERE c.park = h.value)
  AND NOT EXISTS (SELECT 1 FROM claim c JOIN up u ON u.top = c.industry WHERE c.park = h.value AND u.name = p.industry)
  AND p.id NOT IN (SELECT record FROM last_state WHERE state = '终止')
"""
MESSAGE = "“{industry}”不在{park}的产业里，它写的是 {claims}"
HINT = "改正产业或园区；园区确实要做这一行，写进它的 industries"
