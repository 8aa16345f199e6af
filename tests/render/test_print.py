"""Every report in every format, each opened by another program's reader; the same answer, the same bytes."""

import functools
import io
import os
import re
import shutil
import struct
import subprocess
import sys
from dataclasses import replace

import pytest

from hyzs.commands.report_registry import printed_reports
from hyzs.model.answer import Answer
from hyzs.model.blocks import Column, Table
from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.print_options import PrintOptions
from hyzs.render import fonts, render
from hyzs.render.context import RenderContext
from hyzs.render.format_catalog import all_formats, letter_formats, listed_formats
from hyzs.render.layout.cell_text import items, main_table
from hyzs.render.layout.official_values import date_words
from hyzs.render.letter import printed_letters
from hyzs.session import Session
from support.fuzz import in_formats
from support.print_samples import (
    ANSWER,
    COLUMNS,
    PICTURED,
    ROWS,
    TODAY,
    rendered,
    sample_answer,
    text_of,
    write_document,
)
from support.stores import REPO


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    root = tmp_path_factory.mktemp("city")
    shutil.copytree(REPO / "data", root / "data")
    write_document(root / "data")
    session = Session(str(root), TODAY, quiet=True)
    yield session
    session.close()


@pytest.fixture(scope="module")
def answers(session):
    """The answer of a report; the report is asked once."""
    return functools.cache(functools.partial(sample_answer, session))


#: Each report in the formats of text and in one of the others; those that are looked at in all. The rest is slow.
PROMPT = {
    *in_formats([*printed_reports()], ["png"]),
    *((name, format) for name in PICTURED for format in listed_formats()),
}


@pytest.mark.parametrize(
    ("name", "format"),
    [
        pytest.param(name, format, marks=() if (name, format) in PROMPT else pytest.mark.slow)
        for name in printed_reports()
        for format in listed_formats()
        if format != "png" or name in PICTURED
    ],
)
def test_every_report_comes_in_every_format(session, answers, tmp_path, name, format):
    answer, file = answers(name), tmp_path / f"x.{ {'text': 'txt'}.get(format, format) }"

    session.show(answer, None, str(file))

    first = min(tmp_path.glob("x*"))  # a long answer is several pictures
    text = re.sub(r"\s", "", text_of(first.read_bytes(), format))
    titles = {"json": answer.report, "jsonl": "", "csv": "", "tsv": "", "text": "", "png": ""}
    title = answer.title.removesuffix(answer.stamp.period)
    title = date_words(title) if format in ("pdf", "docx", "html") else title
    if answer.letters and format in letter_formats():
        title = printed_letters(answer, RenderContext())[0].title_lines[-1]  # letters have titles of their own
    expected = titles.get(format, "" if format == "md" else title)
    assert re.sub(r"\s", "", expected) in text
    if format not in ("png", "json", "jsonl"):  # a picture has no text, and JSON is tested by its readers
        assert last_words(answer) in text


def last_words(answer) -> str:
    """The longest plain word in the last row of the table that every format shows; empty where there is none."""
    table = main_table(answer) if any(isinstance(block, Table) for block in answer.blocks) else None
    last = table.rows[-1] if table and table.rows else {}
    words = [text for column in table.columns for text in items(column.value(last))] if table and last else []
    return max((word for word in words if re.fullmatch(r"(?=.*[^\W\d])[\w·]{1,24}", word)), key=len, default="")


def picture_heights(rows: int) -> list[int]:
    many = [{**ROWS[0], "name": f"项目{n}"} for n in range(rows)]
    sheets = render(replace(ANSWER, blocks=[Table(COLUMNS, many)]), "png", store={})
    return [struct.unpack(">II", sheet[16:24])[1] for sheet in sheets]


@pytest.mark.slow
def test_a_picture_is_as_high_as_its_rows_need_and_many_rows_are_several_pictures():
    few, more, many = picture_heights(2), picture_heights(20), picture_heights(200)

    assert len(few) == len(more) == 1 and few[0] * 3 < more[0]
    assert len(many) > 1 and sum(many) > more[0] * 8


def test_pictures_are_numbered_and_named(session, tmp_path, capsys):
    many = [{**ROWS[0], "name": f"项目{n}"} for n in range(200)]

    session.show(replace(ANSWER, blocks=[Table(COLUMNS, many)]), None, str(tmp_path / "甲.png"))

    names = sorted(file.name for file in tmp_path.iterdir())
    assert names[0] == "甲-1.png" and len(names) > 1
    assert f"一张图放不下，写成 {len(names)} 张：甲-1.png 到 {names[-1]}" in capsys.readouterr().err


def test_a_text_longer_than_a_cell_is_named_above_the_table():
    from openpyxl import load_workbook

    long = [{**ROWS[0], "said": "长" * 40_000}, {**ROWS[1], "said": "𠮷" * 20_000}, {**ROWS[1], "said": "长" * 32_767}]

    sheet = load_workbook(io.BytesIO(rendered(replace(ANSWER, blocks=[Table(COLUMNS, long)]), "xlsx"))).active

    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert (
        "一格最多 32,767 字，没有写完的：第 1 条的进展(40,000 字)、第 2 条的进展(20,000 字)；全文见 csv、json" in texts
    )
    assert "长" * 32_766 + "…" in texts and "长" * 32_767 in texts


@pytest.mark.parametrize("format", [name for name in listed_formats() if all_formats()[name].is_binary])
def test_a_file_is_made_from_any_folder(format, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert len(rendered(ANSWER, format)) > 1000


@pytest.mark.slow
@pytest.mark.parametrize("format", [name for name in listed_formats() if all_formats()[name].is_binary])
def test_the_same_answer_makes_the_same_bytes_in_another_process(format, tmp_path):
    code = (
        "import sys; sys.path.insert(0, 'tests'); from support.print_samples import *;"
        "sys.stdout.buffer.write(rendered(ANSWER, sys.argv[1]))"
    )
    pages = [
        subprocess.run(
            [sys.executable, "-c", code, format],
            cwd=REPO,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPO / "src")},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert pages[0] == pages[1] and len(pages[0]) > 1000


@pytest.mark.parametrize(("format", "module"), [("pdf", "typst"), ("png", "typst"), ("docx", "docx")])
def test_without_its_library_a_format_says_how_to_get_it(monkeypatch, format, module):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(BadConfig) as error:
        rendered(ANSWER, format)

    assert error.value.code == 78 and "pip install 'hyzs[" in error.value.hint


def test_a_character_that_no_font_has_is_named_instead_of_left_blank(monkeypatch):
    import typst

    shipped = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.FONTS)])
    monkeypatch.setattr(
        fonts, "available_fonts", lambda: shipped
    )  # a machine may have a hundred, each of which is looked into
    with pytest.raises(BadConfig, match=r"U\+F8FF"):
        rendered(replace(ANSWER, title="示例\uf8ff"), "pdf")


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_missing_character_is_told_with_the_record_and_field(format, monkeypatch):
    import typst

    shipped = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.FONTS)])
    monkeypatch.setattr(fonts, "available_fonts", lambda: shipped)
    rows = [{"id": "p26-a1", "name": "甲"}, {"id": "p26-b2", "name": "乙\ue863"}]

    with pytest.raises(BadConfig, match=r"\(U\+E863，p26-b2 的项目\)"):
        rendered(Answer("list", rows=rows, blocks=[Table([Column("name", "项目")], rows)], title="清单"), format)


@pytest.mark.parametrize("face", ["hyzs_serif_sc.otf", "hyzs_serif_sc_bold.otf"])
def test_the_shipped_faces_have_the_characters_of_papers_and_names(face):
    has = fonts._characters(str(fonts.FONTS / face), 0)
    table = "".join((REPO / "docs" / "characters.txt").read_text(encoding="utf-8").split())

    assert len(table) == len(set(table)) == 8105
    assert not [sign for sign in table + "〇㛃䶮𠮷陞囧▲▼" if ord(sign) not in has]


def test_a_paper_for_the_archive_says_that_it_is_pdf_a_and_has_all_that_asks_for():
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(rendered(ANSWER, "pdf", PrintOptions(archive=True))))
    root = reader.trailer["/Root"]
    text = root["/Metadata"].get_object().get_data().decode()
    [intent] = root["/OutputIntents"]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]

    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in text
    assert intent.get_object()["/S"] == "/GTS_PDFA1" and "/DestOutputProfile" in intent.get_object()
    assert reader.metadata.creation_date.date().isoformat() == TODAY
    assert "/Encrypt" not in reader.trailer and reader.trailer["/ID"]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert descriptors and all({"/FontFile2", "/FontFile3"} & set(each) for each in descriptors)


def test_only_a_pdf_is_for_the_archive():
    with pytest.raises(BadUsage, match="归档只用 PDF/A"):
        rendered(ANSWER, "docx", PrintOptions(archive=True))


def test_a_variation_selector_is_no_character(monkeypatch):
    import typst

    shipped = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.FONTS)])
    monkeypatch.setattr(fonts, "available_fonts", lambda: shipped)

    assert rendered(replace(ANSWER, title="葛\U000e0100城\ufe00"), "pdf").startswith(b"%PDF")


def test_a_file_is_not_put_on_the_screen(session, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    with pytest.raises(BadUsage, match="不能显示在屏幕上"):
        session.show(ANSWER, "pdf")
