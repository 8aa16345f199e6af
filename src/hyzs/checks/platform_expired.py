"""No innovation platform may be listed after its last day."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "platform-expired",
    Severity.warning,
    "创新平台的有效期过了，没有续上。",
    "过期的平台还当有效的算，政策条件就会认错。",
    "核对公布的名单：续上的再写一条，没有续的不用改，报表里标已过期。",
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\nfirm_labels: [{name: 重点实验室, platform: 市}]\n"
    "== data/investors/a.yaml\n- {id: shili-a, name: 示例·甲公司, sample: true,"
    " labels: [{label: 重点实验室, since: 2023-01-01, until: »2025-12-31«}]}\n",
)
SQL = """
SELECT l.file, l.at || '/until' AS at, l.record, 'labels.until' AS field, l.label, l.until AS day
FROM firm_label l JOIN firm_label_term t ON t.name = l.label AND t.platform IS NOT NULL
WHERE l.until < :today AND NOT EXISTS (
    SELECT 1 FROM firm_label n WHERE n.file = l.file AND n.item = l.item AND n.label = l.label
      AND (n.until IS NULL OR n.until > l.until))
"""
MESSAGE = "“{label}”到 {day} 为止，没有续上"
HINT = "核对公布的名单；续上的再写一条"
