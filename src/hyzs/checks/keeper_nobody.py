"""A rule on keepers names a unit, or a group that has members."""

from hyzs.checks._setting_assertions import SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "keeper-nobody",
    Severity.error,
    "管理规则写的群体没有成员，等于没有人管。",
    "没有人管的，谁也改不了，也没有人来填。",
    "写具体的单位，或者给群体写上成员；各管各的写 unit_field。",
    "== data/units/z.yaml\n- {id: zx, name: 相关单位, type: 群体, open: true, files: true}\n"
    f"{SETTINGS}keepers: [{{unit: »相关单位«, of: 项目}}]\n",
)
SQL = """
SELECT k.file, k.at || '/unit' AS at, k.record, 'keepers.unit' AS field, k.unit
FROM keeper k CROSS JOIN name n CROSS JOIN unit u
WHERE n.text = k.unit AND n.kind = 'unit' AND u.id = n.id AND u.open = 1
  AND NOT EXISTS (SELECT 1 FROM member m WHERE m.record = u.id)
"""
MESSAGE = "“{unit}”没有成员，等于没有人管"
HINT = "写具体的单位；各管各的写 unit_field"
