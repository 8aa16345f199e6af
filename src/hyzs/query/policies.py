"""Policies as of a day: in force, reviewed, published, and the last day for publication."""

from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.flow import WORKING, Limit
from hyzs.query.flows import FlowBook

POLICIES = """
SELECT p.id, p.number, p.name, p.issuer, p.maker, p.drafter, p.type, p.issued, p."in_force.since" AS since,
       p."in_force.until" AS until, p."published.on" AS published, p."published.url" AS url,
       p."review.conclusion" AS review, p."review.on" AS reviewed, p."review.by" AS reviewer,
       p."review.exception.ground" AS ground, p."review.exception.until" AS exception_until, p.left_out, p.sample
FROM policy p WHERE coalesce(p.draft, 0) = 0 AND (p.issued IS NULL OR p.issued <= :day)
ORDER BY p.issued IS NULL, p.issued, p.id
"""
#: Sentences that touch an article, and those on whose line a comment allows it, by policy.
HITS = """
SELECT l.record, count(*) FROM lint_hit l WHERE l.of = 'policy' AND l.outcome = '命中' AND l.strength = '强' GROUP BY 1
"""
CLEANUPS = """
SELECT c.record, c."on", c."by", c.result, c.due, c.note FROM cleanup c WHERE c."on" <= :day ORDER BY c.record, c.pos
"""
RULES = """
SELECT "policies.publish.days" AS days, "policies.publish.of" AS of, "policies.publish_source" AS source
FROM settings WHERE "policies.publish.days" IS NOT NULL
"""
#: Outcomes of a clean-up after which a policy is no longer in force.
ENDED = ("废止", "失效")
PENDING = "整改中"


def policies_on(index: IndexReader, book: FlowBook, day: date) -> list[Row]:
    """Every policy that was issued by the day, and drafts that are not issued yet.

    Rows: the fields of the policy, and {is_in_force, publish_due, publish_late (in the unit of the limit), counted,
    rule, hits, cleanup: the last one {on, by, result, due, note} or None}.
    """
    rules = index.rows(RULES)
    limit = Limit(rules[0]["days"], rules[0]["of"]) if rules else None
    hits = dict(index.tuples(HITS))
    cleanups = {row["record"]: row for row in index.rows(CLEANUPS, day=str(day))}
    rows = []
    for row in index.rows(POLICIES, day=str(day)):
        cleanup = cleanups.get(row["id"])
        is_ended = cleanup is not None and cleanup["result"] in ENDED
        begins = row["since"] or row["issued"]
        is_over = row["until"] is not None and row["until"] < str(day)
        due = book.clock.due(date.fromisoformat(row["issued"]), limit) if limit and row["issued"] else None
        published = date.fromisoformat(row["published"]) if row["published"] else day
        late = book.clock.days(due, min(published, day), limit.of) if due and limit else 0
        rows.append(
            {
                **row,
                "is_in_force": begins is not None and begins <= str(day) and not (is_over or is_ended),
                "publish_due": str(due) if due else None,
                "publish_late": late,
                "counted": limit.of if limit else WORKING,
                "rule": rules[0]["source"] if rules else None,
                "hits": hits.get(row["id"], 0),
                "cleanup": {key: cleanup[key] for key in ("on", "by", "result", "due", "note")} if cleanup else None,
            }
        )
    return rows
