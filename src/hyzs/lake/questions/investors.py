"""Projects of one investor in two cities or more."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import COUNTED, FIELDS, READS, STORE, TOTAL
from hyzs.model.blocks import Column, PublicColumn

SQL = f"""{COUNTED}, named AS (
    SELECT s.store, s.record, s.of AS investor, coalesce(min(i.credit_code), s.of) AS firm
    FROM share s LEFT JOIN investor i ON i.store = s.store AND i.name = s.of
    WHERE s.kind = 'project' GROUP BY s.store, s.record, s.of
), wide AS (
    SELECT n.firm, count(DISTINCT n.store) AS stores
    FROM named n JOIN counted c ON c.store = n.store AND c.id = n.record GROUP BY n.firm
)
SELECT n.investor, w.stores, n.store, c.id, c.name, c.total
FROM wide w JOIN named n ON n.firm = w.firm JOIN counted c ON c.store = n.store AND c.id = n.record
WHERE w.stores > 1 ORDER BY w.stores DESC, n.firm, n.store, c.id
"""
QUESTION = Question(
    "investors",
    "一家投几个市",
    "在两个以上的库里有项目的投资方，先按统一社会信用代码认，没有代码的按名称认；同名未必同一家，要核",
    {**READS, "share": "kind record of", "investor": "name credit_code"},
    SQL,
    (
        Column("investor", "投资方", level="内部"),
        PublicColumn("stores", "几个库", "number"),
        STORE,
        PublicColumn("id", "编号", "code"),
        Column("name", "项目", level="内部"),
        TOTAL,
    ),
    fields=FIELDS,
    keys=("investor",),
)
