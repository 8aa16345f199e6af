"""Offers as of a day: those that can be had, with whom to ask, and in order of their form."""

from collections import defaultdict
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.lateness import in_force

OFFERS = f"""
SELECT o.id, o.name, o.form, o.policy, o.basis, o.unit, o.provider, o.mode, o."to", o.who, o.audience, o.standard,
       o."limit.days" AS limit_days, o."limit.of" AS limit_of, o."once.per" AS once, o.since, o.until, o.sample, o.url,
       p.number AS policy_number, p."in_force.until" AS policy_until
FROM offer o LEFT JOIN policy p ON p.name = o.policy
WHERE coalesce(o.draft, 0) = 0 AND {in_force("o")}
ORDER BY o.id
"""
#: Lists of texts of offers.
TEXTS = """
SELECT p.record, p.field, p.text FROM pair p WHERE p.kind = 'offer' AND p.field IN ('papers', 'excludes')
ORDER BY p.record, p.field, p.pos
"""
#: Money that was paid out by the day, by offer and firm, less what was taken back.
PAID = """
SELECT o.id AS offer, i.id AS firm, a.paid, o.form FROM grant_act a JOIN "grant" g ON g.id = a.record
JOIN offer o ON o.name = g.offer LEFT JOIN investor i ON i.name = g.firm
WHERE a.do = '拨付' AND a.paid IS NOT NULL AND a."on" <= :day
  AND NOT EXISTS (SELECT 1 FROM grant_act b WHERE b.record = a.record AND b.do = '追回' AND b."on" <= :day)
ORDER BY a.record, a.pos
"""
FORMS = ("奖补", "贴息", "贷款", "担保", "奖贷联动", "基金", "要素", "资质", "人才", "场景")
#: Forms that are about money to borrow or to be borrowed with.
FINANCE = ("贷款", "担保", "贴息", "奖贷联动")
FUND = "基金"


def offers_on(index: IndexReader, day: date) -> list[Row]:
    """The offers that can be had on the day, by form: {id, name, form, …, limit, papers, excludes, ground}."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record, field, text in index.tuples(TEXTS):
        texts[record, field].append(text)
    rows = [
        {
            **row,
            "limit": f"{row['limit_days']} {row['limit_of']}" if row["limit_days"] is not None else None,
            "papers": texts[row["id"], "papers"],
            "excludes": texts[row["id"], "excludes"],
            "ground": row["policy_number"] or row["policy"] or row["basis"],
        }
        for row in index.rows(OFFERS, day=str(day))
    ]
    return sorted(rows, key=lambda row: (FORMS.index(row["form"]), row["id"]))
