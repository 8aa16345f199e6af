"""No event is a part of itself."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "event-cycle",
    Severity.error,
    "活动的上级绕成一圈。",
    "绕成一圈，成果就不知道含在谁里面。",
    "改正其中一个的 part_of。",
    "== data/events/e26-a1.yaml\nname: 示例·甲会\nsample: true\ntype: 推介会\non: 2026-03-10\npart_of: 示例·乙会\n"
    "== data/events/e26-b1.yaml\nname: 示例·乙会\nsample: true\ntype: 推介会\non: 2026-03-10\npart_of: »示例·甲会«\n",
)
# A circle is told once: at the one of it whose id comes last.
SQL = """
WITH RECURSIVE link (id, top) AS (
  SELECT e.id, p.id FROM event e JOIN resolved_name p ON p.text = e.part_of AND p.kinds = 'event'
), up (id, top) AS (
  SELECT id, top FROM link
  UNION
  SELECT u.id, l.top FROM up u JOIN link l ON l.id = u.top
)
SELECT e.file, e.at || '/part_of' AS at, e.id AS record, 'part_of' AS field, e.part_of AS name
FROM event e JOIN up u ON u.id = e.id AND u.top = e.id
WHERE NOT EXISTS (
  SELECT 1 FROM up a JOIN up b ON b.id = a.top AND b.top = a.id WHERE a.id = e.id AND a.top > e.id
)
"""
MESSAGE = "上级“{name}”又是本活动的一部分，绕成了一圈"
HINT = "改正这一个或那一个的 part_of"
