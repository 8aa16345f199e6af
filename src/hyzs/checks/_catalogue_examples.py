"""Example stores of the rules on the catalogue."""

SETTINGS = (
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 策划}, {name: 签约}]\nunit_types: [{name: 县市区}, {name: 政府部门}, {name: 群体}]\n"
)
#: The settings of a catalogue of planned projects that are studied.
CATALOGUE = (
    f"{SETTINGS}catalogue:\n  where: 阶段=策划\n  requires: [{{where: study.feasibility.done=true, why: 未论证}}]\n"
    "  signed: 签约\n  stale_days: 365\n  source: 示例\n"
)
#: A planned project; its file goes on behind it.
PLANNED = (
    "== data/projects/p26-a1.yaml\nname: {start}示例·甲项目{end}\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "milestones: {{策划: 2025-01-05}}\n"
)
