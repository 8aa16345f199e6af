"""SQL of rules on flows: the distinct sequences of acts, since few differ and each need be judged only once.

Of several versions of a flow the latest is in force that began no later than the case; older cases go by the first.
"""

#: CTEs of flows that no kind judges itself: ``known_act`` (acts by ``version``), ``way`` (each way and each version of
#: its flow: the acts before, the latest first, and the act), ``placed`` (with the act that the case stood at, ``place``
#: and the very last, ``before``), ``misplaced`` (those that may not come there).
WAYS = """
known_act AS MATERIALIZED (
    SELECT s.*, coalesce(s.since, '') AS version FROM flow_act s WHERE s.judged = 0
), every_way (way) AS (
    SELECT min(t.way) FROM all_act t
    UNION ALL
    SELECT (SELECT min(t.way) FROM all_act t WHERE t.way > w.way) FROM every_way w WHERE w.way IS NOT NULL
), flow_way AS (
    SELECT way, substr(way, 1, instr(way, '|') - 1) AS flow, substr(way, instr(way, '|') + 1) AS acts
    FROM every_way WHERE way IS NOT NULL
), way AS MATERIALIZED (
    SELECT w.way, w.flow, v.version, substr(w.acts, 1, instr(w.acts, '|') - 1) AS do,
           substr(w.acts, instr(w.acts, '|') + 1) AS past
    FROM flow_way w JOIN (SELECT DISTINCT flow, version FROM known_act) v ON v.flow = w.flow
), trail (way, flow, version, past, "do", rest) AS (
    SELECT w.way, w.flow, w.version, w.past, w.do, w.past FROM way w
    UNION ALL
    SELECT t.way, t.flow, t.version, t.past, t.do, substr(t.rest, instr(t.rest, '|') + 1)
    FROM trail t JOIN known_act s ON s.flow = t.flow AND s.version = t.version AND (s.stays = 1 OR s.pauses = 1)
      AND s.do = substr(t.rest, 1, instr(t.rest, '|') - 1)
), placed AS MATERIALIZED (
    SELECT t.way, t.flow, t.version, t.past, t.do, substr(t.rest, 1, instr(t.rest, '|') - 1) AS place,
           substr(t.past, 1, instr(t.past, '|') - 1) AS before
    FROM trail t
    WHERE NOT EXISTS (
        SELECT 1 FROM known_act s WHERE s.flow = t.flow AND s.version = t.version AND (s.stays = 1 OR s.pauses = 1)
          AND s.do = substr(t.rest, 1, instr(t.rest, '|') - 1)
    )
), misplaced AS MATERIALIZED (
    SELECT p.*, s.first, coalesce(e.ends, 0) AS is_over
    FROM placed p JOIN known_act s ON s.flow = p.flow AND s.version = p.version AND s.do = p.do
    LEFT JOIN known_act e ON e.flow = p.flow AND e.version = p.version AND e.do = p.place
    WHERE NOT (p.past = '' AND s.first = 1) AND NOT EXISTS (
        SELECT 1 FROM flow_after f WHERE f.flow = p.flow AND coalesce(f.since, '') = p.version AND f.do = p.do
          AND p.past <> '' AND f."after" IN (p.place, p.before)
    )
)
"""
#: The acts of such a way ``w``.
ACTS = """
CROSS JOIN act a WHERE a.way = w.way AND w.version = coalesce(
    (SELECT max(s.version) FROM known_act s WHERE s.flow = w.flow AND s.version <= a.began),
    (SELECT min(s.version) FROM known_act s WHERE s.flow = w.flow)
)
"""
_HEAD = "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"


def example(events: str) -> str:
    """A project whose 用地预审 went that way."""
    return f"{_HEAD}permits:\n  用地预审:\n    status: 在办\n    events:\n{events}"
