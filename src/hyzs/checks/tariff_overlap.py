"""A place has one price of a factor for a use on a day."""

from hyzs.model.finding import Rule, Severity

_ROW = (
    "- {id: jg-a%s, sample: true, of: 甲县, factor: 天然气, low: %s, unit: 元/立方米, %s, basis: 示例, source: 示例}\n"
)
RULE = Rule(
    "tariff-overlap",
    Severity.warning,
    "同一个地方、同一种要素、同一档用量，同一天有两个价格。",
    "两个价格都算，一年的账就算不准。",
    "前一个写上止期 until，或者写明各自的用量、时段。",
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\nunit_types: [{name: 县市区}, {name: 政府部门}, {name: 群体}]\n"
    "factors: [{name: 天然气, unit: 元/立方米}]\n"
    "== data/tariffs/a.yaml\n"
    + _ROW % (1, "3.6", "since: 2026-01-01")
    + _ROW.replace("jg-a%s", "»jg-a%s«") % (2, "3.5", "since: 2026-07-01"),
)
SQL = """
SELECT t.file, t.at || '/id' AS at, t.id AS record, 'id' AS field, t.of, t.factor, min(o.id) AS other
FROM tariff t JOIN tariff o ON o.of = t.of AND o.factor = t.factor AND coalesce(o.band, '') = coalesce(t.band, '')
  AND o.id < t.id
WHERE t.low IS NOT NULL AND o.low IS NOT NULL AND coalesce(t.draft, 0) = 0 AND coalesce(o.draft, 0) = 0
  AND coalesce(o.since, '') <= coalesce(t.until, '9999') AND coalesce(t.since, '') <= coalesce(o.until, '9999')
  AND (o."from" IS NULL OR t."to" IS NULL OR o."from" < t."to")
  AND (t."from" IS NULL OR o."to" IS NULL OR t."from" < o."to")
GROUP BY t.file, t.at
"""
MESSAGE = "{of}{factor}和 {other} 在同一天有两个价格"
HINT = "前一个写上 until，或者写明用量 from、to，时段 band"
