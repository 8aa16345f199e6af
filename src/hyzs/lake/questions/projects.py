"""Projects by city, tier and stage."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import COUNTED, FIELDS, PROJECTS, READS, STORE, TIER, TOTAL
from hyzs.model.blocks import PublicColumn

SQL = f"""{COUNTED}
SELECT store, tier, stage, count(*) AS projects, coalesce(sum(total), 0) AS total
FROM counted GROUP BY store, tier, stage
ORDER BY store, tier NULLS LAST, stage NULLS LAST
"""
QUESTION = Question(
    "projects",
    "各市项目",
    "不是草稿的项目，终止和达产的也在里面；一个项目在几个库里只算一次",
    READS,
    SQL,
    (STORE, TIER, PublicColumn("stage", "阶段"), PROJECTS, TOTAL),
    sums=("projects", "total"),
    fields=FIELDS,
)
