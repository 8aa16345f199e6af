"""Every unit must be named by a record, be a member or parent of another unit, or file returns."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "unused-unit",
    Severity.warning,
    "登记了一个谁也没有提到的单位。",
    "没有举措、任务、项目提到它，也不在群体里、不填报：多半是名称登记错了，或者漏分了任务。",
    "核对名称；确实用不着就删去。",
    "== data/units/z.yaml\n- {id: swj2, name: »市水文局«, type: 政府部门}\n",
)
SQL = """
SELECT u.file, u.at || '/name' AS at, u.id AS record, 'name' AS field, u.name,
       EXISTS (SELECT 1 FROM unread) AS consequence
FROM unit u
WHERE u.files = 0 AND coalesce(u.draft, 0) = 0 AND (u.until IS NULL OR u.until >= :today)
  AND NOT EXISTS (
    SELECT 1 FROM name n JOIN mention m ON m.text = n.text AND m.record <> u.id
    WHERE n.id = u.id AND n.kind = 'unit' AND instr('|' || m.kinds || '|', '|unit|') > 0)
"""
MESSAGE = "没有任何记录提到“{name}”，它也不填报"
HINT = "核对名称，或删去"
