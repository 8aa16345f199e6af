"""Answers of ``hyzs rollup``: the rows of a question over many stores, and all that they do not say by themselves."""

from collections.abc import Mapping, Sequence
from datetime import date

from hyzs.lake.lake import Lake
from hyzs.lake.manifest import StoreExport
from hyzs.lake.question import Question, questions
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Table, Text

#: Stores and columns that a sentence names.
_NAMED = 5


def rollup_answer(lake: Lake, question: Question, day: date, rows: Sequence[Row], audience: str = "full") -> Answer:
    """The rows with their rates, the sum of all, and a stamp: which stores as of when, and which columns they lack.

    Rows that are made by a value that these readers may not see are counted in the sum, and not listed.
    Raises: BadUsage: there are no such readers.
    """
    every = question.complete(rows)
    missing, hidden = lake.missing(question), question.hidden_keys(audience)
    complete = [] if hidden else every
    withheld = _withheld_sentence(hidden, len(every), bool(question.sums)) if hidden and every else ""
    blocks: list[Block] = [
        Text(question.about, "note", level="公开"),
        Table(question.columns, complete, total=question.total(every)),
        *([Text(withheld, "warn", level="公开")] if withheld else []),
        *(Text(text, "warn", level="公开") for text in _warnings(lake, missing)),
    ]
    exports = lake.stores
    stamp = Stamp(
        period=f"{_listed([export.name or export.store for export in exports])} 共 {len(exports)} 个库",
        note=_missing_note(missing),
        data_date=str(day),
        sample=any(export.sample for export in exports),
    )
    return Answer(
        "rollup",
        {"question": question.name, "day": str(day)},
        complete,
        {"stores": len(exports), "rows": len(complete), "incomplete": len(missing)},
        {"stores": [_source_row(export, missing.get(export.store, [])) for export in exports]},
        blocks,
        title=question.title,
        stamp=stamp,
        title_level="公开",
        withheld={"rows": len(every), "by": [column.key for column in hidden]} if withheld else {},
    )


def _withheld_sentence(hidden: Sequence[Column], count: int, is_summed: bool) -> str:
    """The sentence on rows that are not listed: 11 行是按渠道(内部)分的，不给这些读者看，没有列；合计里都有."""
    labels = "、".join(f"{column.label}({column.level})" for column in hidden)
    return f"{count} 行是按{labels}分的，不给这些读者看，没有列{'；合计里都有' if is_summed else ''}"


def questions_answer() -> Answer:
    """The questions: {name, title, about}."""
    rows: list[Row] = [
        {"name": question.name, "title": question.title, "about": question.about} for question in questions().values()
    ]
    columns = [
        PublicColumn("name", "汇总", "code"),
        PublicColumn("title", "名称"),
        PublicColumn("about", "怎么算", wide=True),
    ]
    blocks: list[Block] = [Table(columns, rows)]
    return Answer("rollup", rows=rows, blocks=blocks, title="有哪些汇总", stamp=Stamp(), title_level="公开")


def _source_row(export: StoreExport, missing: Sequence[str]) -> Row:
    """One store of the lake as it was exported, and the columns that it lacks."""
    return {
        "store": export.store,
        "name": export.name,
        "region_code": export.region_code,
        "commit": export.commit,
        "dirty": export.dirty,
        "day": export.day,
        "schema": export.schema,
        "audience": export.audience,
        "sample": export.sample,
        "missing": missing,
    }


def _missing_note(missing: Mapping[str, Sequence[str]]) -> str:
    """The columns that stores lack: {甲} 没有 project.financing.kind，按空算."""
    parts = [f"{store} 没有 {_listed(columns)}" for store, columns in missing.items()]
    return f"{'；'.join(parts)}，按空算" if parts else ""


def _warnings(lake: Lake, missing: Mapping[str, Sequence[str]]) -> list[str]:
    exports = lake.stores
    dirty = [export.store for export in exports if export.dirty]
    unread = [export.store for export in exports if export.unread]
    days = sorted({export.day for export in exports})
    return [
        *([f"导出时有没有保存的改动：{_listed(dirty)}"] if dirty else []),
        *([f"导出时有文件读不全：{_listed(unread)}"] if unread else []),
        *([f"各库导出的日子不一样：最早 {days[0]}，最晚 {days[-1]}"] if len(days) > 1 else []),
        *([_missing_note(missing)] if missing else []),
    ]


def _listed(words: Sequence[str]) -> str:
    more = f" 等 {len(words)} 个" if len(words) > _NAMED else ""
    return f"{'、'.join(words[:_NAMED])}{more}"
