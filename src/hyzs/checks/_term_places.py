"""SQL of the places where given words of a vocabulary are used, without asking the view over all tables."""


def places_of_terms(texts: str) -> str:
    """The CTE ``placed``: the places of the texts in the table ``texts``; its LIMIT is 0 where that table is empty."""
    return f"""placed AS MATERIALIZED (
  SELECT file, "at", record, field, on_key, text, kinds FROM term
  WHERE text IN (SELECT text FROM {texts}) LIMIT (SELECT count(*) FROM {texts}) * 1000000000
)"""
