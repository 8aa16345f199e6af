"""A person who answers for a unit must hold a post there."""

from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "officer-post",
    Severity.warning,
    "单位的责任人如今在这个单位没有任职。",
    "人已经调走，催办单还会写着他的名字。",
    "换成现任的人，或给人员补上在这个单位的任职。",
    "== data/people/z.yaml\n- {id: zhao, name: 示例·赵副局长, sample: true, posts:"
    " [{post: 副局长, unit: 市工信局, until: 2026-06-30}]}\n"
    "== data/units/z.yaml\n- {id: sjj, name: 市数据局, type: 政府部门, files: true, officers:"
    " [{role: 分管负责人, person: »示例·赵副局长«}]}\n",
)
# A post without a unit is a city leader's: it is held everywhere.
SQL = f"""
SELECT o.file, o.at || '/person' AS at, o.record, 'officers' AS field, p.name AS person, u.name AS unit,
       EXISTS (SELECT 1 FROM post q WHERE q.record = p.id AND q.unit IN (SELECT text FROM unknown)) AS consequence
FROM officer o
JOIN unit u ON u.id = o.record AND u.file = o.file
JOIN person p ON p.name = o.person
WHERE {in_force("o", ":today")}
  AND EXISTS (SELECT 1 FROM post q WHERE q.record = p.id)
  AND NOT EXISTS (
    SELECT 1 FROM post q WHERE q.record = p.id AND (q.unit IS NULL OR q.unit = u.name)
      AND {in_force("q", ":today")})
"""
MESSAGE = "{person}如今在{unit}没有任职"
HINT = "换成现任的人，或补上他在这个单位的任职"
