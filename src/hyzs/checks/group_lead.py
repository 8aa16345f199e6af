"""Only a single unit leads, never a group."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "group-lead",
    Severity.error,
    "牵头单位写成了群体。",
    "群体牵头等于没有人牵头：追责要落到一家单位。",
    "写明是哪一家单位；几家一起牵头就逐家列出。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\nlead: »各县市区«\n",
)
SQL = """
WITH crowd AS (
    SELECT u.id FROM unit u WHERE u.open = 1
    UNION
    SELECT mb.record FROM member mb
)
SELECT m.file, m.at, m.record, m.field, m.text
FROM crowd g
CROSS JOIN name n
CROSS JOIN mention m WHERE m.text = n.text AND m.duty = 'lead' AND instr('|' || m.kinds || '|', '|unit|') > 0
  AND n.id = g.id AND n.kind = 'unit'
"""
MESSAGE = "“{text}”是群体，不能牵头"
HINT = "写明具体的牵头单位"
