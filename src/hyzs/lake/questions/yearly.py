"""Projects by the year in which they were signed."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import COUNTED, FIELDS, PROJECTS, READS, STORE, TOTAL
from hyzs.model.blocks import PublicColumn

SQL = f"""{COUNTED}, first AS (
    SELECT m.store, m.record, min(m."on") AS signed FROM milestone m
    WHERE m.kind = 'project' AND m.key = '签约' AND m."on" <= :day GROUP BY m.store, m.record
)
SELECT c.store, EXTRACT(YEAR FROM f.signed) AS year, count(*) AS projects, coalesce(sum(c.total), 0) AS total
FROM counted c JOIN first f ON f.store = c.store AND f.record = c.id
GROUP BY c.store, EXTRACT(YEAR FROM f.signed) ORDER BY c.store, year
"""
QUESTION = Question(
    "yearly",
    "历年签约",
    "按头一次签约的年份",
    READS,
    SQL,
    (STORE, PublicColumn("year", "年", "code"), PROJECTS, TOTAL),
    sums=("projects", "total"),
    fields=FIELDS,
)
