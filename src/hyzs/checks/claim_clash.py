"""One investor is not courted by two counties without a ruling on who was first."""

from hyzs.checks._last_state import LAST_STATE
from hyzs.model.finding import Rule, Severity
from hyzs.model.lateness import in_force

RULE = Rule(
    "claim-clash",
    Severity.error,
    "两个地方在洽谈同一个投资方(同一信用代码、同一集团或同一名称)，没有首谈裁定。",
    "市内争抢会被企业压价，也会把一笔投资算两次。",
    "由主管部门裁定首谈单位，写进其中一个项目的 ruling；不是同一家的，改正投资方的名称、代码或集团。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "investors: [{of: 示例电气集团}]\nclaims: [{unit: 甲县, on: 2026-05-11}]\n"
    "== data/projects/p26-b2.yaml\nname: 示例·乙项目\nsample: true\ntier: 一般\ncounty: 乙县\n"
    "investors: »[{of: 示例电气集团}]«\nclaims: [{unit: 乙县, on: 2026-08-03}]\n",
)
SQL = f"""
WITH {LAST_STATE}, done AS (
    SELECT file FROM last_state WHERE state <> '在推'
    UNION ALL
    SELECT m.file FROM stage s CROSS JOIN all_milestone m WHERE m.key = s.name AND s.ends = 1 AND m."on" <= :today
), open AS MATERIALIZED (
    SELECT p.file, p.id, p."tracked.since" AS since FROM all_project p
    WHERE p.file IN (SELECT file FROM visible_file) AND p.draft = 0 AND p."ruling.unit" IS NULL
      AND p.file NOT IN (SELECT file FROM done)
), held AS (
    SELECT o.file, h.field, h.value FROM open o CROSS JOIN holding h
    WHERE h.file = o.file AND h.record = o.id AND h.field IN ('county', 'park')
      AND {in_force("h", ":today")}
), place AS (
    SELECT file, coalesce(max(CASE field WHEN 'county' THEN value END), max(value)) AS place FROM held GROUP BY file
), courted AS (
    SELECT o.file, o.id, 'data/' || f.path AS path, l.place,
           coalesce((SELECT min(c."on") FROM claim c WHERE c.record = o.id), o.since, '未写日期') AS day
    FROM open o JOIN file f ON f.id = o.file JOIN place l ON l.file = o.file
), share_of AS MATERIALIZED (
    SELECT s.file, s.record, s.of FROM open o CROSS JOIN share s WHERE s.file = o.file AND s.record = o.id
), titled AS (
    SELECT s.file, s.record, s.of AS name FROM share_of s
    UNION SELECT s.file, s.record, i.full_name FROM share_of s JOIN investor i ON i.name = s.of
    UNION SELECT s.file, s.record, i."group" FROM share_of s JOIN investor i ON i.name = s.of
    UNION SELECT s.file, s.record, i.credit_code FROM share_of s JOIN investor i ON i.name = s.of
), plain_title AS (
    SELECT file, record, replace(replace(replace(replace(replace(replace(replace(replace(replace(
           name, ' ', ''), '（', ''), '）', ''), '有限', ''), '责任', ''), '股份', ''), '公司', ''), '集团', ''),
           '控股', '') AS text
    FROM titled
), line AS (
    SELECT c.*, first_value(c.path) OVER w AS other, first_value(c.place) OVER w AS other_place,
           first_value(c.day) OVER w AS other_day
    FROM plain_title x JOIN courted c ON c.file = x.file AND c.id = x.record
    WHERE x.text <> '' WINDOW w AS (PARTITION BY x.text ORDER BY c.day, c.id, c.path)
)
SELECT DISTINCT l.file, '/investors' AS at, l.id AS record, 'investors' AS field,
       l.path, l.place, l.day, l.other, l.other_place, l.other_day,
       l.place IN (SELECT text FROM unknown) OR l.other_place IN (SELECT text FROM unknown) AS consequence
FROM line l WHERE l.place <> l.other_place
"""
MESSAGE = "{place}({path}，{day})与{other_place}({other}，{other_day})在谈同一个投资方，没有首谈裁定"
HINT = "裁定后写进其中一个项目：ruling: {{unit: 首谈单位, by: 裁定单位, on: 日期}}"
