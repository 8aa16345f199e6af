"""No term of a fund asks where a firm or the fund is registered."""

from hyzs.checks._lint import HITS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "fund-register",
    Severity.warning,
    "基金条款里有注册地要求。",
    "国办发〔2025〕1号（十七）：不得以注册地限制。按词查的，看原文为准。",
    "核对条款；取消了的写明“不设注册地要求”。",
    "== data/offers/a.yaml\n- id: jj-a1\n  name: 示例·基金\n  sample: true\n  form: 基金\n  basis: 示例\n  unit: 甲县\n"
    "  terms: [»被投企业须迁入本市注册«]\n",
)
SQL = f"{HITS} AND l.article = 'fund-register'"
MESSAGE = "{place}：{words}"
HINT = "核对条款；取消了的写明“不设注册地要求”"
