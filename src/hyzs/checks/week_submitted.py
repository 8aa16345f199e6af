"""A return is submitted in its week or later, and not in the future."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "week-submitted",
    Severity.error,
    "填报时间早于那一周的周一，或者还没有到。",
    "按时还是迟报就看填报时间，写错了，考核就错了。",
    "改正 submitted，或把文件移到正确的周。",
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: »2026-11-13T09:42«\nnil: true\n",
)
SQL = """
WITH filed AS (
    SELECT r.file, r.at, r.id AS record, 'submitted' AS field, r.submitted FROM "return" r
    UNION ALL
    SELECT e.file, e.at, e.record, e.field || '.submitted', e.submitted FROM entry e WHERE e.submitted IS NOT NULL
    UNION ALL
    SELECT e.file, e.at, e.record, e.field || '.submitted', e.submitted FROM task_entry e
    WHERE e.submitted IS NOT NULL
)
SELECT f.file, f.at || '/submitted' AS at, f.record, f.field, f.submitted, w.week,
       CASE WHEN f.submitted < w.monday THEN '早于 ' || w.week || ' 的周一 ' || w.monday
            ELSE '还没有到' END AS slip
FROM filed f JOIN record w ON w.file = f.file
WHERE f.submitted < w.monday OR substr(f.submitted, 1, 10) > :today
"""
MESSAGE = "填报时间 {submitted} {slip}"
HINT = "改正 submitted，或把文件移到正确的周"
