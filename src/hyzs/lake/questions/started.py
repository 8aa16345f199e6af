"""Projects that have started of those that were signed (开工率)."""

from hyzs.lake.question import Question, Quotient
from hyzs.lake.questions._projects import COUNTED, FIELDS, READS, STORE, TIER
from hyzs.model.blocks import PublicColumn

SQL = f"""{COUNTED}
SELECT c.store, c.tier, count(*) AS signed, count(b.record) AS started
FROM counted c JOIN signed s ON s.store = c.store AND s.record = c.id
LEFT JOIN started b ON b.store = c.store AND b.record = c.id
GROUP BY c.store, c.tier ORDER BY c.store, c.tier NULLS LAST
"""
QUESTION = Question(
    "started",
    "开工率",
    "截至那一天签了约的项目里，开了工的",
    READS,
    SQL,
    (
        *(STORE, TIER),
        PublicColumn("signed", "签约", "number"),
        PublicColumn("started", "开工", "number"),
        PublicColumn("rate", "开工率", "number", "%"),
    ),
    (Quotient("rate", "started", "signed"),),
    ("signed", "started"),
    fields=FIELDS,
)
