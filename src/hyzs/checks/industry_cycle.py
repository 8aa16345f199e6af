"""No industry stands below itself."""

from hyzs.checks._circles import circle_sql
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "industry-cycle",
    Severity.error,
    "产业的上级绕成一圈。",
    "绕成一圈就没有最上面的产业，产业链图画不出来，园区合不合产业也说不清。",
    "改正其中一个的 parent。",
    "== data/industries/a.yaml\n- {id: aa, name: 甲产业, parent: 乙环节}\n- {id: bb, name: 乙环节, parent: »甲产业«}\n",
)
SQL = circle_sql("industry", "parent", "SELECT i.id, p.id FROM industry i JOIN industry p ON p.name = i.parent")
MESSAGE = "上级“{name}”又在本产业下面，绕成了一圈"
HINT = "改正这一个或那一个的 parent"
