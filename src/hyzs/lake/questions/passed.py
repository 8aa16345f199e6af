"""Projects that stand in two stores under one number, and the store that counts them."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import COUNTED, FIELDS, READS, STORE
from hyzs.model.blocks import Column, PublicColumn

SQL = f"""{COUNTED}, shared AS (
    SELECT platform, code FROM code GROUP BY platform, code HAVING count(DISTINCT store) > 1
)
SELECT c.platform, c.code, c.store, c.id, p.name, CASE WHEN w.id IS NULL THEN '算在这里' ELSE '不再算' END AS counts
FROM shared s JOIN code c ON c.platform = s.platform AND c.code = s.code
JOIN project p ON p.store = c.store AND p.id = c.id
LEFT JOIN twin w ON w.store = c.store AND w.id = c.id
ORDER BY c.platform, c.code, c.store, c.id
"""
QUESTION = Question(
    "passed",
    "跨市流转",
    "其他编号(codes)相同的项目是同一个：已流转的算在转入的库，没有写流转的算在后纳入跟踪的库",
    READS,
    SQL,
    (
        Column("platform", "平台", level="内部"),
        Column("code", "编号", "code", level="内部"),
        STORE,
        PublicColumn("id", "项目编号", "code"),
        Column("name", "项目", level="内部"),
        PublicColumn("counts", "算在哪里"),
    ),
    fields=FIELDS,
    keys=("code",),
)
