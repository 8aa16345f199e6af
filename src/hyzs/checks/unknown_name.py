"""Every name is somebody's."""

from hyzs.checks._placed import placed
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "unknown-name",
    Severity.error,
    "引用的名称在库里找不到。",
    "对不上号的名称，既查不到该谁负责，也不会出现在谁的清单里。",
    "照提示改成库里已有的名称；确实是新的，先登记它。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\nlead: »市商物局«\n",
)
# While a file of a kind cannot be read, names of that kind may well stand in it: only the file is told.
SQL = f"""
WITH unknown AS MATERIALIZED (
  SELECT text, kinds FROM called WHERE id IS NULL
), {placed("unknown")}, unread AS MATERIALIZED (
  SELECT DISTINCT k.name FROM finding f JOIN kind k ON k.home = f.kind
  WHERE f.severity = 'error' AND f.record NOT IN (SELECT id FROM record)
)
SELECT m.file, m.at, m.record, m.field, m.on_key, m.text, m.text AS near, m.kinds AS near_kinds,
       coalesce((SELECT k.label FROM kind k WHERE k.name = m.kinds), '名称') AS label
FROM (
  SELECT file, at, record, field, on_key, text, kinds FROM mention WHERE text IN (SELECT text FROM unknown)
  UNION ALL SELECT file, at, record, field, on_key, text, kinds FROM placed
) m JOIN unknown c ON c.text = m.text AND c.kinds = m.kinds
WHERE NOT EXISTS (SELECT 1 FROM unread u WHERE instr('|' || m.kinds || '|', '|' || u.name || '|') > 0)
"""
MESSAGE = "没有叫“{text}”的{label}"
HINT = "改成库里已有的名称，或先登记它"
