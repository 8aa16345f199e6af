"""No group contains itself, however far down."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "group-cycle",
    Severity.error,
    "群体互相包含，绕成一圈。",
    "绕成一圈就说不清谁是谁的成员，责任无法往下落。",
    "去掉其中一个成员，让群体只由单位或更小的群体组成。",
    "== data/units/z.yaml\n- {id: za, name: 甲片区, type: 群体, members: [甲县, 乙片区]}\n"
    "- {id: zb, name: 乙片区, type: 群体, members: [»甲片区«, 丙县]}\n",
)
# A loop is told once: in the group of it whose id comes last, by whose id the loop goes.
SQL = """
SELECT mb.file, mb.at || '/unit' AS at, mb.record, 'members' AS field, mb.unit AS name
FROM loop o
CROSS JOIN member mb
JOIN unit u ON u.name = mb.unit
JOIN loop i ON i.id = u.id AND i.loop = o.loop
WHERE mb.record = o.id AND o.id = o.loop
"""
MESSAGE = "“{name}”又包含本群体，绕成了一圈"
HINT = "去掉这个成员，或去掉对方里的本群体"
