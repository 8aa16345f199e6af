"""A price is in the unit of its factor, or in one that converts to it."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "tariff-unit",
    Severity.error,
    "要素价格的单位不是这个要素的计价单位，也没有写怎么折算。",
    "元/吨和元/立方米、月和年混在一起比，谁便宜就说不清。",
    "换算成要素的计价单位；能折算的写进设置里 factors 的 conversions。",
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\nunit_types: [{name: 县市区}, {name: 政府部门}, {name: 群体}]\n"
    "factors: [{name: 天然气, unit: 元/立方米}]\n"
    "== data/tariffs/a.yaml\n- {id: jg-a1, sample: true, of: 甲县, factor: 天然气, low: 3, unit: »元/千克«,"
    " basis: 示例, source: 示例}\n",
)
SQL = """
SELECT t.file, t.at || '/unit' AS at, t.id AS record, 'unit' AS field, t.unit, t.factor, f.unit AS own
FROM tariff t JOIN factor f ON f.name = t.factor
WHERE t.unit <> f.unit AND NOT EXISTS (
    SELECT 1 FROM unit_conversion c WHERE c.file = f.file AND c.owner = f.seq AND c.unit = t.unit)
"""
MESSAGE = "{factor}按{own}计价，这里写的是{unit}，折不成"
HINT = "换算成{own}；能折算的写进设置里 factors 的 conversions"
