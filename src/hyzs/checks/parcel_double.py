"""A parcel is for one project at a time."""

from hyzs.model.finding import Rule, Severity

_PROJECT = "name: 示例·{}项目\nsample: true\ntier: 一般\ncounty: 甲县\nland: {{parcels: [{}]}}\n"
RULE = Rule(
    "parcel-double",
    Severity.error,
    "一块地写在了两个项目里。",
    "一块地只能给一个项目；写了两处，总有一家以为有地。",
    "核对给了谁，另一个项目去掉；分开供的，按 part_of 拆成几块。",
    "== data/parcels/k26-a1.yaml\nname: 示例·甲地块\nsample: true\ntype: 净地\n"
    f"== data/projects/p26-a1.yaml\n{_PROJECT.format('甲', 'k26-a1')}"
    f"== data/projects/p26-b1.yaml\n{_PROJECT.format('乙', '»k26-a1«')}",
)
#: The last act that gives a parcel to a project counts as well; projects that were ended hold nothing.
SQL = """
WITH stopped AS (
    SELECT s.record FROM state s WHERE s.state = '终止' AND s.since <= :today
      AND NOT EXISTS (SELECT 1 FROM state t WHERE t.file = s.file AND t.pos > s.pos AND t.since <= :today)
), claim AS MATERIALIZED (
    SELECT m.file, m.at, m.record, m.field, m.target AS parcel
    FROM mention m JOIN record r ON r.id = m.record
    WHERE m.kind = 'project' AND m.field = 'land.parcels' AND m.target IS NOT NULL AND r.draft = 0
      AND m.record NOT IN (SELECT record FROM stopped)
), given AS MATERIALIZED (
    SELECT a.record AS parcel, p.id AS project FROM parcel_act a JOIN project p ON p.name = a.project
    WHERE a.do IN ('预留', '成交') AND NOT EXISTS (
        SELECT 1 FROM parcel_act b WHERE b.file = a.file AND b.owner = a.owner AND b.pos > a.pos)
)
SELECT c.file, c.at, c.record, c.field, r.name AS parcel, o.record AS other, '也写了它' AS said
FROM claim c JOIN claim o ON o.parcel = c.parcel AND o.record < c.record JOIN record r ON r.id = c.parcel
WHERE NOT EXISTS (SELECT 1 FROM claim e WHERE e.parcel = c.parcel AND e.record < o.record)
UNION ALL
SELECT c.file, c.at, c.record, c.field, r.name, g.project, '已经预留或者成交'
FROM claim c JOIN given g ON g.parcel = c.parcel AND g.project <> c.record JOIN record r ON r.id = c.parcel
WHERE NOT EXISTS (SELECT 1 FROM claim e WHERE e.parcel = c.parcel AND e.record <> c.record)
"""
MESSAGE = "“{parcel}”给了两家：项目 {other} {said}"
HINT = "核对给了谁，另一个项目去掉；hyzs match 找别的地"
