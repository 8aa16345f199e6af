"""A price without an end is no older than the settings say."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "tariff-old",
    Severity.warning,
    "要素价格太旧：起期已经过了设置里写的月数，又没有止期。",
    "旧价格算出来的账会误导企业。",
    "向园区核对；没有变的，把 since 改成新的公布日期。",
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\nunit_types: [{name: 县市区}, {name: 政府部门}, {name: 群体}]\n"
    "factors: [{name: 天然气, unit: 元/立方米}]\ntariffs: {old_months: 12, source: 示例}\n"
    "== data/tariffs/a.yaml\n- {id: jg-a1, sample: true, of: 甲县, factor: 天然气, low: 3, unit: 元/立方米,"
    " since: »2024-06-01«, basis: 示例, source: 示例}\n",
)
#: Months since year 0.
_MONTHS = "CAST(substr({day}, 1, 4) AS INTEGER) * 12 + CAST(substr({day}, 6, 2) AS INTEGER)"
SQL = f"""
SELECT t.file, t.at || '/since' AS at, t.id AS record, 'since' AS field, t.of, t.factor, t.since AS day,
       s."tariffs.old_months" AS months
FROM tariff t JOIN settings s ON s."tariffs.old_months" IS NOT NULL
WHERE t.until IS NULL AND coalesce(t.draft, 0) = 0
  AND {_MONTHS.format(day=":today")} - ({_MONTHS.format(day="t.since")}) > s."tariffs.old_months"
"""
MESSAGE = "{of}{factor}是 {day} 的价格，过了 {months} 个月"
HINT = "向园区核对；没有变的，把 since 改成新的公布日期"
