"""A field is filled in as many of the records as the settings assert."""

from hyzs.checks._setting_assertions import CHOSEN, SETTINGS
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "assert-filled",
    Severity.error,
    "某个字段的填写率低于设置断言的下限。",
    "少数几条可以暂缺，缺得多了，按这个字段作的汇总就不能用。",
    "照提示补上缺的记录；下限定得不合适，改 settings.yaml 的 assertions。",
    f"{SETTINGS}assertions: [{{of: 项目, where: {{tier: 重大}}, field: land.area_mu, filled: »95%«}}]\n"
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 重大\ncounty: 甲县\n",
)
SQL = f"""
WITH {CHOSEN}, marked AS (
    SELECT a.seq, c.id, instr(c.filled, '|' || a.about || '|') > 0 AS has
    FROM judged a JOIN chosen c ON c.seq = a.seq WHERE a.filled IS NOT NULL
), counted AS (
    SELECT m.seq, count(*) AS present, sum(m.has) AS has FROM marked m GROUP BY m.seq
)
SELECT a.file, a.at || '/filled' AS at, a.record, 'assertions.filled' AS field, a.called, a.about_label,
       a.filled AS asserted, n.present, n.has, n.has * 100 / n.present AS rate,
       (SELECT group_concat(x.id, '、') FROM (
            SELECT m.id FROM marked m WHERE m.seq = a.seq AND m.has = 0 ORDER BY m.id LIMIT 5) x)
       || CASE WHEN n.present - n.has > 5 THEN ' 等 ' || (n.present - n.has) || ' 条' ELSE '' END AS lacking,
       a.kind IN (SELECT name FROM unread) AS consequence
FROM judged a JOIN counted n ON n.seq = a.seq
WHERE n.has * 100 < a.filled * n.present
"""
MESSAGE = "{called}的“{about_label}”填了 {has}/{present}(约 {rate}%)，断言不低于 {asserted}%"
HINT = "没有填的：{lacking}"
