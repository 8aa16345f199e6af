"""Where words of vocabularies stand that a rule asks for: many tables tell it, and mostly nothing is asked."""


def places_of_terms(asked: str) -> str:
    """The CTE ``placed``: the places of the texts in ``asked``; the limit is none, or nought where nothing is asked."""
    return f"""placed AS MATERIALIZED (
  SELECT file, at, record, field, on_key, text, kinds FROM term
  WHERE text IN (SELECT text FROM {asked}) LIMIT (SELECT count(*) FROM {asked}) * 1000000000
)"""
