"""No support is still offered by a policy whose time is over."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "policy-expired",
    Severity.warning,
    "支持事项依据的政策已经过了有效期，或者清理时废止、失效了。",
    "照过期的政策给钱没有依据。",
    "事项写上止期 until；政策延期了就改 in_force.until。",
    "== data/policies/zc-a1.yaml\nname: 示例·支持办法\nsample: true\nnumber: 示政办发〔2026〕9号\n"
    "issuer: 示例市人民政府办公室\nmaker: 部门\ndrafter: 甲县\nissued: 2024-05-06\n"
    "in_force: {since: 2024-06-01, until: 2026-05-31}\npublished: {on: 2024-05-07}\n"
    "review: {by: 甲县, on: 2024-04-01, conclusion: 符合}\n"
    "== data/offers/a.yaml\n- id: tx-a1\n  name: 示例·贴息\n  sample: true\n  form: 贴息\n  unit: 甲县\n"
    "  policy: »示政办发〔2026〕9号«\n",
)
SQL = """
WITH ended AS (
    SELECT p.name, p."in_force.until" AS day FROM policy p WHERE p."in_force.until" < :today
    UNION
    SELECT p.name, c."on" FROM policy p JOIN cleanup c ON c.record = p.id
    WHERE c.result IN ('废止', '失效') AND c."on" <= :today
)
SELECT o.file, o.at || '/policy' AS at, o.id AS record, 'policy' AS field, o.name, e.name AS policy, min(e.day) AS day
FROM offer o JOIN ended e ON e.name = o.policy
WHERE (o.until IS NULL OR o.until > e.day) AND (o.until IS NULL OR o.until >= :today) AND coalesce(o.draft, 0) = 0
GROUP BY o.file, o.at
"""
MESSAGE = "{name}还在办，依据的“{policy}”到 {day} 为止"
HINT = "写上止期 until，或者改政策的有效期"
