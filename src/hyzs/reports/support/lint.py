"""Lint of a document or a record: the sentences that touch an article, and those that only forbid or are excepted.

A hit is no judgement: 命中不等于违规，零命中不等于合规.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.decimals import stored_number
from hyzs.model.finding import Route
from hyzs.model.json_pointer import to_pointer
from hyzs.model.lint import EXCEPTED, HIT, NEGATED, STRONG, Lexicon, LintHit
from hyzs.query.record_positions import locate_record
from hyzs.reports.optional_sections import filled_table

DISCLAIMER = "按词查的：命中不等于违规，零命中不等于合规；合不合规由审查的单位说了算"
_COLUMNS = [
    Column("place", "在哪里", level="内部"),
    PublicColumn("outcome", "结果", "light"),
    PublicColumn("law", "条款"),
    PublicColumn("title", "内容", wide=True),
    Column("words", "词", level="内部", get=lambda row: "、".join(row["words"])),
    Column("by", "否定、除外的词", level="内部"),
    Column("sentence", "原句", level="内部", wide=True),
]


class LintedText(NamedTuple):
    """A text and its place: the number of a paragraph, or the route in a record."""

    place: str
    text: str


def lint_document(index: IndexReader, name: str, texts: Sequence[str], *, everything: bool, funds: bool) -> Answer:
    """The articles that a document's sentences touch, by paragraph; ``funds``: those about funds too."""
    linted = (LintedText(f"第 {number} 段", text) for number, text in enumerate(texts, 1))
    return _answer(index.lexicon(), name, linted, _sorts(funds=funds), everything=everything, is_sample=False)


def lint_record(index: IndexReader, text: str, *, everything: bool, funds: bool) -> Answer:
    """The articles that the texts of a record touch, by field; a fund's terms are linted as such.

    Raises: NotFound: there is no such record.
    """
    record = locate_record(index, text)
    linted = (LintedText(to_pointer(route).lstrip("/"), value) for route, value in _texts(record.body, ()))
    sorts = _sorts(funds=funds or record.kind == "offer")
    return _answer(index.lexicon(), record.name, linted, sorts, everything=everything, is_sample=record.is_sample)


def _sorts(*, funds: bool) -> tuple[str, ...]:
    return ("policy", "fund") if funds else ("policy",)


def _texts(body: Any, route: Route) -> Iterator[tuple[Route, str]]:
    """Every text below, with its route."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from _texts(value, (*route, str(key)))
    elif isinstance(body, list):
        for number, value in enumerate(body):
            yield from _texts(value, (*route, number))
    elif isinstance(body, str):
        yield route, body


def _answer(
    lexicon: Lexicon, name: str, texts: Iterable[LintedText], sorts: Sequence[str], *, everything: bool, is_sample: bool
) -> Answer:
    lint_rows: list[Row] = []
    characters = 0
    for text in texts:
        characters += len(text.text)
        lint_rows += [_row(text.place, hit) for of in sorts for hit in lexicon.hits(text.text, of)]
    hits = [row for row in lint_rows if row["outcome"] == HIT and row["strength"] == STRONG]
    rows = lint_rows if everything else hits
    counts = Counter(
        row["outcome"] if row["outcome"] != HIT or row["strength"] == STRONG else "弱命中" for row in lint_rows
    )
    summary = {
        "characters": characters,
        "articles": sum(article.of in sorts for article in lexicon.articles),
        "hits": counts[HIT],
        "weak": counts["弱命中"],
        "negated": counts[NEGATED],
        "excepted": counts[EXCEPTED],
    }
    rest = f"，{len(lint_rows) - len(hits)} 处没有列出（加 --all 列出）" if len(lint_rows) > len(rows) else ""
    sentence = (
        f"{characters} 字，{summary['articles']} 条条款：命中 {summary['hits']}，弱命中 {summary['weak']}，"
        f"否定 {summary['negated']}，除外 {summary['excepted']}{rest}"
    )
    blocks: list[Block] = [Text(sentence, level="公开")]
    blocks += filled_table(_COLUMNS, rows)
    blocks.append(Text(DISCLAIMER, "note", "公开"))
    return Answer(
        "lint",
        {"of": name, "all": everything},
        rows,
        summary,
        blocks=blocks,
        title=f"审查提示 {name}",
        title_level="内部",
        stamp=Stamp(sample=is_sample or None),
    )


def _row(place: str, hit: LintHit) -> Row:
    article = hit.article
    return {
        "place": place,
        "outcome": hit.outcome,
        "strength": article.strength,
        "article": article.id,
        "law": article.place,
        "title": article.title,
        "words": list(hit.words),
        "by": hit.by or None,
        "sentence": hit.sentence,
        "start": hit.start,
        "end": hit.end,
        "percent": None if hit.percent is None else stored_number(hit.percent),
    }
