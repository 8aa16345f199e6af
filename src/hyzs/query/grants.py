"""Grants as of a day, and grants due to firms without application (免申即享)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from hyzs.fields.eligibility import ConditionFact, Eligibility, eligibilities
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.flow import CaseEvent, Limit, state
from hyzs.model.lateness import in_force
from hyzs.model.quotient import quotient
from hyzs.query.flows import FlowBook, events_by_file
from hyzs.query.offer_amount import OfferAmount, amount_rules, firm_facts, indicator_labels, offer_amount, rates

GRANTS = """
SELECT g.file, g.id, g.firm, i.id AS firm_id, g.offer, o.id AS offer_id, g.period, g.unit, g.amount, r.sample
FROM "grant" g JOIN record r ON r.file = g.file AND r.item = g.item
LEFT JOIN investor i ON i.name = g.firm LEFT JOIN offer o ON o.name = g.offer ORDER BY g.id
"""
OFFERS = f"""
SELECT o.id, o.name, o.unit, o.who, o."to" AS about, o."once.per" AS per, r.sample FROM offer o
JOIN record r ON r.file = o.file AND r.item = o.item
WHERE o.mode = '免申即享' AND r.draft = 0 AND {in_force("o")}
ORDER BY o.id
"""
EXCLUDES = """
SELECT p.record, p.text FROM pair p WHERE p.kind = 'offer' AND p.field = 'excludes' ORDER BY p.record, p.pos
"""
FIRMS = """
SELECT k.id, r.name, r.sample FROM investor k JOIN record r ON r.file = k.file AND r.item = k.item WHERE r.draft = 0
ORDER BY k.id
"""
RULE = 'SELECT "push.confirm.days" AS days, "push.confirm.of" AS of FROM settings WHERE "push.confirm.days" IS NOT NULL'
FLOW = "兑现"
#: Acts at which the case stands: pushed and unanswered; granted; given up by the firm or refused.
WAITING, GRANTED = ("推送", "异议"), ("确认", "申报", "审核", "公示", "拨付")
DECLINED, REFUSED = ("放弃",), ("不符", "追回")
#: Verdicts on a firm and an offer, with their labels: see ``push_plan``.
VERDICTS = {
    "due": "推送",
    "pushed": "已推送",
    "granted": "已享",
    "declined": "放弃",
    "refused": "不符",
    "excluded": "不同享",
    "unknown": "待核",
    "ineligible": "不符合",
}
#: Verdicts of firms that are entitled to the offer.
ENTITLED = ("due", "pushed", "granted", "declined")
_SECRET = "敏感"
#: Days to confirm where the settings say none.
_DAYS = 10


def grant_rows(index: IndexReader, day: date) -> list[Row]:
    """Every grant: {id, firm, firm_id, offer, offer_id, period, unit, amount, sample, begun, act, status, status_since,
    due}.

    ``begun`` is the day of its first act, ``act`` the one that it stands at, ``due`` the last day of the next step.
    """
    book = FlowBook(index)
    events = events_by_file(index, FLOW, day)
    rows = []
    for row in index.rows(GRANTS):
        acts = events[row["file"]]
        flow = book.flow(FLOW, acts[0].on if acts else day)
        grant_state = state(flow, acts, book.clock, day, _confirm_by(acts)) if flow else None
        rows.append(
            {
                **{key: value for key, value in row.items() if key != "file"},
                "begun": str(acts[0].on) if acts else None,
                "act": flow.place(acts) if flow else None,
                "status": grant_state.status if grant_state and acts else None,
                "status_since": str(grant_state.since) if grant_state and grant_state.since else None,
                "due": str(grant_state.due) if grant_state and grant_state.due else None,
            }
        )
    return rows


def computed_amounts(index: IndexReader, rows: Sequence[Row]) -> dict[str, Decimal | None]:
    """Amount that the offer gives, 万元, by the id of each grant that has an amount and whose offer computes one.

    By the figures and rates of the day on which it began; None: a figure is not known.

    Raises: BadUsage where a file of figures cannot be read.
    """
    rules, labels = amount_rules(index), indicator_labels(index)
    own = [row for row in rows if row["amount"] is not None and row["begun"] and row["offer_id"] in rules]
    amounts: dict[str, Decimal | None] = {}
    for begun in {row["begun"] for row in own}:
        day = date.fromisoformat(begun)
        facts, percent = firm_facts(index, day), rates(index, day)
        for row in own:
            if row["begun"] == begun:
                firm = facts.get(row["firm_id"], {})
                amounts[row["id"]] = offer_amount(rules[row["offer_id"]], firm, percent, labels).value
    return amounts


def _confirm_by(acts: Sequence[CaseEvent]) -> date | None:
    """The day that the last push names."""
    return next((act.due for act in reversed(acts) if act.do == "推送" and act.due), None)


def confirm_by(index: IndexReader, day: date) -> date:
    """The day by which firms are asked to confirm what is pushed on ``day``, by the settings."""
    rule = next(iter(index.rows(RULE)), None)
    limit = Limit(int(rule["days"]), rule["of"]) if rule else Limit(_DAYS)
    return FlowBook(index).clock.due(day, limit) or day


@dataclass(slots=True)
class PushPlan:
    """Rows of a firm and an offer each, and the offers that cannot be pushed, with the reason."""

    rows: list[Row]
    left_out: list[tuple[str, str]] = field(default_factory=list)


def push_plan(index: IndexReader, now: datetime, period: str, offers: Sequence[str] = ()) -> PushPlan:
    """One row per firm and offer of 免申即享 in force (of these ids, else all): {offer, offer_id, unit, firm, firm_id,
    verdict, amount, reasons, missing, grant, sample}.

    ``verdict``: due (to be pushed now), pushed, granted, declined, refused, excluded, unknown (a fact is missing, so it
    is never pushed) or ineligible. ``reasons`` has one line per comparison; figures of the firm itself are left out.

    Raises: BadUsage where the condition of an offer cannot be understood.
    """
    day = now.date()
    grants = _grants_of(index, day, period)
    rules, facts = amount_rules(index), firm_facts(index, day)
    percent, labels = rates(index, day), indicator_labels(index)
    excludes: dict[str, list[str]] = defaultdict(list)
    for offer, name in index.tuples(EXCLUDES):
        excludes[offer].append(name)
    firms = {row["id"]: row for row in index.rows(FIRMS)}
    plan = PushPlan([])
    for offer in index.rows(OFFERS, day=str(day)):
        if offers and offer["id"] not in offers:
            continue
        if offer["about"] != "企业" or not offer["who"]:
            plan.left_out.append((offer["name"], "面向项目，另办" if offer["about"] != "企业" else "没有写条件 who"))
            continue
        eligibility_of = eligibilities(index, "investor", offer["who"], now, list(firms), owner=offer["name"])
        for id, firm in firms.items():
            rule = rules.get(offer["id"])
            amount = offer_amount(rule, facts.get(id, {}), percent, labels) if rule else None
            own = grants.get((id, offer["id"]))
            barred = next((name for name in excludes[offer["id"]] if (id, name) in grants), None)
            row = _row(offer, firm, eligibility_of[id], amount, own, barred)
            plan.rows.append(row)
    return plan


def _grants_of(index: IndexReader, day: date, period: str) -> dict[tuple[str, str], Row]:
    """The grants of the period by firm and offer, by its id and its name; of several the last."""
    grants: dict[tuple[str, str], Row] = {}
    for row in grant_rows(index, day):
        if str(row["period"])[:4] == period[:4]:
            grants[row["firm_id"], row["offer_id"]] = row
            if row["act"] not in (*DECLINED, *REFUSED):
                grants[row["firm_id"], row["offer"]] = row
    return grants


def _row(
    offer: Row, firm: Row, eligibility: Eligibility, amount: OfferAmount | None, own: Row | None, barred: str | None
) -> Row:
    missing = list(eligibility.missing) if eligibility.verdict == "unknown" else []
    if eligibility.verdict == "eligible" and amount is not None:
        missing += amount.missing
    verdict = _verdict(eligibility, missing, own, barred)
    pushed_amount = amount.value if amount and verdict == "due" else None
    return {
        "offer": offer["name"],
        "offer_id": offer["id"],
        "unit": offer["unit"],
        "firm": firm["name"],
        "firm_id": firm["id"],
        "verdict": verdict,
        "amount": own["amount"] if own else pushed_amount,
        "reasons": [_reason(fact) for fact in eligibility.facts if fact.holds is not None],
        "missing": missing if verdict == "unknown" else [],
        "excluded_by": barred if verdict == "excluded" else None,
        "grant": own["id"] if own else None,
        "due": own["due"] if own else None,
        "sample": bool(offer["sample"] or firm["sample"]),
    }


def _verdict(eligibility: Eligibility, missing: Sequence[str], own: Row | None, barred: str | None) -> str:
    """State of the firm with the offer: by its grant, if there is one; else a missing fact comes before all others."""
    if own and own["act"]:
        groups = (("pushed", WAITING), ("granted", GRANTED), ("declined", DECLINED), ("refused", REFUSED))
        return next(word for word, acts in groups if own["act"] in acts)
    if eligibility.verdict == "ineligible":
        return "ineligible"
    return "unknown" if missing or eligibility.verdict == "unknown" else "excluded" if barred else "due"


def _reason(fact: ConditionFact) -> str:
    """A line on one comparison; a figure that only few may see is not written out."""
    if fact.level == _SECRET:
        return f"{fact.label}{'符合' if fact.holds else '不符合'}（{fact.needed}）"
    return fact.text


def offer_coverage(rows: Sequence[Row]) -> tuple[list[Row], Row]:
    """Coverage by offer, and of all: {offer, entitled, granted, pushed, due, declined, unknown, rate}; firms each once.

    The rate is granted over entitled in percent to one digit, half up; unknown ones are in neither and stand beside.
    """
    by_offer = [
        _covered([row for row in rows if row["offer_id"] == offer], "offer", name)
        for offer, name in {row["offer_id"]: row["offer"] for row in rows}.items()
    ]
    entitled = {row["firm_id"] for row in rows if row["verdict"] in ENTITLED}
    granted = {row["firm_id"] for row in rows if row["verdict"] == "granted"}
    unknown = {row["firm_id"] for row in rows if row["verdict"] == "unknown"}
    live = [row for row in by_offer if row["granted"]]
    total = {
        "offers": len(by_offer),
        "offers_granted": len(live),
        "firms_entitled": len(entitled),
        "firms_granted": len(granted),
        "firms_unknown": len(unknown - entitled),
        "rate": quotient(len(granted), len(entitled), 1),
    }
    return by_offer, total


def _covered(rows: Sequence[Row], key: str, name: str) -> Row:
    counts = Counter(row["verdict"] for row in rows)
    entitled = sum(counts[verdict] for verdict in ENTITLED)
    return {
        key: name,
        "entitled": entitled,
        **{verdict: counts[verdict] for verdict in VERDICTS},
        "rate": quotient(counts["granted"], entitled, 1),
    }
