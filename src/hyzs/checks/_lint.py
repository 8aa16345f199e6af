"""Texts that touch an article of the lexicon: what the rules on them share."""

#: A sentence that touches an article and neither forbids nor excepts it.
HITS = """
SELECT l.file, l.at, l.record, l.field, l.place, l.title, l.words, l.percent FROM lint_hit l
WHERE l.outcome = '命中' AND l.strength = '强'
"""
