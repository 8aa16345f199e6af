"""No industry stands below itself."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "industry-cycle",
    Severity.error,
    "产业的上级绕成一圈。",
    "绕成一圈就没有最上面的产业，产业链图画不出来，园区合不合产业也说不清。",
    "改正其中一个的 parent。",
    "== data/industries/a.yaml\n- {id: aa, name: 甲产业, parent: 乙环节}\n- {id: bb, name: 乙环节, parent: »甲产业«}\n",
)
# A circle is told once: at the one of it whose id comes last.
SQL = """
WITH RECURSIVE up (id, top) AS (
  SELECT i.id, p.id FROM industry i JOIN industry p ON p.name = i.parent
  UNION
  SELECT u.id, p.id FROM up u JOIN industry i ON i.id = u.top JOIN industry p ON p.name = i.parent
)
SELECT i.file, i.at || '/parent' AS at, i.id AS record, 'parent' AS field, i.parent AS name
FROM industry i JOIN up u ON u.id = i.id AND u.top = i.id
WHERE NOT EXISTS (
  SELECT 1 FROM up a JOIN up b ON b.id = a.top AND b.top = a.id WHERE a.id = i.id AND a.top > i.id
)
"""
MESSAGE = "上级“{name}”又在本产业下面，绕成了一圈"
HINT = "改正这一个或那一个的 parent"
