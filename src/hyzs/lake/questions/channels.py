"""Projects by the channel that they came through."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import COUNTED, FIELDS, PROJECTS, READS, STORE, TOTAL
from hyzs.model.blocks import Column

SQL = f"""{COUNTED}
SELECT store, channel, count(*) AS projects, coalesce(sum(total), 0) AS total
FROM counted GROUP BY store, channel ORDER BY store, channel NULLS LAST
"""
QUESTION = Question(
    "channels",
    "招商渠道",
    "项目从哪个渠道来；没有写的另作一行",
    READS,
    SQL,
    (STORE, Column("channel", "渠道", level="内部"), PROJECTS, TOTAL),
    sums=("projects", "total"),
    fields=FIELDS,
    keys=("channel",),
)
