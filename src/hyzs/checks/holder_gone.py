"""No duty and no membership stays with a unit that is no more."""

from hyzs.checks._ended_projects import ENDED
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "holder-gone",
    Severity.warning,
    "已经撤销的单位还担着责任，或还是群体的成员。",
    "责任留在撤销的单位上，就没有人牵头、没有人填报，催也无处催。",
    "换成承接单位；可以写起止的，给旧的写 until，再写一段新的。已完结或终止的项目不用改。",
    "== data/units/z.yaml\n- {id: lyj, name: 市粮油局, type: 政府部门, until: 2024-03-31,"
    " succeeded_by: [{unit: 市招商局, since: 2024-04-01}]}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\nlead: »市粮油局«\n",
)
# A return speaks of its own week.
SQL = f"""
WITH gone AS (
    SELECT DISTINCT n.text, u.until,
        coalesce((SELECT min(s.unit) FROM successor s WHERE s.record = u.id), '承接它的单位') AS successor
    FROM unit u JOIN name n ON n.id = u.id AND n.kind = 'unit'
    WHERE u.until < :today
),
{ENDED}
SELECT m.file, m.at, m.record, m.field, m.text, g.until, g.successor
FROM gone g
CROSS JOIN mention m
JOIN record r ON r.id = m.record AND r.file = m.file
LEFT JOIN ended e ON e.record = m.record
WHERE m.text = g.text AND instr('|' || m.kinds || '|', '|unit|') > 0
  AND (m.duty <> '' OR m.field = 'members.unit')
  AND (m.since IS NULL OR m.since <= :today)
  AND (m.until IS NULL OR m.until >= :today)
  AND (r.monday IS NULL OR r.monday > g.until)
  AND e.record IS NULL
"""
MESSAGE = "“{text}”已于 {until} 撤销，不能再承担"
HINT = "改为：{successor}"
