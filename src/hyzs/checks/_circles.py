"""SQL of rules on circular references: records that a chain of references leads back to."""


def circle_sql(kind: str, field: str, link: str) -> str:
    """The SELECT of a check: one row per circle, at the one of it whose id comes last.

    ``link`` is a SELECT of (id, top): each record of the kind, and the record that its field names.
    """
    return f"""
WITH RECURSIVE link (id, top) AS (
  {link}
), up (id, top) AS (
  SELECT id, top FROM link
  UNION
  SELECT u.id, l.top FROM up u JOIN link l ON l.id = u.top
)
SELECT r.file, r.at || '/{field}' AS at, r.id AS record, '{field}' AS field, r.{field} AS name
FROM {kind} r JOIN up u ON u.id = r.id AND u.top = r.id
WHERE NOT EXISTS (
  SELECT 1 FROM up a JOIN up b ON b.id = a.top AND b.top = a.id WHERE a.id = r.id AND a.top > r.id
)
"""
