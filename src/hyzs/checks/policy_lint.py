"""No sentence of a policy touches an article by which policies are reviewed for fair competition."""

from hyzs.checks._lint import HITS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "policy-lint",
    Severity.warning,
    "政策条款里有要看一看的话：可能涉及公平竞争审查条例的某一条。",
    "涉及的条款要在公平竞争审查里说清楚。按词查的，命中不等于违规，零命中不等于合规。",
    "请审查的单位看；看过没有问题的，在那一行写 # hyzs: allow policy-lint 和审查文号。",
    "== data/policies/zc-a1.yaml\nname: 示例·上市奖励办法\nsample: true\nnumber: 示政办发〔2026〕9号\n"
    "issuer: 示例市人民政府办公室\nmaker: 部门\ndrafter: 甲县\nissued: 2026-05-06\ntexts:\n"
    "  - {n: 第三条, text: »企业享受奖励前须承诺五年内注册地不迁出我县。«}\n",
)
SQL = f"{HITS} AND l.of = 'policy'"
MESSAGE = "可能涉及{place}（{title}）：{words}"
HINT = "请审查的单位看；hyzs lint {record} 看全文，--all 连否定、除外的也列"
