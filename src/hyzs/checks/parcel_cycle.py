"""No parcel is a part of itself."""

from hyzs.checks._circles import circle_sql
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "parcel-cycle",
    Severity.error,
    "载体的所属片区绕成一圈。",
    "绕成一圈，每一块都成了片区，台账里一块也不列，面积就少了。",
    "改正其中一个的 part_of。",
    "== data/parcels/k26-a1.yaml\nname: 示例·甲地块\nsample: true\ntype: 净地\npart_of: 示例·乙地块\n"
    "== data/parcels/k26-b1.yaml\nname: 示例·乙地块\nsample: true\ntype: 净地\npart_of: »示例·甲地块«\n",
)
SQL = circle_sql("parcel", "part_of", "SELECT p.id, w.id FROM parcel p JOIN parcel w ON w.name = p.part_of")
MESSAGE = "所属片区“{name}”又在本载体里面，绕成了一圈"
HINT = "改正这一个或那一个的 part_of"
