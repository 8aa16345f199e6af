"""A list of units names each of them once."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "named-twice",
    Severity.warning,
    "同一个单位在一份名单里列了两次：牵头单位、责任单位、专班、协办单位，或群体的成员。",
    "多半是抄错，漏了另一个单位；简称和全称各写一次，也是同一个单位。",
    "去掉一个，或改成原文里的另一个单位；方案原文就是这样的，写注释 # hyzs: allow named-twice 理由。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "responsible: [市招商局, 市发改委, »某市招商局«]\n",
)
# The clauses of a measure are one list; a group beside its member is no repetition, and a list may end in the same
# group as another (``of``). Who held a duty at different times may be the same: each is compared with how far those
# reach that began before it.
SQL = """
WITH other AS MATERIALIZED (
    SELECT c.text FROM resolved_name c WHERE c.text <> c.name AND instr('|' || c.kinds || '|', '|unit|') > 0
), suspect AS MATERIALIZED (
    SELECT m.file, m.record, m.subject_kind, m.subject_id, m.field
    FROM all_mention m
    WHERE (m.duty IN ('lead', 'responsible', 'taskforce', 'assist') OR m.kind = 'unit' AND m.field = 'members.unit')
      AND m.field NOT LIKE '%.of' AND m.on_key = 0
    GROUP BY m.file, m.record, m.subject_kind, m.subject_id, m.field
    HAVING count(*) > count(DISTINCT m.text) OR count(*) > 1 AND max(m.text IN other)
), listed AS (
    SELECT r.file, r.at, r.record, r.field, r.text, coalesce(r.since, '') AS since, r.target,
           count(*) OVER (PARTITION BY r.file, r.record, r.subject_kind, r.subject_id, r.field, r.target, r.text
                          ORDER BY coalesce(r.since, ''), length(r.at), r.at ROWS UNBOUNDED PRECEDING) AS same,
           min(r.text) OVER before AS other, max(coalesce(r.until, '9999')) OVER before AS reached
    FROM suspect s
    CROSS JOIN mention r WHERE r.file = s.file AND r.record = s.record AND r.field = s.field
        AND r.subject_kind = s.subject_kind AND r.subject_id = s.subject_id
    WINDOW before AS (PARTITION BY r.file, r.record, r.subject_kind, r.subject_id, r.field, r.target
                      ORDER BY coalesce(r.since, ''), length(r.at), r.at
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT file, "at", record, field, text,
       CASE WHEN same > 1 THEN '在同一份名单里列了两次'
            ELSE '和同一份名单里的“' || other || '”是同一个单位' END AS twice
FROM listed WHERE target IS NOT NULL AND reached >= since
"""
MESSAGE = "“{text}”{twice}"
HINT = "去掉一个，或改成漏写的单位"
