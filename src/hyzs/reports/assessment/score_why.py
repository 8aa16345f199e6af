"""Explanation of one item of one unit: counted records, excluded ones with reasons, arithmetic, line of the rule."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, Row, Table, Text
from hyzs.model.decimals import number_text
from hyzs.model.errors import BadUsage
from hyzs.model.finding import Route
from hyzs.query.quantities import CountedRecord
from hyzs.query.scoring.scheme_declaration import ScoringScheme, item_parts, load_scheme, scheme_period
from hyzs.query.scoring.score import Scores
from hyzs.query.scoring.score_breakdown import ItemScore, SubjectScore
from hyzs.reports.assessment.score import score_row, watermark, watermark_word
from hyzs.reports.optional_sections import filled_table

_SIDES = {"numerator": "分子", "denominator": "分母"}
#: Keys of an item that decide its points, each of which has a line.
_THRESHOLDS = (
    *("points", "full_at", "low", "high", "floor", "span", "bands", "per", "less", "each", "cap", "most", "least"),
    *("empty", "missing", "verified", "batch", "where", "over", "weight"),
)
_I = "内部"
_MEMBERS = [
    Column("side", "计入", level=_I, get=lambda row: _SIDES.get(row["side"], row["side"])),
    Column("id", "编号", "code", level=_I),
    Column("name", "名称", level=_I),
    Column("value", "数", "number", level=_I),
    Column("why", "不计的理由", level=_I, wide=True),
    Column("note", "说明", level=_I, wide=True),
]
_PART = Column("part", "部分", "code", level=_I)
_PLACES = [
    Column("key", "项", level="公开"),
    Column("text", "写的是", level="公开"),
    Column("place", "出处", level="公开"),
]


def score_why(
    index: IndexReader,
    text: str,
    unit: str,
    item_text: str | None,
    period: str | None,
    now: datetime,
    line_of: Callable[[str, Route], int],
) -> Answer:
    """One row per record: {side, id, name, value, why, note}; ``why`` says why it does not count; parts have ``part``.

    ``summary`` is the item as ``score`` has it with ``arithmetic`` and ``places``; without an item, one row per item.

    Raises:
        NotFound, BadUsage: There is no such scheme, period, unit or item.
    """
    scheme = load_scheme(index, text)
    scores = Scores(index, scheme, scheme_period(scheme, period, now.date()), now)
    score = _subject(scores, unit)
    if item_text is None:
        return _sheet(scores, score)
    item = scheme.item(item_text)
    own = _item_score(score, item)
    rows, parts = _item_rows(item, own), item_parts(item)
    places = [place for each in (item, *parts) for place in _places(scheme, each, line_of)]
    arithmetic = [line for part in parts for line in _arithmetic(part, own.parts[part["id"]])]
    arithmetic += _arithmetic(item, own)
    return Answer(
        "score-why",
        {"scheme": scheme.id, "period": scores.period.text, "unit": score.subject.name, "item": item["id"]},
        rows,
        {**own.row(item), "arithmetic": arithmetic, "rank": score.rank, "total": score.total},
        {"places": places},
        blocks=[
            *watermark(scheme),
            *(Text(line, level=_I) for line in arithmetic),
            *filled_table([*([_PART] if own.parts else []), *_MEMBERS], rows),
            Text(f"分子 {len(own.above)} 条，分母 {len(own.below)} 条，剔除 {len(own.taken_out)} 条", "note", level=_I),
            Table(_PLACES, places),
        ],
        title=f"{score.subject.name} {item['name']} {scores.period.text}",
        prose=True,
        watermark=watermark_word(scheme),
        stamp=_stamp(scores),
    )


def _stamp(scores: Scores) -> Stamp:
    return Stamp(period=f"{scores.period.text}，截至 {scores.now.date()}", sample=scores.has_sample)


def _subject(scores: Scores, unit: str) -> SubjectScore:
    from hyzs.fields.index_reader import resolve_name

    record = resolve_name(scores.index, unit, "unit|project|investor")
    subject_score = next((score for score in scores.all if score.subject.id == record["id"]), None)
    if subject_score is None:
        names = "、".join(score.subject.name for score in scores.all)
        raise BadUsage(f"{scores.scheme.name}不评{record['name']}", f"评的有：{names}")
    return subject_score


def _sheet(scores: Scores, score: SubjectScore) -> Answer:
    """One unit's sheet: every item with both numbers, the value, the arithmetic, the points."""
    scheme = scores.scheme
    rows = [
        {
            "id": item["id"],
            "name": item["name"],
            **{key: value for key, value in score.items[item["id"]].row(item).items() if key != "excluded"},
            "excluded": [f"{row['id']}：{row['why']}" for row in score.items[item["id"]].taken_out],
            "arithmetic": score.items[item["id"]].words,
        }
        for item in scheme.items
    ]
    columns = [
        Column("name", "指标", level=_I),
        Column("numerator", "分子", "number", level=_I),
        Column("denominator", "分母", "number", level=_I),
        Column("value", "值", "number", level=_I),
        Column("arithmetic", "怎么算的", level=_I, wide=True),
        Column("capped", "封顶", level=_I),
        Column("points", "得分", "number", level=_I),
        Column("excluded", "剔除", "list", level=_I, wide=True),
    ]
    total = f"得分 {score.total}，名次 {score.rank}" if score.is_ranked else score.reason
    return Answer(
        "score-why",
        {"scheme": scheme.id, "period": scores.period.text, "unit": score.subject.name, "item": None},
        rows,
        {key: value for key, value in score_row(scheme, score).items() if key not in ("items", "adjust")},
        blocks=[*watermark(scheme), Text(total, level=_I), Table(columns, rows)],
        title=f"{score.subject.name} {scheme.name} {scores.period.text}",
        prose=True,
        watermark=watermark_word(scheme),
        stamp=_stamp(scores),
    )


def _item_score(score: SubjectScore, item: dict[str, Any]) -> ItemScore:
    whole_points = item.get("whole")
    return score.items[whole_points].parts[item["id"]] if whole_points else score.items[item["id"]]


def _item_rows(item: dict[str, Any], own: ItemScore) -> list[Row]:
    """The records behind an item; behind one with parts those of each, with the part's id as ``part``."""
    if parts := item_parts(item):
        return [{**row, "part": part["id"]} for part in parts for row in _item_rows(part, own.parts[part["id"]])]
    taken_out = (
        {"side": row["of"], "id": row["id"], "name": row["name"], "value": None, "why": row["why"], "note": ""}
        for row in own.taken_out
    )
    return [*_rows("numerator", own.above), *_rows("denominator", own.below), *taken_out]


def _rows(side: str, members: Sequence[CountedRecord]) -> list[Row]:
    return [
        {
            "side": side,
            "id": member.id,
            "name": member.name,
            "value": member.value,
            "why": None,
            "note": "没有数" if member.value is None else member.note,
        }
        for member in members
    ]


def _arithmetic(item: dict[str, Any], score: ItemScore) -> list[str]:
    """The way from the numbers to the points, a sentence each."""
    lines = []
    unit = item.get("unit") or ""
    if score.denominator is not None and score.numerator is not None:
        value = "没有" if score.value is None else f"{score.value}{unit}"
        numerator, denominator = (number_text(number) for number in (score.numerator, score.denominator))
        lines.append(f"{item['name']} = {numerator} ÷ {denominator} = {value}")
    elif score.value is not None:
        lines.append(f"{item['name']} = {number_text(score.value)}{unit}")
    points = "没有得分" if score.points is None else f"{score.points} 分"
    lines.append(f"{score.words or '没有得分'} → {points}{f'（{score.bound}）' if score.bound else ''}")
    if score.missing:
        lines.append(f"缺数：{'、'.join(score.missing)}")
    return lines


def _places(scheme: ScoringScheme, item: dict[str, Any], line_of: Callable[[str, Route], int]) -> list[Row]:
    """File and line of each number of the rule."""
    path = f"data/{scheme.path}"
    route = scheme.route(item)
    own = [(key, item[key], (*route, key)) for key in _THRESHOLDS if key in item and not _is_derived(item, key)]
    rules = [("exclude", rule["where"], ("exclude", n)) for n, rule in enumerate(scheme.body.get("exclude", ()))]
    return [
        {"key": key, "text": _rule_text(value), "place": f"{path}:{line_of(path, at)}"}
        for key, value, at in (*own, *rules)
    ]


def _is_derived(item: dict[str, Any], key: str) -> bool:
    """True for the points of a part, which come from its weight."""
    return key == "points" and "whole" in item


def _rule_text(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(_rule_text(each) for each in value)
    if isinstance(value, dict):
        return "，".join(f"{key} {_rule_text(each)}" for key, each in value.items())
    return (
        value if isinstance(value, str) else number_text(value) if not isinstance(value, bool) else str(value).lower()
    )
