"""An agreement that was signed at an event bears a day of the event, or one close to it."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "event-contract",
    Severity.warning,
    "协议写的活动和签订日期对不上：离活动太远。",
    "签约记在活动的成果里，日期差得远，多半是记错了活动。",
    "核对协议的 event 和 on；允许差几天见设置的 counts.around。",
    "== data/events/e26-a1.yaml\nname: 示例·甲会\nsample: true\ntype: 推介会\non: {from: 2026-03-10, to: 2026-03-11}\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\n"
    "agreements:\n  - {type: 正式合同, on: 2026-05-06, amount: 100, event: »示例·甲会«}\n",
)
SQL = """
SELECT a.file, a.at || '/event' AS at, a.record, a.field || '.event' AS field, e.name, a."on" AS signed,
       e."on.from" AS first, coalesce(e."on.to", e."on.from") AS last
FROM agreement a JOIN resolved_name n ON n.text = a.event AND n.kinds = 'event' JOIN event e ON e.id = n.id
LEFT JOIN settings s ON 1 = 1
WHERE NOT julianday(a."on") BETWEEN julianday(e."on.from") - coalesce(s."counts.around", 7)
                                AND julianday(coalesce(e."on.to", e."on.from")) + coalesce(s."counts.around", 7)
"""
MESSAGE = "{signed} 签的，“{name}”是 {first} 至 {last}"
HINT = "核对是不是在这场活动上签的"
