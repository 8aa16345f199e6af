"""Permits of projects with the day on which each was done, by its events or else as its short form says."""

#: A table expression ``done``: file, item, at, record, field, permit, status, day (NULL: not done).
DONE = """
done AS (
    SELECT p.file, p.item, p.at, p.record, p.field, p.key_id AS permit, p.status,
           coalesce((SELECT max(a."on") FROM act a WHERE a.file = p.file AND a.item = p.item AND a.key = p.key
                     AND a.flow = '手续' AND a.do = '办结'), p."on") AS day
    FROM permit p WHERE p.kind = 'project'
)
"""
