"""A policy that is in force has been published."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "policy-unpublished",
    Severity.warning,
    "已经施行的政策没有写公布日期。",
    "民营经济促进法第四十六条：优惠政策的适用范围、标准、条件和程序要公布；公布期限和逾期几天见 hyzs report todo。",
    "公布以后写 published: {on: 日期, url: 网址}。",
    "== data/policies/zc-a1.yaml\nname: 示例·支持办法\nsample: true\nnumber: 示政办发〔2026〕9号\n"
    "issuer: 示例市人民政府办公室\nmaker: 部门\ndrafter: 甲县\nissued: »2026-05-06«\n"
    "review: {by: 甲县, on: 2026-04-01, conclusion: 符合}\n",
)
SQL = """
SELECT p.file, '/issued' AS at, p.id AS record, 'issued' AS field,
       coalesce(p."in_force.since", p.issued) AS day
FROM policy p
WHERE coalesce(p."in_force.since", p.issued) < :today AND p."published.on" IS NULL AND coalesce(p.draft, 0) = 0
  AND NOT EXISTS (SELECT 1 FROM cleanup c WHERE c.record = p.id AND c.result IN ('废止', '失效') AND c."on" <= :today)
"""
MESSAGE = "自 {day} 施行，没有写公布日期"
HINT = "公布以后写 published: {{on: 日期, url: 网址}}"
