"""Only a need that is open can be settled."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "need-not-open",
    Severity.warning,
    "了结了一条没有提过的诉求，或者已经了结的诉求。",
    "诉求按文字认：文字对不上，真正的那条还一直算没有解决，天天催。",
    "文字照提出时写(空格、标点、全半角不论)；重复的了结删去一条。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
    "== data/returns/2026-W46/hengnan.yaml\nsubmitted: 2026-11-13T09:00\n"
    "projects: {p26-a1: {progress: 谈地块, needs: [{text: 临时用电增容}]}}\n"
    "== data/returns/2026-W47/hengnan.yaml\nsubmitted: 2026-11-20T09:00\n"
    "projects:\n  p26-a1: {progress: 进场, needs: [{text: »用电增容«, state: 已解决}]}\n",
)
# ``said``: the needs of the projects of which a return settles one; ``before``: the last that was said of the same need
# in an earlier week, in the same entry, or by another unit in the same week.
SQL = """
WITH settled AS MATERIALIZED (
    SELECT DISTINCT c.id FROM all_need n JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project'
    WHERE n.state IS NOT NULL
), said AS MATERIALIZED (
    SELECT s.id, n.file, n.at, n.record, n.field, n.owner, n.pos, n.week, n.week_no, n.text, n.text_folded, n.state
    FROM settled s CROSS JOIN resolved_name c
    CROSS JOIN need n WHERE n.under = c.text AND c.id = s.id AND c.kinds = 'project'
)
SELECT n.file, n.at || '/text' AS at, n.record, n.field || '.text' AS field, n.id AS project, n.text, n.state, n.week,
       coalesce((SELECT group_concat(DISTINCT o.text) FROM said o
                 WHERE o.id = n.id AND o.state IS NULL AND o.week_no <= n.week_no), '没有') AS known,
       'return' IN (SELECT name FROM unread) AS consequence
FROM said n
WHERE n.state IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM said o
    WHERE o.id = n.id AND o.text_folded = n.text_folded AND o.state IS NULL
      AND (o.week_no < n.week_no OR o.week_no = n.week_no AND (o.file <> n.file OR o.owner <> n.owner OR o.pos < n.pos))
      AND NOT EXISTS (
        SELECT 1 FROM said b
        WHERE b.id = n.id AND b.text_folded = n.text_folded AND b.state IS NOT NULL
          AND (b.week_no > o.week_no OR b.week_no = o.week_no AND b.file = o.file AND b.owner = o.owner
               AND b.pos > o.pos)
          AND (b.week_no < n.week_no OR b.file = n.file AND b.owner = n.owner AND b.pos < n.pos)
      )
)
"""
MESSAGE = "{project} 在 {week} 以前没有“{text}”这条未解决的诉求，谈不上{state}"
HINT = "文字照提出时写；提过的有：{known}"
