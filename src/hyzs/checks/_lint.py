"""SQL shared by the rules on linted texts: texts that touch an article of the lexicon."""

#: A sentence that touches an article and neither forbids nor excepts it.
HITS = """
SELECT l.file, l.at, l.record, l.field, l.place, l.title, l.words, l.percent FROM lint_hit l
WHERE l.outcome = '命中' AND l.strength = '强'
"""
