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
# A loop is told once: in the group of it whose id comes last.
SQL = """
WITH RECURSIVE direct (file, at, grp, name, unit) AS (
    SELECT mb.file, mb.at, mb.record, mb.unit, u.id FROM member mb JOIN unit u ON u.name = mb.unit
),
reach (grp, unit) AS (
    SELECT d.grp, d.unit FROM direct d
    UNION
    SELECT r.grp, d.unit FROM reach r JOIN direct d ON d.grp = r.unit
)
SELECT d.file, d.at || '/unit' AS at, d.grp AS record, 'members' AS field, d.name
FROM direct d
WHERE (d.unit = d.grp OR EXISTS (SELECT 1 FROM reach r WHERE r.grp = d.unit AND r.unit = d.grp))
  AND NOT EXISTS (
    SELECT 1 FROM reach out JOIN reach back ON back.grp = out.unit AND back.unit = out.grp
    WHERE out.grp = d.grp AND out.unit > d.grp)
"""
MESSAGE = "“{name}”又包含本群体，绕成了一圈"
HINT = "去掉这个成员，或去掉对方里的本群体"
