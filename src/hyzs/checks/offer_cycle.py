"""No offer is its own parent or successor, however many steps away."""

from hyzs.model.finding import Rule, Severity

_ROW = "- {id: %s, name: %s, sample: true, form: 基金, basis: 示例, unit: 甲县, parent: %s}\n"
RULE = Rule(
    "offer-cycle",
    Severity.error,
    "支持事项的上级或者承接绕成了圈。",
    "绕圈的母子基金算不出规模，承接绕圈就没有人接。",
    "核对 parent 和 succeeded_by。",
    "== data/offers/a.yaml\n"
    + _ROW % ("jj-a", "示例·甲基金", "»示例·乙基金«")
    + _ROW % ("jj-b", "示例·乙基金", "示例·甲基金"),
)
#: From every offer up its parents, and on to its successors; UNION ends a walk that comes round.
SQL = """
WITH RECURSIVE edge AS (
    SELECT name, parent AS next, 'parent' AS field FROM offer WHERE parent IS NOT NULL
    UNION ALL SELECT name, succeeded_by, 'succeeded_by' FROM offer WHERE succeeded_by IS NOT NULL
), walk (start, field, name) AS (
    SELECT name, field, next FROM edge
    UNION SELECT w.start, w.field, e.next FROM walk w JOIN edge e ON e.name = w.name AND e.field = w.field
), loop_end AS (
    SELECT w.field, max(w.start) AS name FROM walk w WHERE w.start = w.name
      AND EXISTS (SELECT 1 FROM edge e WHERE e.name = w.start AND e.field = w.field)
    GROUP BY w.field
)
SELECT o.file, o.at || '/' || l.field AS at, o.id AS record, l.field AS field, o.name
FROM loop_end l JOIN offer o ON o.name = l.name
"""
MESSAGE = "{name}绕回了自己"
HINT = "核对 parent 和 succeeded_by"
