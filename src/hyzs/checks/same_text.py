"""The progress of a week must not repeat the text of the return before."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "same-text",
    Severity.warning,
    "进展和上一次填报一字不差。",
    "照抄上周等于没有填报，还会把停滞的项目说成有进展。",
    "写这一周的进展；没有变化就写 no_change: true 和原因。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W46/jiaxian.yaml\nsubmitted: 2026-11-13T09:00\n"
    "projects:\n  p26-a1: {progress: 厂房主体施工}\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:00\n"
    "projects:\n  p26-a1: {progress: »厂房主体施工«}\n",
)
# Only what stands twice under one key, or under another name than the id, is looked at closely.
SQL = """
WITH suspect AS (
    SELECT coalesce((SELECT c.id FROM resolved_name c WHERE c.text = x.key AND c.kinds = 'project'), x.key) AS id
    FROM (SELECT key FROM all_entry GROUP BY key, progress HAVING count(progress) > 1) x
    UNION
    SELECT c.id FROM resolved_name c WHERE c.kinds = 'project' AND c.id <> c.text
), called_so AS (
    SELECT s.id AS text FROM suspect s UNION SELECT n.text FROM suspect s CROSS JOIN name n WHERE n.id = s.id
), line AS (
    SELECT e.file, e.at, e.record, e.field, e.key AS project, e.week, e.progress,
           lag(e.progress) OVER w AS last, lag(e.week) OVER w AS last_week
    FROM called_so c CROSS JOIN entry e WHERE e.key = c.text
    WINDOW w AS (PARTITION BY e.key_id ORDER BY e.week_no, e.record)
)
SELECT file, "at" || '/progress' AS at, record, field || '.progress' AS field, project, last_week
FROM line WHERE progress = last AND last_week < week
"""
MESSAGE = "{project} 的进展和 {last_week} 一字不差"
HINT = "没有变化就写 no_change: true 和 reason"
