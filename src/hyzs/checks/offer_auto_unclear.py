"""Grants without application say for whom and how much."""

from hyzs.model.finding import Rule, Severity

_OFFER = (
    "== data/offers/offers.yaml\n- id: sb-a1\n  name: 示例·甲事项\n  sample: true\n  form: 奖补\n  unit: 甲县\n"
    "  basis: 示例\n  mode: »免申即享«\n"
)
RULE = Rule(
    "offer-auto-unclear",
    Severity.warning,
    "免申即享的事项没有写条件，或者没有写金额怎么算。",
    "范围明确、条件清楚、数据齐全的才能免申即享；说不清给谁、给多少，就推不出去。",
    "写 who(条件)和 amount(金额)；说不清的，把 mode 改成 快申快享 或 申报。",
    _OFFER,
)
SQL = """
SELECT o.file, o.at || '/mode' AS at, o.id AS record, 'mode' AS field, o.name,
       CASE WHEN o.who IS NULL THEN '没有写条件 who' ELSE '没有写金额 amount' END AS said
FROM offer o
WHERE o.mode = '免申即享' AND (o.who IS NULL OR (o."amount.fixed" IS NULL AND NOT EXISTS (
    SELECT 1 FROM pair p WHERE p.file = o.file AND p.record = o.id AND p.field = 'amount.product')))
"""
MESSAGE = "“{name}”免申即享，{said}"
HINT = "写明给谁、给多少；说不清的改成 快申快享 或 申报"
