"""A project that was passed on says how both places share."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "sharing-missing",
    Severity.warning,
    "项目已经流转，设置里也有共享规则，项目没有写照哪一条。",
    "没有约定，只记首谈，不分数；到结算时两地各执一词。",
    "写 sharing: {rule: 规则名称, agreed: 日期}；不分的也写上 note 说明。",
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\n"
    "flows:\n  - {name: 流转, source: 示例, steps: [{do: 已流转, first: true, ends: true}]}\n"
    "sharings:\n  - name: 示例规则\n    basis: 示例\n    shares:\n"
    "      - {of: paid_in, label: 到位资金, mode: 分算, first: 50, host: 50}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 乙县\n"
    "transfers: »[{on: 2026-03-02, do: 已流转, by: 市发改委, from: 甲县, to: 乙县}]«\n",
)
SQL = """
SELECT p.file, p.at || '/transfers' AS at, p.id AS record, 'transfers' AS field, a."on" AS day
FROM project p JOIN act a ON a.record = p.id AND a.flow = '流转' AND a.do = '已流转' AND a.last = 1
WHERE p."sharing.rule" IS NULL AND EXISTS (SELECT 1 FROM sharing)
"""
MESSAGE = "{day} 已经流转，没有写照哪条共享规则"
HINT = "写 sharing: {{rule: 规则名称, agreed: 日期}}"
