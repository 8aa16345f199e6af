"""Ranking of a scheme: places period by period, the schemes of its process, the consequences of the grades."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, Row, Table, Text
from hyzs.model.errors import BadUsage
from hyzs.model.printed_report import PrintedReport
from hyzs.query.editions import EditionHead, standing_editions
from hyzs.query.scoring.scheme_declaration import ScoringScheme, load_scheme, periods_until, scheme_ids, scheme_period
from hyzs.query.scoring.score import Scores
from hyzs.reports.assessment.score import score_answer, watermark, watermark_word

#: Periods shown on the board.
_PERIODS = 4
_I = "内部"


def scoreboard(index: IndexReader, now: datetime, scheme: str | None = None, period: str | None = None) -> Answer:
    """One row per unit: {unit, group, places: {period: {rank, total, published}}, change}, of the last periods.

    Published periods are as they were published; others are computed and say so. ``change`` is by how many places it
    rose since the period before.

    Raises:
        NotFound, BadUsage: There is no such scheme or period.
    """
    chosen = _scheme(index, scheme, "成效")
    last = scheme_period(chosen, period, now.date())
    names = [*_before(chosen, last.text, last.first), last.text]
    published = {head.period: head for head in standing_editions(index, chosen.id)}
    rows: dict[str, Row] = {}
    for name in names:
        for place in _places(index, chosen, name, now, published.get(name)):
            row = rows.setdefault(place["unit"], {"unit": place["unit"], "group": place["group"], "places": {}})
            row["group"] = row["group"] or place["group"]
            row["places"][name] = {key: place[key] for key in ("rank", "total", "published", "grade")}
    listed = sorted(rows.values(), key=lambda row: _order(row, last.text))
    for row in listed:
        ranks = [row["places"].get(name, {}).get("rank") for name in names[-2:]]
        row["change"] = ranks[0] - ranks[1] if len(ranks) > 1 and None not in ranks else None
    computed = [name for name in names if name not in published]
    blocks: list[Block] = [*watermark(chosen), Table(_columns(names), listed)]
    if computed:
        blocks.append(Text(f"没有发布、现在测算的：{'、'.join(computed)}", "note", level=_I))
    return Answer(
        "scoreboard",
        {"scheme": chosen.id, "period": last.text},
        listed,
        {"units": len(listed), "periods": names, "computed": computed},
        blocks=blocks,
        title=f"{chosen.name} 榜单 {last.text}",
        title_level="公开",
        watermark=watermark_word(chosen),
        stamp=Stamp(period=last.text, sample=chosen.is_sample or None),
    )


def process(index: IndexReader, now: datetime, scheme: str | None = None, period: str | None = None) -> Answer:
    """The score of the scheme that assesses the process (信息收集、项目洽谈、跟踪服务).

    Raises:
        NotFound, BadUsage: There is no such scheme or period.
    """
    chosen = _scheme(index, scheme, "过程")
    return score_answer(Scores(index, chosen, scheme_period(chosen, period, now.date()), now))


def incentive(index: IndexReader, now: datetime, scheme: str | None = None, period: str | None = None) -> Answer:
    """One row per unit with a grade: {unit, rank, grade, reward, published}; what the scheme gives; nothing is paid.

    Raises:
        NotFound, BadUsage: There is no such scheme or period.
    """
    chosen = _scheme(index, scheme, "成效")
    last = scheme_period(chosen, period, now.date())
    head = next((head for head in standing_editions(index, chosen.id) if head.period == last.text), None)
    rewards = {grade["name"]: grade.get("reward") for grade in chosen.body.get("grades", ())}
    rows = [
        {**place, "reward": rewards.get(place["grade"] or "")} for place in _places(index, chosen, last.text, now, head)
    ]
    columns = [
        Column("rank", "名次", "number", level=_I),
        Column("unit", "单位", level="公开"),
        Column("grade", "等次", level=_I),
        Column("reward", "办法给的", level=_I, wide=True),
    ]
    note = "按发布的结果" if head else "还没有发布，按现在测算的结果，不能作为依据"
    return Answer(
        "incentive",
        {"scheme": chosen.id, "period": last.text},
        rows,
        {"units": len(rows), "with_reward": sum(bool(row["reward"]) for row in rows), "published": bool(head)},
        blocks=[
            *watermark(chosen),
            Heading(note, 2, _I),
            Table(columns, rows),
            Text("只列办法写的激励，不发放、不拨付", "note", level=_I),
        ],
        title=f"{chosen.name} 激励 {last.text}",
        title_level="公开",
        watermark=watermark_word(chosen),
        stamp=Stamp(period=last.text, sample=chosen.is_sample or None),
    )


def _scheme(index: IndexReader, text: str | None, aspect: str) -> ScoringScheme:
    """The scheme that people call so; without a name the only one of that aspect."""
    if text:
        return load_scheme(index, text)
    schemes = [load_scheme(index, id) for id in scheme_ids(index)]
    own = [scheme for scheme in schemes if scheme.body.get("aspect", "成效") == aspect]
    if len(own) == 1:
        return own[0]
    names = "、".join(scheme.id for scheme in own or schemes)
    if not own:
        raise BadUsage(
            f"没有评{aspect}的办法",
            f"在 data/schemes/ 里写一个 aspect: {aspect} 的" + (f"；有 {names}" if names else ""),
        )
    raise BadUsage(f"评{aspect}的办法不止一个", f"写 --scheme，可以写：{names}")


def _before(scheme: ScoringScheme, text: str, first: Any) -> Sequence[str]:
    """The periods before that one, within the board."""
    return [name for name in periods_until(scheme, first, _PERIODS - 1) if name != text]


def _places(
    index: IndexReader, scheme: ScoringScheme, period: str, now: datetime, head: EditionHead | None
) -> list[Row]:
    """The places of a period as they were published, else as they are computed now."""
    if head:
        return [
            {
                "unit": subject["of"],
                "group": "",
                "rank": subject.get("rank"),
                "total": subject.get("total"),
                "grade": subject.get("grade"),
                "published": True,
            }
            for subject in head.subjects
        ]
    scores = Scores(index, scheme, scheme_period(scheme, period, now.date()), now)
    return [
        {
            "unit": score.subject.name,
            "group": score.subject.group,
            "rank": score.rank,
            "total": score.total if score.is_ranked else None,
            "grade": score.grade,
            "published": False,
        }
        for score in scores.all
    ]


def _order(row: Row, period: str) -> tuple[str, bool, int]:
    rank = row["places"].get(period, {}).get("rank")
    return row["group"], rank is None, rank or 0


def _columns(names: Sequence[str]) -> list[Column]:
    def value(name: str, key: str) -> Any:
        return lambda row: row["places"].get(name, {}).get(key)

    periods = [
        column
        for name in names
        for column in (
            Column(f"{name}.rank", f"{name} 名次", "number", level=_I, get=value(name, "rank")),
            Column(f"{name}.total", f"{name} 得分", "number", level=_I, get=value(name, "total")),
        )
    ]
    return [
        Column("unit", "单位", level="公开"),
        Column("group", "组", level="公开"),
        *periods,
        Column("change", "升降", "number", level=_I),
    ]


SCOREBOARD = PrintedReport(
    "scoreboard",
    "评价榜单",
    "一期一期的名次和得分，升降几位；发布过的照发布的，没有发布的现算",
    scoreboard,
    of="scheme",
    position=210,
)
PROCESS = PrintedReport(
    "process", "过程评价", "信息收集、项目洽谈、跟踪服务，按评过程的办法算", process, of="scheme", position=211
)
INCENTIVE = PrintedReport(
    "incentive", "激励对照", "每个等次办法给什么，谁到了；只列出，不发放", incentive, of="scheme", position=212
)
