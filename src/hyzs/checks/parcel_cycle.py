"""No parcel is a part of itself."""

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
# A circle is told once: at the one of it whose id comes last.
SQL = """
WITH RECURSIVE link (id, whole) AS (
  SELECT p.id, w.id FROM parcel p JOIN parcel w ON w.name = p.part_of
), up (id, whole) AS (
  SELECT id, whole FROM link
  UNION
  SELECT u.id, l.whole FROM up u JOIN link l ON l.id = u.whole
)
SELECT p.file, p.at || '/part_of' AS at, p.id AS record, 'part_of' AS field, p.part_of AS name
FROM parcel p JOIN up u ON u.id = p.id AND u.whole = p.id
WHERE NOT EXISTS (
  SELECT 1 FROM up a JOIN up b ON b.id = a.whole AND b.whole = a.id WHERE a.id = p.id AND a.whole > p.id
)
"""
MESSAGE = "所属片区“{name}”又在本载体里面，绕成了一圈"
HINT = "改正这一个或那一个的 part_of"
