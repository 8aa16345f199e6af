"""Hostile documents: a sentence, in bounded time and memory, and nothing of them in the store."""

import io
import zipfile
import zlib

import docx
import pytest

from hyzs.documents.read_document import read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_of(body):
    """A .docx whose body is that XML."""
    plain, out = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in source.infolist():
            is_body = entry.filename == "word/document.xml"
            packed.writestr(entry.filename, document.encode() if is_body else source.read(entry))
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


HOSTILE = {
    "deep.docx": (docx_of("<w:tbl><w:tr><w:tc>" * 3000 + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * 3000), "打不开"),
    "many.docx": (docx_of(paragraph("甲") * 20_001), "超过 20000 段"),
    "cut.docx": (docx_of(paragraph("甲"))[:-200], "不是 docx"),
    "pages.pdf": (pdf_of(pages=2001), "2001 页"),
    "xref.pdf": (pdf_of(xref=99_999_999), "没有文字层"),
    "deep.pdf": (pdf_of(catalog=b"/X " + b"[" * 100_000 + b"]" * 100_000), "没有文字层"),
    "bomb.pdf": (
        pdf_of(stream=zlib.compress(zlib.compress(bytes(10_000_000))), filters=b"/Filter[/FlateDecode/FlateDecode]"),
        "没有文字层",
    ),
    "garbage.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "打不开"),
    "deep.html": (b"<div>" * 3000, "层层嵌套"),
    "tables.html": (b"<table><tr><td>" * 1000, "层层嵌套"),
    "wide.html": ("<p>" + "责任单位：" * 5000).encode(),
    "line.txt": ("（牵头单位：" * 4000).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_a_sentence(tmp_path, name):
    data, words = HOSTILE[name] if isinstance(HOSTILE[name], tuple) else (HOSTILE[name], "超过 2 万字")
    (tmp_path / name).write_bytes(data)

    document = read_document(tmp_path / name)

    assert words in document.problem and document.hint and not document.paragraphs


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
