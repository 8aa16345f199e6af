"""A project does not go past a stage with a firm that failed a check, unless somebody says why."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "diligence-failed",
    Severity.error,
    "企业的尽调不通过，项目还是到了那个节点，没有说明。",
    "尽调不通过就往前走，假项目就是这样签下来的；有理由的要写明。",
    "在那条 checks 的 note 里写为什么仍然签约、谁定的；重新查过的加一条 checks。",
    "== data/investors/a.yaml\n- {id: shili-jia, name: 示例甲公司, sample: true, "
    "checks: [{item: 失信, on: 2026-04-08, by: 市招商局, result: »不通过«}]}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 重大\ncounty: 甲县\n"
    "investment: {total: 5000}\ninvestors: [{of: 示例甲公司}]\nmilestones: {签约: 2026-05-06}\n",
)
SQL = """
SELECT k.file, k.at || '/result' AS at, k.record, k.field, k.item_ AS item, k."on" AS day,
       min(m.record) AS project, m.key_id AS stage, min(m."on") AS reached
FROM checked k JOIN check_item c ON c.name = k.item_
JOIN investor i ON i.file = k.file AND i.item = k.item
JOIN share s ON s.of = i.name
JOIN milestone m ON m.file = s.file AND m.item = s.item AND m.key_id = c."from"
JOIN project p ON p.file = m.file AND p.item = m.item
WHERE k.kind = 'investor' AND m."on" >= k."on" AND m."on" <= :today AND k.result = '不通过'
  AND k.note IS NULL AND coalesce(p.draft, 0) = 0
  AND NOT EXISTS (
    SELECT 1 FROM checked n WHERE n.file = k.file AND n.item = k.item AND n.item_ = k.item_ AND n.pos > k.pos
      AND n."on" <= m."on"
)
GROUP BY k.file, k.at
"""
MESSAGE = "“{item}”{day} 不通过，项目 {project} {reached} 却到了“{stage}”"
HINT = "在 note 里写明理由，或者加一条重新查过的"
