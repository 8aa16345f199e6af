"""Promises that are overdue, by the stage that was promised."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import COUNTED, FIELDS, LAST_STATE, PROJECTS, READS, STORE, TOTAL
from hyzs.model.blocks import Column

SQL = f"""{COUNTED}, promise AS (
    SELECT p.store, p.record, p.key, p."by_end",
           row_number() OVER (PARTITION BY p.store, p.record, p.key ORDER BY p.pos DESC) AS place
    FROM promise_step p WHERE p.kind = 'project' AND (p."set" IS NULL OR p."set" <= :day)
), {LAST_STATE}
SELECT c.store, p.key AS promised, count(*) AS projects, coalesce(sum(c.total), 0) AS total, min(p."by_end") AS oldest
FROM counted c
JOIN promise p ON p.store = c.store AND p.record = c.id AND p.place = 1 AND p."by_end" < :day
LEFT JOIN last_state s ON s.store = c.store AND s.record = c.id AND s.place = 1
WHERE coalesce(s.state, '在推') = '在推' AND NOT EXISTS (
    SELECT 1 FROM milestone m WHERE m.store = c.store AND m.record = c.id AND m.key = p.key AND m."on" <= :day
)
GROUP BY c.store, p.key ORDER BY c.store, p.key
"""
QUESTION = Question(
    "overdue",
    "承诺逾期",
    "在推的项目，现行承诺的最后一天过了还没有到那个节点；一个项目可以有几个",
    {
        **READS,
        "promise_step": "kind record key pos:integer by_end:date set:date",
        "state": "kind record state since:date",
    },
    SQL,
    (
        *(STORE, Column("promised", "承诺的节点", level="内部"), PROJECTS, TOTAL),
        Column("oldest", "最早的期限", "date", level="内部"),
    ),
    fields=FIELDS,
    keys=("promised",),
)
