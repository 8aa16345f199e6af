"""A result is shown for as many days as its scheme asks for before it is published."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "edition-notice-short",
    Severity.error,
    "公示的天数不够评价办法写的公示期。",
    "公示期是给当事单位看和申诉的；少一天，结果就站不住。",
    "把 until 改到够的那一天；公示当天算第一天，工作日照日历数。",
    "== data/editions/2026/f26-a1.yaml\nname: 示例·评价结果\nsample: true\nof: zb-2026\nperiod: 2026-Q3\n"
    "data: {commit: 3f2a, hyzs: 0.4.0, day: 2026-10-10, sha256: 9c41}\nnotice: {days: 5, of: 工作日}\n"
    "events: [{on: 2026-10-12, do: 草案}, {on: 2026-10-12, do: 公示, until: »2026-10-15«}]\n",
)
SQL = ""
MESSAGE = "公示期 {length}，{on} 起要到 {end}，写的是 {until}"
HINT = "改为 until: {end}"
