"""A grant must be pushed or applied for within the days of its offer."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "offer-expired-granted",
    Severity.error,
    "支持事项不在有效期里，还推送或者申报了。",
    "过期的政策不能再兑现；给了要追回。",
    "核对日期；延期的，先改支持事项的 until 和依据。",
    "== data/investors/firms.yaml\n- {id: firm-a1, name: 示例·甲公司, sample: true}\n"
    "== data/offers/offers.yaml\n- {id: sb-a1, name: 示例·甲事项, sample: true, form: 奖补, unit: 甲县, basis: 示例, "
    "until: 2026-03-31}\n"
    "== data/grants/2026/g26-a1b2.yaml\nfirm: 示例·甲公司\noffer: 示例·甲事项\nsample: true\nunit: 甲县\n"
    "period: 2026\nevents:\n  - {on: »2026-05-06«, do: 推送}\n",
)
SQL = """
SELECT a.file, a.at || '/on' AS at, a.record, a.field, a."on" AS day, a.do, g.offer,
       coalesce(o.since, '起初') AS since, coalesce(o.until, '现在') AS until
FROM grant_act a JOIN "grant" g ON g.file = a.file AND g.id = a.record JOIN offer o ON o.name = g.offer
WHERE a.do IN ('推送', '申报') AND (a."on" < o.since OR a."on" > o.until)
"""
MESSAGE = "“{offer}”从 {since} 到 {until}，{day} 不在里面，却{do}了"
HINT = "核对日期；延期的，先改支持事项的 until"
