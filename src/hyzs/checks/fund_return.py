"""No term of a fund asks that its money comes back as local investment."""

from hyzs.checks._lint import HITS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "fund-return",
    Severity.warning,
    "基金条款里有返投要求。",
    "国办发〔2025〕1号（十七）要求降低或者取消返投比例；投向评价(发改财金规〔2025〕1752号)按比例计分。按词查的，看原文为准。",
    "核对条款；取消了的写明“不设返投要求”。",
    "== data/offers/a.yaml\n- id: jj-a1\n  name: 示例·基金\n  sample: true\n  form: 基金\n  basis: 示例\n  unit: 甲县\n"
    "  terms: [»返投不低于出资额的1.2倍«]\n",
)
SQL = f"""
WITH hit AS ({HITS} AND l.article = 'fund-return')
SELECT h.*, CASE WHEN h.percent IS NULL THEN '没有写比例' ELSE coalesce(
    (SELECT '返投比例在 ' || b.label || ' 这一档' FROM fund_band b WHERE b.at_least <= h.percent
     ORDER BY b.at_least DESC LIMIT 1), '返投比例 ' || CAST(h.percent AS INTEGER) || '%') END AS band
FROM hit h
"""
MESSAGE = "{place}：{words}，{band}"
HINT = "核对条款；取消了的写明“不设返投要求”"
