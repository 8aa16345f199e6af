"""Investment for each mu of land (亩均投资)."""

from hyzs.lake.question import Question, Quotient
from hyzs.lake.questions._projects import COUNTED, FIELDS, PROJECTS, READS, STORE, TIER, TOTAL
from hyzs.model.blocks import PublicColumn

SQL = f"""{COUNTED}
SELECT store, tier, count(*) AS projects, coalesce(sum(total), 0) AS total, sum(area) AS area
FROM counted WHERE area > 0 GROUP BY store, tier ORDER BY store, tier NULLS LAST
"""
QUESTION = Question(
    "land",
    "亩均投资",
    "写了用地面积的项目",
    READS,
    SQL,
    (
        *(STORE, TIER, PROJECTS, TOTAL),
        PublicColumn("area", "用地", "number", "亩"),
        PublicColumn("rate", "亩均投资", "number", "万元/亩"),
    ),
    (Quotient("rate", "total", "area", percent=False),),
    ("projects", "total", "area"),
    fields=FIELDS,
)
