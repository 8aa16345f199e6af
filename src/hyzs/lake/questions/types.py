"""Projects by type: newly won, extended, revived."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import COUNTED, FIELDS, PROJECTS, READS, STORE, TOTAL
from hyzs.model.blocks import PublicColumn

SQL = f"""{COUNTED}
SELECT store, type, count(*) AS projects, coalesce(sum(total), 0) AS total
FROM counted GROUP BY store, type ORDER BY store, type NULLS LAST
"""
QUESTION = Question(
    "types",
    "项目类型",
    "新引进、增资扩产、盘活存量各多少；没有写的另作一行",
    READS,
    SQL,
    (STORE, PublicColumn("type", "项目类型"), PROJECTS, TOTAL),
    sums=("projects", "total"),
    fields=FIELDS,
)
