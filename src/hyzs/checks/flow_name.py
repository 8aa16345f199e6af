"""A declared flow has a name of its own: that of one that is built in would make two of it."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "flow-name",
    Severity.error,
    "设置里的流程和程序自带的同名。",
    "程序认得自带流程的用语；同名的另一个，谁也不知道该照哪一个走。",
    "换一个名称；自带的流程不用写。",
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\n"
    "flows:\n  - name: »交办«\n    source: 示例\n    steps: [{do: 交办, first: true, ends: true}]\n",
)
SQL = """
SELECT d.file, d.at || '/name' AS at, d.record, d.field, d.name
FROM declared_flow d WHERE d.name IN (SELECT flow FROM built_step)
"""
MESSAGE = "“{name}”是程序自带的流程"
HINT = "换一个名称"
