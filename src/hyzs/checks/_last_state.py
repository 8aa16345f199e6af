"""SQL shared by the rules that ask in which state a project is: a state that a later one undid holds no more."""

#: A CTE of the state in which each project is on the day; one that has none is 在推.
LAST_STATE = """last_state AS (
    SELECT file, record, "at", field, state, since, review FROM (
        SELECT s.*, row_number() OVER (PARTITION BY s.file, s.record ORDER BY s.since DESC, s.pos DESC) AS place
        FROM state s WHERE s.since <= :today)
    WHERE place = 1
)"""
