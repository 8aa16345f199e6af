"""A person whose posts have all ended must hold no duty."""

from hyzs.checks._ended_projects import ENDED
from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "post-ended",
    Severity.warning,
    "一个人的任职都到期了，还担着责任。",
    "人已经不在任，联系、链长还写着他：没有人管，也没有人知道。",
    "hyzs report handover 甲 印移交清单，hyzs handover 甲 乙 --on 日期 一次交完；还在任的补上他的任职。",
    "== data/people/z.yaml\n- {id: zhao, name: 示例·赵副市长, sample: true,"
    " posts: [{post: 副市长, until: 2026-06-30}]}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "patron: »示例·赵副市长«\n",
)
# A unit's officers have a rule of their own (officer-post), which asks for a post in that unit.
SQL = f"""
WITH {ENDED}, gone AS (
    SELECT p.name, n.text, max(q.until) AS until
    FROM person p JOIN post q ON q.record = p.id JOIN name n ON n.id = p.id AND n.kind = 'person'
    GROUP BY p.id, p.name, n.text HAVING min(q.until IS NOT NULL AND q.until < :today) = 1
)
SELECT m.file, m.at, m.record, m.field, g.name AS person, g.until
FROM gone g CROSS JOIN mention m
LEFT JOIN ended e ON e.record = m.record
WHERE m.text = g.text AND m.kinds = 'person' AND m.duty <> '' AND m.duty <> 'officer' AND m.week IS NULL
  AND {in_force("m", ":today")}
  AND e.record IS NULL
"""
MESSAGE = "{person}的任职到 {until} 为止，这里还写着由他负责"
HINT = "hyzs handover {person} 接任的人 --on 日期；还在任的补上任职"
