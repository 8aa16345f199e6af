"""The parcels of a project lie in its park."""

from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "parcel-park",
    Severity.warning,
    "项目写的地不在它的园区。",
    "园区写错了，业绩、要素保障都算到别处。",
    "核对项目的 park 和载体的 park，改错的那一处。",
    "== data/units/park.yaml\n- {id: yq, name: 甲园区, type: 园区}\n- {id: yr, name: 乙园区, type: 园区}\n"
    "== data/parcels/k26-a1.yaml\nname: 示例·甲地块\nsample: true\ntype: 净地\npark: 甲园区\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\npark: 乙园区\n"
    "land: {parcels: [»k26-a1«]}\n",
)
SQL = f"""
SELECT m.file, m.at, m.record, m.field, k.name AS parcel, k.park, h.value AS own
FROM mention m JOIN parcel k ON k.id = m.target
JOIN holding h ON h.record = m.record AND h.field = 'park'
  AND {in_force("h", ":today")}
WHERE m.kind = 'project' AND m.field = 'land.parcels' AND k.park <> h.value
  AND k.park NOT IN (SELECT u.name FROM unit u WHERE u.parent = h.value)
  AND h.value NOT IN (SELECT u.name FROM unit u WHERE u.parent = k.park)
"""
MESSAGE = "“{parcel}”在{park}，项目在{own}"
HINT = "核对项目的 park 和载体的 park"
