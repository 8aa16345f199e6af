"""Projects of which nothing was heard for two weeks."""

from hyzs.lake.question import Question, Quotient
from hyzs.lake.questions._projects import COUNTED, FIELDS, LAST_STATE, PROJECTS, READS, STORE, TIER
from hyzs.model.blocks import Column

SQL = f"""{COUNTED}, heard AS (
    SELECT e.store, e.key_id AS id, max(w.monday) AS monday
    FROM entry e JOIN record w ON w.store = e.store AND w.kind = 'return' AND w.id = e.record AND w.monday <= :day
    GROUP BY e.store, e.key_id
), {LAST_STATE}, ended AS (
    SELECT DISTINCT m.store, m.record FROM milestone m
    JOIN stage s ON s.store = m.store AND s.name = m.key AND s.ends = TRUE
    WHERE m.kind = 'project' AND m."on" <= :day
)
SELECT c.store, c.tier, count(*) AS projects,
       sum(CASE WHEN h.monday IS NULL OR h.monday < :silent_since THEN 1 ELSE 0 END) AS silent,
       sum(CASE WHEN h.monday IS NULL THEN 1 ELSE 0 END) AS never
FROM counted c
JOIN project p ON p.store = c.store AND p.id = c.id AND p."tracked.since" <= :silent_since
LEFT JOIN heard h ON h.store = c.store AND h.id = c.id
LEFT JOIN last_state s ON s.store = c.store AND s.record = c.id AND s.place = 1
LEFT JOIN ended e ON e.store = c.store AND e.record = c.id
WHERE e.record IS NULL AND coalesce(s.state, '在推') = '在推'
GROUP BY c.store, c.tier ORDER BY c.store, c.tier NULLS LAST
"""
QUESTION = Question(
    "silence",
    "没有动静",
    "纳入跟踪满两周、在推、没有完结的项目；两周里没有报过一次算没有动静",
    {
        **READS,
        "stage": f"{READS['stage']} ends:flag",
        "entry": "record key_id",
        "record": "kind id monday:date",
        "state": "kind record state since:date",
    },
    SQL,
    (
        *(STORE, TIER, PROJECTS),
        Column("silent", "没有动静", "number", level="内部"),
        Column("never", "从没报过", "number", level="内部"),
        Column("rate", "没有动静的", "number", "%", level="内部"),
    ),
    (Quotient("rate", "silent", "projects"),),
    ("projects", "silent", "never"),
    fields=FIELDS,
    days_before={"silent_since": 14},
)
