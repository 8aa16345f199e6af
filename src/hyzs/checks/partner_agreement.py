"""A partner of a sort that works by contract has one."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "partner-agreement",
    Severity.warning,
    "须有协议的伙伴(如招商中介)没有写协议。",
    "没有协议，义务、费用和期限都没有凭据。",
    "写 agreement: {on: 签订日期, until: 到期, duties: […], fee: 费用}。",
    "== data/settings.yaml\nid: base\nname: 测试库\n"
    "week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\ncadence: {default: weekly}\n"
    "tiers: [{name: 重大}, {name: 重点}, {name: 一般}]\nstages: [{name: 线索}, {name: 在谈}]\n"
    "partner_types: [{name: 招商中介, agreement: true}]\n"
    "== data/partners/a.yaml\n- {id: pt-a, name: 示例·某中介, sample: true, type: »招商中介«}\n",
)
SQL = """
SELECT p.file, p.at || '/type' AS at, p.id AS record, 'type' AS field, p.type
FROM partner p JOIN partner_type t ON t.name = p.type
WHERE t.agreement = 1 AND p."agreement.on" IS NULL AND p.ended IS NULL AND coalesce(p.draft, 0) = 0
"""
MESSAGE = "{type}没有写协议"
HINT = "写 agreement: {{on: 签订日期, …}}"
