"""Kinds of records of which there is none at all, though many places name some."""

#: In more places than this, what is missing is the kind, and no longer a name.
_FEW = 3

#: The CTE ``missing``: texts of such kinds, as marks write them, with how many places name how many names of them.
MISSING = f"""missing AS MATERIALIZED (
  SELECT c.kinds, count(*) AS places, count(DISTINCT c.text) AS names, max(c.text) AS example
  FROM (
    SELECT u.kinds FROM (SELECT DISTINCT kinds FROM unknown) u
    WHERE NOT EXISTS (SELECT 1 FROM kind k WHERE instr('|' || u.kinds || '|', '|' || k.name || '|') > 0
                      AND EXISTS (SELECT 1 FROM record r WHERE r.kind = k.home))
  ) x CROSS JOIN unknown c CROSS JOIN mention m WHERE m.text = c.text AND m.kinds = c.kinds AND c.kinds = x.kinds
  GROUP BY c.kinds HAVING count(*) > {_FEW}
)"""
