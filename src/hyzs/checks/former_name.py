"""A former name must not be used after the day on which it was given up."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "former-name",
    Severity.warning,
    "停用之后还在用曾用名。",
    "曾用名照样认得，但新写的记录用旧名，印出来的清单就不一致。",
    "改成现用名；旧名停用之前的周填报、旧名停用之前已结束的任期不用改。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\nlead: »市引资局«\n",
)
SQL = """
SELECT m.file, m.at, m.record, m.field, m.on_key, m.text, n.until, n.called
FROM name n
JOIN mention m ON m.text = n.text AND instr('|' || m.kinds || '|', '|' || n.kind || '|') > 0
JOIN record r ON r.id = m.record AND r.file = m.file
WHERE n.how = 'former' AND n.until < :today
  AND (m.until IS NULL OR m.until > n.until)
  AND (r.monday IS NULL OR r.monday > n.until)
"""
MESSAGE = "“{text}”只用到 {until}，现在叫“{called}”"
HINT = "改为：{called}"
FIX = "{called}"
