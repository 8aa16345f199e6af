"""The limit of match rules: how many conditions and scores one may have."""

#: Conditions and scores of a rule: as many as people can still explain, and one statement can ask.
MOST_ITEMS = 40
