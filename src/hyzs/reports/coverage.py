"""Coverage of a plan: each sentence of its document, and the measure or task that it went into."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from hyzs.documents.clause_bounds import FoundClause, find_clauses, pieces_between
from hyzs.documents.numbering import read_number
from hyzs.documents.outline import cell_kind, read_outline, split_sentences
from hyzs.documents.paragraph import Paragraph, stored_paragraphs
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Row, Table, Text
from hyzs.model.errors import NotFound
from hyzs.model.printed_report import PrintedReport
from hyzs.query.plans import filed_measures, filed_plans

#: Codes of what a sentence became, as people read them.
ROLES = {
    "heading": "标题",
    "measure": "已入举措",
    "task": "任务",
    "owners": "责任注释",
    "left_out": "忽略",
    "missing": "未入",
}
#: Cells of a row that belong to its measure → what they become.
_OF_ROW = {"lead": "owners", "responsible": "owners", "due": "owners", "number": "heading", "section": "heading"}
_COLUMNS = [
    Column("paragraph", "段", level="公开"),
    Column("role", "归处", level="公开", get=lambda row: ROLES[row["role"]]),
    Column("record", "举措或任务", level="公开"),
    Column("text", "原文", level="公开", wide=True),
    Column("reason", "理由", level="公开", wide=True),
]


def coverage(index: IndexReader, plan: str | None) -> Answer:
    """One row per sentence of the plan's text: {paragraph, text, role, record, draft, reason}; ``role`` is of ROLES.

    Raises: NotFound: there is no such plan, or its document was not taken in.
    """
    record = resolve_name(index, plan or _only_plan(index), "plan")
    body = filed_plans(index, record["id"])[0].body
    texts = body.get("paragraphs") or ()
    if not texts:
        raise NotFound(f"{record['name']}没有存正文，看不出漏没漏", "hyzs import plan 文件 --plan " + record["id"])
    rows = list(_Coverage(index, record["id"], body).rows(texts))
    counts = Counter(row["role"] for row in rows)
    words = "，".join(f"{label} {counts[code]}" for code, label in ROLES.items() if counts[code])
    missing = counts["missing"]
    blocks: list[Block] = [
        Text(f"{len(texts)} 段 {len(rows)} 句：{words}", level="公开"),
        Table(_COLUMNS, rows),
        *(
            [Text(f"未入 {missing} 句：补进举措，或在方案里写 left_out 和理由", "warn", level="公开")]
            if missing
            else []
        ),
    ]
    summary = {"paragraphs": len(texts), "sentences": len(rows), **{code: counts[code] for code in ROLES}}
    return Answer(
        "coverage",
        {"plan": record["id"]},
        rows,
        summary,
        blocks=blocks,
        title=f"{record['name']}·原文覆盖表",
        title_level="公开",
        stamp=Stamp(),
    )


def _only_plan(index: IndexReader) -> str:
    plans = filed_plans(index)
    if not plans:
        raise NotFound("库里没有方案", "hyzs import plan 文件")
    return plans[0].id


class _Coverage:
    """The quotes of a plan's measures and tasks, to find sentences in."""

    def __init__(self, index: IndexReader, plan: str, body: Mapping[str, object]) -> None:
        self.measures: list[Row] = []
        self.tasks: list[tuple[str, str]] = []
        for measure in filed_measures(index, plan):
            quote = _squeezed((measure.body.get("quote") or {}).get("text", ""))
            self.measures.append({"id": measure.id, "quote": quote})
            for task in measure.body.get("tasks") or ():
                if quote := _squeezed((task.get("quote") or {}).get("text", "")):
                    self.tasks.append((task["id"], quote))
        left_out = body.get("left_out") or ()
        self.left_out = {item["paragraph"]: item["reason"] for item in left_out}  # type: ignore[attr-defined]

    def rows(self, texts: Sequence[str]) -> Iterator[Row]:
        """The sentences of the document in their order, each with what it became."""
        paragraphs = stored_paragraphs(texts)
        roles = read_outline(paragraphs).roles
        current = ""
        for number, paragraph in enumerate(paragraphs, 1):
            if paragraph.cells:
                yield from self._cell_rows(number, paragraph, roles[number - 1])
                continue
            text = paragraph.text
            numbered = read_number(text)
            body = numbered.rest if numbered else text
            clauses = find_clauses(body)
            for sentence in _sentences(body, clauses):
                row = self._row(number, sentence, roles[number - 1], current, {clause.text for clause in clauses})
                if row["role"] not in ("owners", "task"):
                    current = row["record"]
                yield row

    def _cell_rows(self, number: int, paragraph: Paragraph, role: str) -> Iterator[Row]:
        """The sentences of a row of a table: cells of units and time limits go with the measure of the row."""
        kinds = [(cell_kind(heading), text) for heading, text in paragraph.cells if text]
        rows = [
            (kind, self._row(number, sentence, role if paragraph.is_headings else "", "", set()))
            for kind, text in kinds
            for sentence in split_sentences(text)
        ]
        record = next((row["record"] for kind, row in rows if kind == "name" and row["role"] == "measure"), "")
        record = record or next((row["record"].rpartition("-")[0] for _, row in rows if row["role"] == "task"), "")
        for kind, row in rows:
            if row["role"] == "missing" and record and kind in _OF_ROW:
                row |= {"role": _OF_ROW[kind], "record": record}
            yield row

    def _row(self, number: int, sentence: str, role: str, current: str, clauses: set[str]) -> Row:
        code, record, reason = "missing", "", ""
        words = _squeezed(sentence)
        task = next((id for id, quote in self.tasks if words.rstrip("。；;") == quote.rstrip("。；;")), "")
        measure = next((row["id"] for row in self.measures if row["quote"] and words in row["quote"]), "")
        if sentence in clauses and current:
            code, record = "owners", current
        elif task:
            code, record = "task", task
        elif measure:
            code, record = "measure", measure
        elif number in self.left_out:
            code, reason = "left_out", str(self.left_out[number])
        elif role in ("title", "heading"):
            code = "heading"
        return {"paragraph": number, "text": sentence, "role": code, "record": record, "reason": reason}


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _sentences(text: str, clauses: Sequence[FoundClause]) -> list[str]:
    """The sentences of a paragraph without its number, and its ownership clauses as they stand, in their order."""
    sentences = [
        (start, sentence) for start, piece in pieces_between(text, clauses) for sentence in split_sentences(piece)
    ]
    return [text for _, text in sorted((*sentences, *((c.start, c.text) for c in clauses)), key=itemgetter(0))]


COVERAGE = PrintedReport(
    "coverage",
    "原文覆盖表",
    "方案正文逐句：进了哪条举措、哪项任务，哪句还没有入；写哪个方案",
    coverage,
    of="plan",
    position=150,
)
