"""A grant is no more than what its offer can give."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "grant-over",
    Severity.error,
    "兑现的金额超过了支持事项的最高额或定额。",
    "多付的要追回；多半是单位写错(元当成万元)。",
    "核对金额，单位是万元；标准变了的，先改支持事项的 amount。",
    "== data/investors/firms.yaml\n- {id: firm-a1, name: 示例·甲公司, sample: true}\n"
    "== data/offers/offers.yaml\n- {id: sb-a1, name: 示例·甲事项, sample: true, form: 奖补, unit: 甲县, basis: 示例, "
    "amount: {fixed: 20}}\n"
    "== data/grants/2026/g26-a1b2.yaml\nfirm: 示例·甲公司\noffer: 示例·甲事项\nsample: true\nunit: 甲县\n"
    "period: 2026\namount: »200000«\n",
)
SQL = """
SELECT g.file, g.at || '/amount' AS at, g.id AS record, 'amount' AS field, g.amount, g.offer,
       coalesce(o."amount.cap", o."amount.fixed") AS most
FROM "grant" g JOIN offer o ON o.name = g.offer
WHERE g.amount > coalesce(o."amount.cap", o."amount.fixed")
"""
MESSAGE = "{amount} 万元，超过“{offer}”的 {most} 万元"
HINT = "核对金额和单位；标准变了的，先改支持事项的 amount"
