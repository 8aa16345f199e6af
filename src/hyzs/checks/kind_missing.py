"""A kind of records that others name is not missing as a whole."""

from hyzs.checks._missing_kinds import MISSING
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "kind-missing",
    Severity.error,
    "别的记录引用了某一种记录，库里却一条也没有。",
    "多半是文件夹被误删，或者合并、拷贝时漏了；由它引起的几百个“找不到”不逐个列出。",
    "从 git 里恢复那个文件夹，例如 git restore data/units；确实还没有登记的，登记第一条。",
)
# Where some of its files cannot be read, or are not checked out, that is told instead.
SQL = f"""
WITH {MISSING}
SELECT NULL AS file, 'data/' || h.folder AS path, '' AS record, '' AS field, h.folder, h.label,
       sum(m.places) AS places, sum(m.names) AS names, max(m.example) AS example
FROM (SELECT DISTINCT x.*, k.home FROM missing x JOIN kind k ON instr('|' || x.kinds || '|', '|' || k.name || '|') > 0
     ) m JOIN kind h ON h.name = m.home
WHERE h.name NOT IN (SELECT name FROM unread)
GROUP BY h.folder, h.label ORDER BY h.folder
"""
MESSAGE = "data/{folder} 里一条{label}也没有，却有 {places} 处引用了 {names} 个名称，例如“{example}”"
HINT = "误删的从 git 里恢复：git restore data/{folder}；还没有登记的，先登记"
