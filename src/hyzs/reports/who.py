"""What a unit or a person answers for: directly, or through a group that it belongs to."""

from collections import Counter
from datetime import datetime

from hyzs.model.answer import Answer, Column, Group, Row, Stamp, Table, Text
from hyzs.model.marks import DUTIES
from hyzs.reports.asked import Asked, named, word_of
from hyzs.reports.matters import overdue
from hyzs.reports.rhythm import meant, rhythm

#: Every duty that names the unit, or a group it is in on that day; what is said in a week counts in that week.
#: A need that was handed over counts once, as the matter it became.
SQL = """
WITH RECURSIVE reach (id, depth) AS (
  SELECT :id, 0
  UNION
  SELECT m.record, reach.depth + 1
  FROM reach CROSS JOIN called c ON c.id = reach.id
  CROSS JOIN mention m ON m.text = c.text AND m.kinds = c.kinds
  WHERE m.kind = 'unit' AND m.field = 'members.unit' AND reach.depth < 9
    AND coalesce(m.since, :day) <= :day AND :day <= coalesce(m.until, :day)
)
SELECT m.duty AS role, m.subject_kind AS kind, m.subject_id AS id, m.subject_name AS name,
       CASE WHEN reach.depth > 0 THEN (SELECT min(g.name) FROM unit g WHERE g.id = reach.id) END AS via,
       max(m.open) AS open
FROM reach CROSS JOIN called c ON c.id = reach.id
CROSS JOIN mention m ON m.text = c.text AND m.kinds = c.kinds
CROSS JOIN record r ON r.file = m.file AND r.item = m.item
JOIN kind k ON k.name = m.subject_kind
WHERE m.duty <> '' AND r.draft = 0 AND (m.week IS NULL OR m.week = :week)
  AND NOT (m.subject_kind = 'need' AND EXISTS (
    SELECT 1 FROM need n WHERE n.file = m.file AND m.at = n.at || '/to' AND n.matter IS NOT NULL
  ))
  AND coalesce(m.since, :day) <= :day AND :day <= coalesce(m.until, :day)
  AND NOT EXISTS (
    SELECT 1 FROM state s WHERE s.record = m.record AND s.state = '终止' AND s.since <= :day
      AND NOT EXISTS (SELECT 1 FROM state t WHERE t.record = s.record AND t.pos > s.pos AND t.since <= :day)
  )
  AND NOT EXISTS (
    SELECT 1 FROM matter_event e WHERE e.record = m.record AND e.do = '销号' AND e."on" <= :day
      AND NOT EXISTS (
        SELECT 1 FROM matter_event o WHERE o.file = e.file AND o.pos > e.pos AND o.do = '重开' AND o."on" <= :day
      )
  )
GROUP BY m.duty, m.subject_kind, m.subject_id, m.subject_name, reach.id, reach.depth, k.pos
ORDER BY reach.depth, via, k.pos, m.subject_id, m.subject_name
"""


def who(index: Asked, text: str, now: datetime, role: str | None = None, direct: bool = False) -> Answer:
    """The duties of the unit or person that people call ``text``, as of today."""
    one = named(index, text, "unit|person")
    role = word_of(role, DUTIES, f"没有“{role}”这种责任") if role else None
    week = str(meant(None, rhythm(index), now))
    rows: dict[tuple[str, str, str, str], Row] = {}
    for row in index.rows(SQL, id=one["id"], day=str(now.date()), week=week):
        row["open"] = bool(row["open"])
        if (not direct or row["via"] is None) and role in (None, row["role"]):
            rows.setdefault((row["role"], row["kind"], row["id"], row["name"]), row)
    order = list(DUTIES)
    labels = {row["name"]: row["label"] for row in index.rows("SELECT name, label FROM kind ORDER BY pos, name")}
    kinds = list(labels)
    found = sorted(rows.values(), key=lambda row: (order.index(row["role"]), kinds.index(row["kind"]), row["id"]))
    summary = _summary(found, kinds)
    return Answer(
        report="who",
        params={"unit": one["name"], "role": role, "direct": direct},
        rows=found,
        summary=summary,
        blocks=[
            Text(_totals(summary, labels, role)),
            *_overdue(index, found, now),
            Table(_columns(labels), found, _groups(found)),
        ],
        title=f"{one['name']} 责任清单",
        stamp=Stamp(filter="、".join([*([DUTIES[role]] if role else []), *(["只看点名的"] if direct else [])])),
    )


def _overdue(index: Asked, rows: list[Row], now: datetime) -> list[Text]:
    """The matters among the duties that are past their deadline, the latest first."""
    its = {row["id"] for row in rows if row["kind"] == "matter"}
    late = [one for one in overdue(index, now.date()) if one["id"] in its] if its else []
    late.sort(key=lambda one: -one["overdue_days"])
    told = "；".join(f"{one['text']}({one['id']} 限 {one['due']}，逾期 {one['overdue_days']} 天)" for one in late)
    return [Text(f"交办事项逾期 {len(late)} 件：{told}", "warn")] if late else []


def _summary(rows: list[Row], order: list[str]) -> Row:
    """How many measures it leads and is responsible for, and how many of each other kind it answers for."""
    of_measures = Counter(row["role"] for row in rows if row["kind"] == "measure")
    kinds = {(row["kind"], row["id"], row["name"]) for row in rows}
    by_kind = Counter(kind for kind, _, _ in sorted(kinds, key=lambda kind: order.index(kind[0])))
    return {
        "lead": of_measures["lead"],
        "responsible": of_measures["responsible"],
        "by_kind": dict(by_kind),
    }


def _totals(summary: Row, labels: dict[str, str], role: str | None) -> str:
    asked = [duty for duty in ("lead", "responsible") if role in (None, duty)]
    measures = [f"{DUTIES[duty]} {summary[duty]}" for duty in asked]
    others = [f"{labels[kind]} {n}" for kind, n in summary["by_kind"].items() if kind != "measure"]
    return "  ".join([*(measures if "measure" in summary["by_kind"] else []), *others]) or "没有查到责任"


def _columns(labels: dict[str, str]) -> list[Column]:
    return [
        Column("role", "责任", get=lambda row: DUTIES[row["role"]]),
        Column("kind", "种类", get=lambda row: labels[row["kind"]]),
        Column("id", "编号"),
        Column("name", "名称"),
        Column("via", "经由"),
        Column("open", "名单", get=lambda row: "等" if row["open"] else None),
    ]


def _groups(rows: list[Row]) -> list[Group]:
    counts = Counter(row["role"] for row in rows)
    return [Group(f"{DUTIES[role]}({n})", n) for role, n in counts.items()]
