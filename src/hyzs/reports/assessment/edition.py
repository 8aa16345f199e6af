"""An edition on paper (公示稿、发布稿): frozen result, days of show or publication, appeals.

The two differ in one word and one day; nothing is computed again.
"""

from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Table, Text
from hyzs.model.errors import NotFound
from hyzs.model.printed_report import PrintedReport
from hyzs.query.editions import EditionHead, edition_heads
from hyzs.reports.optional_sections import filled_section

#: Words for a print of each state.
_PRINTS = {"草案": "草案，没有公示", "公示": "公示稿", "发布": "发布稿", "更正": "已经更正", "撤回": "已经撤回"}
#: Names, and those that everybody may see: of units their own, of projects their public one.
NAMES = """
SELECT r.id, r.name, CASE WHEN r.kind = 'unit' THEN r.name ELSE p.public_name END AS public_name
FROM record r LEFT JOIN project p ON p.id = r.id WHERE r.kind IN ('unit', 'project', 'investor')
"""
UNITS = "SELECT name, id FROM unit"
#: Appeals, each with the act at which it stands.
APPEALS = """
SELECT p.key AS subject, p.text, a."on", a.do, a.note FROM appeal p
JOIN act a ON a.record = p.record AND a.flow = '异议' AND a.key = p.key AND a.last = 1 AND a."on" <= :day
WHERE p.record = :id ORDER BY p.pos, p.key
"""
_SUBJECTS = [
    PublicColumn("rank", "名次", "number"),
    Column("name", "对象", level="内部", substitute="public_name"),
    PublicColumn("total", "得分", "number"),
    PublicColumn("grade", "等次"),
    PublicColumn("note", "说明", wide=True),
]
_APPEALS = [
    Column("subject", "谁提的", level="内部"),
    Column("text", "异议", level="内部", wide=True),
    Column("do", "办到", level="内部"),
    Column("on", "日期", "date", level="内部"),
    Column("note", "答复", level="内部", wide=True),
]


def edition(index: IndexReader, now: datetime, subject: str | None = None) -> Answer:
    """One row per subject: {of, name, public_name, rank, total, grade, note}, as frozen; ``appeals`` with the last act.

    Without a word it is the edition of the latest data; without any edition there is nothing to print.

    Raises:
        NotFound: There is no such edition.
    """
    heads = {head.id: head for head in edition_heads(index)}
    if subject is not None and subject not in heads:
        raise NotFound(f"没有这一期发布：{subject}", f"有：{'、'.join(heads)}" if heads else "hyzs publish 发布一期")
    latest = max(heads.values(), key=lambda head: (head.data["day"], head.id), default=None)
    head = heads[subject] if subject else latest
    if head is None:
        text = Text("还没有发布过；hyzs publish 办法 --period 期间 发布一期", level="公开")
        return Answer("edition", {"edition": None}, [], blocks=[text], title="公示稿和发布稿", title_level="公开")
    names = {id: (name, public_name) for id, name, public_name in index.tuples(NAMES)}
    ids = dict(index.tuples(UNITS))
    rows = [_row(dict(each), names, ids) for each in head.subjects]
    appeals = index.rows(APPEALS, id=head.id, day=str(now.date()))
    columns = [column for column in _SUBJECTS if any(row[column.key] is not None for row in rows)]
    blocks: list[Block] = [Text(_state_words(index, head, now), level="公开")]
    blocks.append(Table(columns, rows) if rows else Text("没有列出对象", level="公开"))
    blocks += filled_section("异议", "内部", _APPEALS, appeals)
    return Answer(
        "edition",
        {"edition": head.id},
        rows,
        {"status": head.status, "published": head.published, "subjects": len(rows), "appeals": len(appeals)},
        {"appeals": appeals},
        blocks=blocks,
        title=f"{head.name} {head.period}",
        title_level="公开",
        watermark="示例" if head.is_sample else "",
        stamp=Stamp(period=f"数据截至 {head.data['day']}，版本 {str(head.data['commit'])[:10]}", sample=head.is_sample),
    )


def _row(subject: Row, names: dict[str, tuple[str, str | None]], ids: dict[str, str]) -> Row:
    """The subject with its name; a score names units, a report has ids."""
    own = {key: subject.get(key) for key in ("of", "rank", "total", "grade", "note")}
    text = str(subject["of"])
    name, public_name = names.get(ids.get(text, text), (text, None))
    return {**own, "name": name, "public_name": public_name}


def _state_words(index: IndexReader, head: EditionHead, now: datetime) -> str:
    """（公示稿）2026-11-23 至 2026-11-27 公示; （发布稿）2026-11-30 发布."""
    [row] = matching_rows(index, "edition", ("id", "shown_until", "published_on"), f"id={head.id}", now)
    words = f"（{_PRINTS.get(head.status, head.status)}）"
    if head.status == "公示" and row["shown_until"]:
        return f"{words}公示到 {row['shown_until']}；有异议的，在公示期内书面提出。"
    return f"{words}{row['published_on']} 发布。" if head.status == "发布" else words


EDITION = PrintedReport(
    "edition",
    "公示稿和发布稿",
    "一期发布照冻结的印：公示到哪天，或者哪天发布，名次、得分、等次，异议办到哪一步；可写编号，不写为最近一期",
    edition,
    of="subject",
    subject_kind="edition",
    position=222,
)
