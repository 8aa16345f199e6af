"""A project does not go on after an aspect of it was found wanting."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "opinion-veto",
    Severity.warning,
    "有一个方面研判不通过，项目还是往前推进了。",
    "方案第十九条要求先研判再推进；结论变了要有新的研判，不能跳过去。",
    "重新研判的加一条 checks，写明日期和结论；不该推进的写 states。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "investment: {total: 5000}\nmilestones: {签约: 2026-05-06}\n"
    "checks:\n  - {item: 投资实力, phase: 事前, on: 2026-03-02, by: 市招商局, result: »不通过«}\n",
)
SQL = """
SELECT k.file, k.at || '/result' AS at, k.record, k.field, k.item_ AS aspect, k."on" AS day, m.key_id AS stage,
       min(m."on") AS reached
FROM checked k JOIN milestone m ON m.file = k.file AND m.item = k.item AND m."on" > k."on" AND m."on" <= :today
WHERE k.result = '不通过' AND NOT EXISTS (
    SELECT 1 FROM checked n WHERE n.file = k.file AND n.item = k.item AND n.item_ = k.item_ AND n.pos > k.pos
      AND n."on" <= m."on"
)
GROUP BY k.file, k.at
"""
MESSAGE = "“{aspect}”{day} 研判不通过，{reached} 却到了“{stage}”"
HINT = "重新研判的加一条 checks"
