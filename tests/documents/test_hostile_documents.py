"""Hostile documents: a sentence, in bounded time and memory, and nothing of them in the store."""

import io
import zipfile
import zlib

import docx
import pytest

from hyzs.documents.read_document import read_document
from support import program
from support.stores import make_store

pytestmark = pytest.mark.slow

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zip_of(entries):
    """An archive with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return out.getvalue()


def docx_of(body, head=b"", more=None):
    """A .docx whose body is that XML, behind that ``head``; ``more``: further entries of the archive."""
    plain, out = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    document = b'<?xml version="1.0" encoding="UTF-8"?>' + head + document
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in source.infolist():
            is_body = entry.filename == "word/document.xml"
            packed.writestr(entry.filename, document if is_body else source.read(entry))
        for name, data in (more or {}).items():
            packed.writestr(name, data)
    return out.getvalue()


def pdf_of(pages=1, stream=b"", filters=b"", catalog=b"", xref=None):
    """A .pdf of so many pages that share one stream; ``xref``: where its table is said to stand."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), filters, stream),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 3 0 R>>"] * pages,
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out) if xref is None else xref
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, b"".join(offsets))
    return bytes(out) + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, at)


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE = {
    "entities.docx": (
        lambda: docx_of("", head=ENTITIES),
        "外部实体",
    ),
    "outside.docx": (lambda: docx_of("", head=b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "外部实体"),
    "bomb.docx": (lambda: docx_of("", more={"word/media/a.bin": bytes(201_000_000)}), "大得不正常"),
    "empty.docx": (lambda: docx_of(paragraph("没有举措的一段话。")), "没有找到举措"),
    "bomb.xlsx": (lambda: zip_of({"xl/workbook.xml": bytes(201_000_000)}), "大得不正常"),
    "entities.xlsx": (lambda: zip_of({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}), "外部实体"),
    "unknown.exe": (b"MZ", "不认识 .exe"),
    "deep.docx": (
        lambda: docx_of("<w:tbl><w:tr><w:tc>" * 3000 + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * 3000),
        "打不开",
    ),
    "many.docx": (lambda: docx_of(paragraph("甲") * 20_001), "超过 20000 段"),
    "cut.docx": (lambda: docx_of(paragraph("甲"))[:-200], "不是 docx"),
    "pages.pdf": (lambda: pdf_of(pages=2001), "2001 页"),
    "xref.pdf": (lambda: pdf_of(xref=99_999_999), "没有文字层"),
    "deep.pdf": (lambda: pdf_of(catalog=b"/X " + b"[" * 100_000 + b"]" * 100_000), "没有文字层"),
    "bomb.pdf": (
        lambda: pdf_of(
            stream=zlib.compress(zlib.compress(bytes(10_000_000))), filters=b"/Filter[/FlateDecode/FlateDecode]"
        ),
        "没有文字层",
    ),
    "garbage.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "打不开"),
    "deep.html": (b"<div>" * 3000, "层层嵌套"),
    "tables.html": (b"<table><tr><td>" * 1000, "层层嵌套"),
    "wide.html": (("<p>" + "责任单位：" * 5000).encode(), "超过 2 万字"),
    "line.txt": (("（牵头单位：" * 4000).encode(), "超过 2 万字"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("hostile") / "store")


def content(root):
    """The records of a store, byte for byte."""
    return {file: file.read_bytes() for file in sorted((root / "data").rglob("*")) if file.is_file()}


@pytest.mark.parametrize("name", HOSTILE)
def test_import_plan_refuses_it_in_a_sentence_with_exit_1_and_writes_nothing(tmp_path, store, name):
    data, words = HOSTILE[name]
    (tmp_path / name).write_bytes(data() if callable(data) else data)
    before = content(store)

    run = program.run(["import", "plan", str(tmp_path / name)], store, encoding="utf-8")

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"错误：{name}") and words in run.stderr and "Traceback" not in run.stderr
    assert content(store) == before


def test_boxes_in_boxes_are_read_once(tmp_path):
    boxes = 40
    body = "<w:p><w:r><w:txbxContent>" * boxes + paragraph("办展会") + "</w:txbxContent></w:r></w:p>" * boxes
    (tmp_path / "a.docx").write_bytes(docx_of(body))

    assert [paragraph.text for paragraph in read_document(tmp_path / "a.docx").paragraphs] == ["办展会"]


def test_a_cell_over_a_thousand_million_columns_is_a_cell(tmp_path):
    span = '<w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>'
    cells = "".join(f"<w:tc>{span.format(size)}{paragraph('办展会')}</w:tc>" for size in ("999999999", "甲"))
    (tmp_path / "a.docx").write_bytes(docx_of(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))

    assert [paragraph.text for paragraph in read_document(tmp_path / "a.docx").paragraphs] == ["办展会"]


def test_content_of_other_files_is_not_fetched_and_told(tmp_path):
    (tmp_path / "a.docx").write_bytes(docx_of(paragraph("办展会") + '<w:altChunk w:id="rId99"/>'))

    document = read_document(tmp_path / "a.docx")

    assert [paragraph.text for paragraph in document.paragraphs] == ["办展会"]
    assert document.remarks == ["文件里有 1 处引用别的文件，那里面的没有收；把内容粘贴进来再收"]
