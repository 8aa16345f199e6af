"""Assertions are about kinds, fields and names that there are."""

from hyzs.checks._setting_assertions import CHOSEN, SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "assertion-unknown",
    Severity.error,
    "设置里的断言写了不存在的记录种类、字段或名称。",
    "写错的断言什么也查不到，却让人以为查了。",
    "照提示改；hyzs schema --all 列出各种记录的字段。",
    f"{SETTINGS}assertions: [{{of: 项目, field: »land.area«, filled: 95%}}]\n",
)
SQL = f"""
WITH {CHOSEN}, wrong AS (
    SELECT a.file, a.at || '/of' AS at, a.record, 'assertions.of' AS field, '没有叫“' || a.of || '”的记录' AS said,
           '写英文名或中文名，例如 project 或 项目' AS todo, 0 AS consequence
    FROM assertion a WHERE NOT EXISTS (SELECT 1 FROM kind k WHERE a.of IN (k.name, k.label) AND k.folder IS NOT NULL)
    UNION ALL
    SELECT a.file, a.at || '/field', a.record, 'assertions.field', '没有“' || a.about || '”这个字段',
           'hyzs schema ' || a.kind || ' 列出所有字段', 0
    FROM asserted a
    WHERE a.about IS NOT NULL AND NOT EXISTS (SELECT 1 FROM field f WHERE f.kind = a.kind AND f.name = a.about)
    UNION ALL
    SELECT a.file, a.at || '/field', a.record, 'assertions.field', '“' || a.about || '”不是日期',
           'within 要写日期字段', 0
    FROM asserted a JOIN field f ON f.kind = a.kind AND f.name = a.about
    WHERE a.within IS NOT NULL AND (f.type <> 'date' OR f.many = 1)
    UNION ALL
    SELECT a.file, p.at, a.record, 'assertions.where',
           CASE WHEN f.name IS NULL THEN '没有“' || p.key || '”这个字段'
                WHEN coalesce(f.refs, '') = '' THEN '“' || p.key || '”不是写名称的字段，不能作条件'
                ELSE '“' || p.key || '”里没有叫“' || p.text || '”的' END,
           '条件写成 字段: 名称，例如 tier: 重大、county: 甲县',
           EXISTS (SELECT 1 FROM unread u WHERE instr('|' || f.refs || '|', '|' || u.name || '|') > 0)
    FROM asserted a
    JOIN pair p ON p.file = a.file AND p.owner = a.seq AND p.field = 'assertions.where'
    LEFT JOIN field f ON f.kind = a.kind AND f.name = p.key
    WHERE EXISTS (SELECT 1 FROM condition c WHERE c.seq = a.seq AND c.key = p.key AND c.id IS NULL)
)
SELECT file, "at", record, field, said, todo, consequence FROM wrong
"""
MESSAGE = "断言查不了：{said}"
HINT = "{todo}"
