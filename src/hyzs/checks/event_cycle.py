"""No event is a part of itself."""

from hyzs.checks._circles import circle_sql
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
SQL = circle_sql(
    "event",
    "part_of",
    "SELECT e.id, p.id FROM event e JOIN resolved_name p ON p.text = e.part_of AND p.kinds = 'event'",
)
MESSAGE = "上级“{name}”又是本活动的一部分，绕成了一圈"
HINT = "改正这一个或那一个的 part_of"
