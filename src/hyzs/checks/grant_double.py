"""A firm is granted a support once in a period."""

from hyzs.model.finding import Rule, Severity

_GRANT = (
    "firm: 示例·甲公司\noffer: 示例·甲事项\nsample: true\nunit: 甲县\nperiod: {}\n"
    "events: [{{on: 2026-05-06, do: 推送}}]\n"
)
RULE = Rule(
    "grant-double",
    Severity.error,
    "同一家企业、同一个事项、同一个时段，记了两次兑现。",
    "会付两次钱，覆盖面也会多算。",
    "核对哪一条是真的，另一条删去，或者记 放弃、不符。",
    "== data/investors/firms.yaml\n- {id: firm-a1, name: 示例·甲公司, sample: true}\n"
    "== data/offers/offers.yaml\n- {id: sb-a1, name: 示例·甲事项, sample: true, form: 奖补, unit: 甲县, basis: 示例}\n"
    f"== data/grants/2026/g26-a1b2.yaml\n{_GRANT.format('2026')}"
    f"== data/grants/2026/g26-c3d4.yaml\n{_GRANT.format('»2026«')}",
)
SQL = """
WITH live AS MATERIALIZED (
    SELECT g.file, g.at, g.id, g.firm, g.offer, g.period FROM "grant" g
    WHERE NOT EXISTS (
        SELECT 1 FROM grant_act a WHERE a.file = g.file AND a.record = g.id AND a.do IN ('放弃', '不符', '追回')
          AND NOT EXISTS (SELECT 1 FROM grant_act b WHERE b.file = a.file AND b.record = a.record AND b.pos > a.pos))
)
SELECT g.file, g.at || '/period' AS at, g.id AS record, 'period' AS field, g.firm, g.offer, g.period, min(o.id) AS other
FROM live g JOIN live o ON o.firm = g.firm AND o.offer = g.offer AND o.period = g.period AND o.id < g.id
GROUP BY g.file, g.at, g.id, g.firm, g.offer, g.period
"""
MESSAGE = "{firm}的“{offer}”{period}已经有 {other}"
HINT = "核对哪一条是真的，另一条删去，或者记 放弃、不符"
