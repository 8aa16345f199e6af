"""Limits of match rules."""

#: So many conditions and scores are enough for a rule that people can still explain, and that one statement can ask.
MOST_ITEMS = 40
