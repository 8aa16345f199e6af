"""Projects by industry over all cities."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import COUNTED, FIELDS, PROJECTS, READS, TOTAL
from hyzs.model.blocks import PublicColumn

SQL = f"""{COUNTED}
SELECT industry, count(DISTINCT store) AS stores, count(*) AS projects, coalesce(sum(total), 0) AS total
FROM counted GROUP BY industry ORDER BY total DESC, industry NULLS LAST
"""
QUESTION = Question(
    "industries",
    "产业分布",
    "每个产业在几个库里有项目；没有写产业的另作一行",
    READS,
    SQL,
    (PublicColumn("industry", "产业"), PublicColumn("stores", "库", "number"), PROJECTS, TOTAL),
    sums=("projects", "total"),
    fields=FIELDS,
)
