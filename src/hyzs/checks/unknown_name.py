"""Every name that refers to a record must be that of a record."""

from hyzs.checks._missing_kinds import MISSING
from hyzs.checks._term_places import places_of_terms
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "unknown-name",
    Severity.error,
    "引用的名称在库里找不到。",
    "对不上号的名称，既查不到该谁负责，也不会出现在谁的清单里。",
    "照提示改成库里已有的名称；确实是新的，先登记它。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\nlead: »市招伤局«\n",
)
# While a file of a kind cannot be read, or the whole kind is missing, names of that kind may well stand there.
SQL = f"""
WITH nameless AS MATERIALIZED (
  SELECT text, kinds FROM unknown
), {places_of_terms("nameless")}, {MISSING}, excused AS MATERIALIZED (
  SELECT x.kinds FROM (SELECT DISTINCT kinds FROM nameless) x
  WHERE EXISTS (SELECT 1 FROM unread u WHERE instr('|' || x.kinds || '|', '|' || u.name || '|') > 0)
     OR EXISTS (SELECT 1 FROM missing m WHERE instr('|' || x.kinds || '|', '|' || m.kinds || '|') > 0)
)
SELECT m.file, m.at, m.record, m.field, m.on_key, m.text, m.text AS near, m.kinds AS near_kinds,
       coalesce((SELECT k.label FROM kind k WHERE k.name = m.kinds), '名称') AS label,
       m.kinds IN (SELECT kinds FROM excused) AS consequence
FROM (
  SELECT m.file, m.at, m.record, m.field, m.on_key, m.text, m.kinds
  FROM nameless c CROSS JOIN mention m WHERE m.text = c.text AND m.kinds = c.kinds
  UNION ALL SELECT file, "at", record, field, on_key, text, kinds FROM placed
  WHERE (text, kinds) IN (SELECT text, kinds FROM nameless)
) m
"""
MESSAGE = "没有叫“{text}”的{label}"
HINT = "改成库里已有的名称，或先登记它"
