"""An office elsewhere (驻外机构) must look after a region, and stand inside one of those it looks after."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "office-region",
    Severity.warning,
    "驻外机构没有写负责哪些区域，或者驻地不在它负责的区域里。",
    "不知道它管哪里，就看不出哪里没有人管。",
    "写 regions；驻地写错了就改 base。",
    "== data/settings.yaml\nid: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\nunit_types: [{name: 驻外机构, regions: true}, {name: 群体}]\n"
    "regions: [{name: 粤港澳, covers: [广东]}]\n"
    "== data/units/z.yaml\n- {id: zhu-a, name: 驻甲办事处, type: »驻外机构«}\n",
)
SQL = """
SELECT u.file, CASE WHEN u.base IS NULL OR NOT EXISTS (
         SELECT 1 FROM term_value v WHERE v.record = u.id AND v.field = 'regions'
       ) THEN u.at || '/type' ELSE u.at || '/base' END AS at,
       u.id AS record, 'regions' AS field, u.name,
       CASE WHEN NOT EXISTS (SELECT 1 FROM term_value v WHERE v.record = u.id AND v.field = 'regions')
       THEN '没有写负责哪些区域' ELSE '驻地“' || u.base || '”不在它负责的区域里' END AS why
FROM unit u JOIN unit_type t ON t.name = u.type AND t.regions = 1
WHERE coalesce(u.draft, 0) = 0 AND coalesce(u.until, '9') >= :today AND EXISTS (SELECT 1 FROM region) AND (
  NOT EXISTS (SELECT 1 FROM term_value v WHERE v.record = u.id AND v.field = 'regions')
  OR (u.base IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM term_value v JOIN region g ON g.name = v.text
    JOIN pair c ON c.file = g.file AND c.owner = g.seq AND c.field = 'regions.covers'
    WHERE v.record = u.id AND v.field = 'regions' AND instr(u.base, c.text) = 1
  ))
)
"""
MESSAGE = "{name}{why}"
HINT = "写 regions；驻地写错了就改 base"
