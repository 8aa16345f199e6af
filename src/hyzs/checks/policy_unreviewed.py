"""A policy that was issued has been reviewed for fair competition, and was not found wanting."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "policy-unreviewed",
    Severity.warning,
    "已经印发的政策没有公平竞争审查，或者审查结论是不符合。",
    "公平竞争审查条例第十八条：没有审查的、审查认为不符合的，不得出台。",
    "补审查：review: {by: 单位, on: 日期, conclusion: 结论}；不符合的修改或者废止，记在 cleanup 里。",
    "== data/policies/zc-a1.yaml\nname: 示例·支持办法\nsample: true\nnumber: 示政办发〔2026〕9号\n"
    "issuer: 示例市人民政府办公室\nmaker: 部门\ndrafter: 甲县\nissued: »2026-05-06«\n",
)
SQL = """
SELECT p.file, '/issued' AS at, p.id AS record, 'issued' AS field, p.issued AS day,
       CASE WHEN p."review.conclusion" IS NULL THEN '没有公平竞争审查' ELSE '公平竞争审查的结论是不符合' END AS state
FROM policy p
WHERE p.issued <= :today AND coalesce(p."review.conclusion", '不符合') = '不符合' AND coalesce(p.draft, 0) = 0
  AND (p."in_force.until" IS NULL OR p."in_force.until" >= :today)
  AND NOT EXISTS (SELECT 1 FROM cleanup c WHERE c.record = p.id AND c.result IN ('废止', '失效') AND c."on" <= :today)
"""
MESSAGE = "{day} 印发，{state}"
HINT = "补 review；不符合的修改或者废止，记在 cleanup 里"
