"""Money that was paid in of what was signed (到位率)."""

from hyzs.lake.question import Question, Quotient
from hyzs.lake.questions._projects import COUNTED, FIELDS, PROJECTS, READS, STORE, TIER, TOTAL
from hyzs.model.blocks import Column

SQL = f"""{COUNTED}, figure AS (
    SELECT q.store, e.key_id AS id, q.number,
           row_number() OVER (PARTITION BY q.store, e.key_id ORDER BY q.week_no DESC, q.record DESC) AS place
    FROM pair q
    JOIN entry e ON e.store = q.store AND e.file = q.file AND e.seq = q.owner
    JOIN record w ON w.store = q.store AND w.kind = 'return' AND w.id = q.record AND w.monday <= :day
    WHERE q.kind = 'return' AND q.field = 'projects.figures' AND q.key = 'paid_in'
)
SELECT c.store, c.tier, count(*) AS projects, coalesce(sum(c.total), 0) AS total, coalesce(sum(f.number), 0) AS paid_in
FROM counted c JOIN signed s ON s.store = c.store AND s.record = c.id
LEFT JOIN figure f ON f.store = c.store AND f.id = c.id AND f.place = 1
GROUP BY c.store, c.tier ORDER BY c.store, c.tier NULLS LAST
"""
QUESTION = Question(
    "paid",
    "到位率",
    "签了约的项目；到位资金是截至那一天最后一次报的累计数，没有报过的按 0",
    {
        **READS,
        "pair": f"{READS['pair']} file owner:integer number:number week_no:integer",
        "entry": "file seq:integer key_id",
        "record": "kind id monday:date",
    },
    SQL,
    (
        *(STORE, TIER, PROJECTS, TOTAL),
        Column("paid_in", "到位资金", "number", "万元", level="内部"),
        Column("rate", "到位率", "number", "%", level="内部"),
    ),
    (Quotient("rate", "paid_in", "total"),),
    ("projects", "total", "paid_in"),
    fields={**FIELDS, "pair": (*FIELDS["pair"], "return.projects.figures")},
)
