"""Settings that name a field of a project name one that there is."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "setting-field",
    Severity.error,
    "设置里写的项目字段不存在。",
    "各阶段必填和指标上限按字段名去查，写错了，要么人人都缺，要么从不检查。",
    "照提示改；hyzs schema project 列出所有字段。",
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\n"
    "required: {在谈: [»investment.totl«]}\n",
)
SQL = """
WITH said AS (
    SELECT p.file, p.at, p.record, p.field, p.text FROM pair p WHERE p.kind = 'settings' AND p.field = 'required'
    UNION ALL
    SELECT i.file, i.at || '/cap', i.record, 'indicators.cap', i.cap FROM indicator i WHERE i.cap IS NOT NULL
)
SELECT s.file, s.at, s.record, s.field, s.text FROM said s
WHERE s.text NOT IN (SELECT f.name FROM field f WHERE f.kind = 'project')
"""
MESSAGE = "项目没有“{text}”这个字段"
HINT = "hyzs schema project 列出所有字段"
