"""The score of a scheme: items, total, place and grade of every unit; what is left out is counted and named."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, Row, Table, Text
from hyzs.model.decimals import number_text
from hyzs.model.errors import BadUsage
from hyzs.query.scoring.scheme_declaration import ScoringScheme, load_scheme, scheme_period
from hyzs.query.scoring.score import Scores, quota
from hyzs.query.scoring.score_breakdown import SubjectScore

#: The word that stands on every print of a scheme that nobody has issued.
WATERMARK = "示例"
_I = "内部"


def score(index: IndexReader, text: str, period: str | None, now: datetime, group: str | None = None) -> Answer:
    """One row per subject, best first within its group: ``score_row``; the items' columns are their points.

    Raises:
        NotFound, BadUsage: There is no such scheme, or no such period or group.
    """
    scheme = load_scheme(index, text)
    scores = Scores(index, scheme, scheme_period(scheme, period, now.date()), now)
    return score_answer(scores, group)


def score_answer(scores: Scores, group: str | None = None) -> Answer:
    """The scores as an answer, of one group or of all.

    Raises:
        BadUsage: There is no such group.
    """
    scheme, period = scores.scheme, scores.period
    group_scores = [score for score in scores.all if group in (None, score.subject.group)]
    if group and not group_scores:
        group_names = "、".join(dict.fromkeys(score.subject.group for score in scores.all))
        raise BadUsage(f"没有“{group}”这一组", f"可以写：{group_names}")
    rows = [score_row(scheme, score) for score in group_scores]
    by_group: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_group[row["group"]].append(row)
    groups = [Group(f"{name}（{len(own)}）", len(own), "公开") for name, own in by_group.items() if name]
    notes = score_notes(scores, rows)
    return Answer(
        "score",
        {"scheme": scheme.id, "period": period.text, "group": group},
        rows,
        {
            "subjects": len(rows),
            "ranked": sum(row["ranked"] for row in rows),
            "unranked": sum(not row["ranked"] for row in rows),
            "excluded": len(taken_out(group_scores)),
            "issued": scheme.is_issued,
            "as_of": str(scores.now.date()),
        },
        {"notes": notes},
        blocks=[*watermark(scheme), Table(_columns(scheme), rows, groups), *_notes(notes)],
        title=f"{scheme.name} {period.text}",
        title_level="公开",
        watermark=watermark_word(scheme),
        stamp=Stamp(period=f"{period.text}，截至 {scores.now.date()}", sample=scores.has_sample),
    )


def watermark_word(scheme: ScoringScheme) -> str:
    """The word across every sheet of a scheme that nobody has issued."""
    return "" if scheme.is_issued else WATERMARK


def watermark(scheme: ScoringScheme) -> list[Block]:
    """The sentence of a scheme without a document number; nothing of one that was issued."""
    if scheme.is_issued:
        return []
    return [Text(f"{WATERMARK}：没有文号，不是正式的考核结果（依据：{scheme.body['basis']}）", "warn", level="公开")]


def score_row(scheme: ScoringScheme, score: SubjectScore) -> Row:
    """{rank, tied, id, unit, group, total, grade, ranked, reason, items, adjust, veto}."""
    own, adjust = ([item["id"] for item in scheme.body.get(key, ())] for key in ("items", "adjust"))
    items = {item["id"]: score.items[item["id"]].row(item) for item in scheme.items}
    return {
        "rank": score.rank,
        "tied": score.is_tied,
        "id": score.subject.id,
        "unit": score.subject.name,
        "group": score.subject.group,
        "total": score.total,
        "grade": score.grade,
        "ranked": score.is_ranked,
        "reason": score.reason or None,
        "items": {id: items[id] for id in own},
        "adjust": {id: items[id] for id in adjust},
        "veto": score.vetoes,
    }


def taken_out(scores: Sequence[SubjectScore]) -> dict[tuple[str, str], list[str]]:
    """The items that leave a record out, by record and reason."""
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for score in scores:
        for id, item in score.items.items():
            for row in item.taken_out:
                if id not in reasons[row["id"], row["why"]]:
                    reasons[row["id"], row["why"]].append(id)
    return dict(reasons)


def score_notes(scores: Scores, rows: Sequence[Row]) -> list[str]:
    """Sentences on what a table does not show: who has no place, what was left out, how grades were cut off."""
    scheme, notes = scores.scheme, []
    if scores.now.date() < scores.period.counted.last:
        notes.append(f"{scores.period.text} 还没有结束，截至 {scores.now.date()}")
    for row in rows:
        if not row["ranked"]:
            notes.append(f"{row['unit']} {row['reason']}")
    names = {item["id"]: item["name"] for item in scheme.items}
    left_out = taken_out([score for score in scores.all if score.subject.name in {row["unit"] for row in rows}])
    for (id, why), items in left_out.items():
        notes.append(f"剔除 {id}（{why}）：{'、'.join(names[item] for item in items)}")
    ranked: dict[str, int] = defaultdict(int)
    for row in rows:
        ranked[row["group"]] += row["ranked"]
    for grade in scheme.body.get("grades", ()):
        if (top := grade.get("top")) is not None:
            counts = "，".join(
                f"{name or '参评'} {count} 家取 {quota(top, count)} 家" for name, count in ranked.items() if count
            )
            notes.append(f"{grade['name']} 前 {number_text(top)}%：{counts}（不足一家的舍去，同名次的一并取）")
    return notes


def _notes(notes: Sequence[str]) -> list[Block]:
    return [Text(note, "note", level=_I) for note in notes]


def _columns(scheme: ScoringScheme) -> list[Column]:
    def points(key: str, id: str) -> Any:
        return lambda row: row[key][id]["points"]

    items = [
        Column(f"{key}.{item['id']}", item["name"], "number", level=_I, get=points(key, item["id"]))
        for key in ("items", "adjust")
        for item in scheme.body.get(key, ())
    ]
    return [
        Column("rank", "名次", "number", level=_I),
        Column("unit", "单位", level="公开"),
        *items,
        Column("total", "得分", "number", level=_I),
        Column("grade", "等次", level=_I),
        Column("veto", "一票否决", level=_I, get=lambda row: "、".join(veto["name"] for veto in row["veto"]) or None),
        Column("reason", "说明", level=_I, wide=True),
    ]
