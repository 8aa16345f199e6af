"""An event of a type that counts people must say how many each unit sent."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "event-people",
    Severity.warning,
    "要写人数的活动没有写各单位去了几个人。",
    "人次、人天由举办方的一份记录统计；没有人数，就说不清哪个单位一个人也没有派。",
    "写 people: [{unit: 单位, count: 人数}]；姓名不写进来。",
    "== data/settings.yaml\nid: base\nname: 测试库\n"
    "week: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\ncadence: {default: weekly}\n"
    "tiers: [{name: 重大}, {name: 重点}, {name: 一般}]\nstages: [{name: 线索}, {name: 在谈}]\n"
    "event_types: [{name: 培训研修, people: true}]\n"
    "== data/events/e26-a1.yaml\nname: 示例·研修班\nsample: true\ntype: »培训研修«\non: 2026-03-10\n",
)
SQL = """
SELECT e.file, e.at || '/type' AS at, e.id AS record, 'type' AS field, e.type
FROM event e JOIN event_type t ON t.name = e.type
WHERE t.people = 1 AND e."cancelled.on" IS NULL AND coalesce(e.draft, 0) = 0
  AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.file = e.file AND a.item = e.item)
"""
MESSAGE = "{type}没有写各单位的人数"
HINT = "写 people: [{{unit: 单位, count: 人数}}]"
