"""Answers and stores that are printed, and readers of what comes out."""

import io
import json
import struct
from contextlib import closing

from hyzs.commands.report_registry import ReportOptions, ask_report, printed_reports, with_subject
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, Group, Table, Text
from hyzs.render import render

#: What people are told to write behind the name of a report → a record of the data.
SUBJECTS = {
    "单位": "市商务局",
    "人员": "示例·张副市长",
    "项目": "p26-x2c8",
    "产业": "输变电装备",
    "企业": "示例绝缘材料",
}
#: Reports whose pictures are looked at: one sheet, a wide table, letters, drawings. Every other is set just as its PDF
#: is; that it comes as a picture is told in tests/slow.
PICTURED = ("overview", "track", "remind", "chain")
TODAY = "2026-11-23"
ROWS = [
    {"name": "=1+1", "total": 12000, "on": "2026-11-20", "needs": ["用电", "用水"], "said": "土地平整完成七成。" * 9},
    {"name": "乙<b>", "total": 8000.5, "on": "2026-11", "needs": [], "said": None},
]
COLUMNS = [
    Column("name", "项目"),
    Column("total", "总投资", "number", "万元"),
    Column("on", "日期", "date"),
    Column("needs", "诉求", "list"),
    Column("said", "进展", wide=True),
]
TABLE = Table(COLUMNS, ROWS, [Group("重大", 1), Group("一般", 1)], "注：示例", {"name": "合计", "total": 20000.5})
ANSWER = Answer("list", rows=ROWS, blocks=[Text("共两个"), TABLE], title="示例清单", stamp=Stamp(data_date=TODAY))


def write_document(data) -> None:
    """Give the plan in that data folder a text, as `hyzs import plan` would: a report shows which of it is covered."""
    plan = data / "plans" / "hzbf-2025-11.yaml"
    plan.write_text(f"{plan.read_text('utf-8')}paragraphs:\n  - 示例段落：各单位要按时填报。\n", encoding="utf-8")


def answer_of(session, name, subject=None) -> Answer:
    report = printed_reports()[name]
    return ask_report(session, report, with_subject(report, subject, ReportOptions()))


def sample_answer(session, name, **others) -> Answer:
    """The answer of a report on the record that it requires; ``others`` stand for those of SUBJECTS."""
    return answer_of(session, name, {**SUBJECTS, **others}.get(printed_reports()[name].required))


def rendered(answer, format, printing=None) -> bytes:
    text = render(answer, format, store={}, printing=printing)
    [data] = text if isinstance(text, list) else [text]
    return data if isinstance(data, bytes) else data.encode()


def text_of(data: bytes, format: str) -> str:
    """What a reader of that format finds in it."""
    if format == "pdf":
        from pypdfium2 import PdfDocument

        with closing(PdfDocument(data)) as document:
            return "".join(page.get_textpage().get_text_range() for page in document)
    if format == "docx":
        from docx import Document
        from docx.oxml.ns import qn

        body = Document(io.BytesIO(data)).element.body
        return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    if format == "xlsx":
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data))
        return "\n".join(str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v)
    if format == "png":
        assert data[:8] == b"\x89PNG\r\n\x1a\n" and min(struct.unpack(">II", data[16:24])) > 400
        return ""
    text = data.decode()
    if format == "json":
        json.loads(text)
    return text
