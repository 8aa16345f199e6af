"""A project is reported by a unit that held it in that week."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "wrong-reporter",
    Severity.error,
    "填报单位在那一周既不是项目的填报单位，也不是园区、属地或牵头单位。",
    "谁填报谁负责；别的单位填了，该填的单位会被误当成已报。",
    "请该填的单位填报；自己有情况要说，写在 notes（协同情况）里；项目换了单位，改项目文件里的起止日期。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W47/bingxian.yaml\nsubmitted: 2026-11-20T09:42\n"
    "projects:\n  »p26-a1«: {progress: 初步接洽}\n",
)
# Most are held, word for word, by whom they are reported by: only for the others are all names looked up.
SQL = """
WITH held AS NOT MATERIALIZED (
    SELECT h.record, h.value, coalesce(h.since, '') AS since, coalesce(h.until, '9999') AS until
    FROM holding h WHERE h.kind = 'project' AND h.field IN ('reporter', 'park', 'county', 'lead')
), said AS MATERIALIZED (
    SELECT r.file, r.unit, w.monday, w.sunday,
           (SELECT c.name FROM resolved_name c WHERE c.text = r.unit AND c.kinds = 'unit' AND c.name = r.unit) AS plain
    FROM "return" r CROSS JOIN record w WHERE w.file = r.file
), filed AS MATERIALIZED (
    SELECT e.file, e.at, e.record, e.field, e.key AS project, e.key_id, e.week, s.monday, s.sunday, s.unit
    FROM said s CROSS JOIN entry e
    WHERE e.file = s.file AND NOT EXISTS (
        SELECT 1 FROM all_holding h
        WHERE h.record = e.key AND h.value = s.plain AND h.field IN ('reporter', 'park', 'county', 'lead')
          AND h.kind = 'project' AND h.refs = 'unit' AND h.file IN (SELECT file FROM visible_file)
          AND coalesce(h.since, '') <= s.sunday AND coalesce(h.until, '9999') >= s.monday)
)
SELECT f.file, f.at, 1 AS on_key, f.record, f.field, f.project, f.week, f.unit,
       coalesce((SELECT group_concat(o.value, '、') FROM (
                    SELECT h.value FROM held h
                    WHERE h.record = p.id AND h.since <= f.sunday AND h.until >= f.monday
                    ORDER BY h.value) o), '') AS holders,
       f.unit IN (SELECT text FROM unknown)
       OR EXISTS (SELECT 1 FROM held h WHERE h.record = p.id AND h.value IN (SELECT text FROM unknown)) AS consequence
FROM filed f CROSS JOIN project p
WHERE p.id = f.key_id AND NOT EXISTS (SELECT 1 FROM held h
                  WHERE h.record = p.id AND h.value = f.unit AND h.since <= f.sunday AND h.until >= f.monday)
"""
MESSAGE = "{project} 在 {week} 不归{unit}填报"
HINT = "那一周能填报的是：{holders}；情况说明可写在 notes 里"
