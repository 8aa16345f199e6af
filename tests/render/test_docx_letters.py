"""Letters in Word: a letter ends on its first page where a slightly closer line pitch brings it there."""

import io
import re
from dataclasses import replace

import pytest

from hyzs.model.answer import Answer
from hyzs.render import render
from hyzs.render.docx_letter import _LINE, _TIGHTEST_LINE, _line_pitch
from hyzs.render.letter import PrintedLetter
from hyzs.render.page_model import PagePart
from hyzs.reports.remind import remind
from hyzs.session import Session
from support.office import convert, needs_office
from support.stores import repo_store


def letter(*paragraphs) -> PrintedLetter:
    return PrintedLetter(
        "", "", ["标题"], "某单位：", list(paragraphs), "清单", PagePart("table"), "某办", "某日", "", ""
    )


@pytest.mark.parametrize(
    ("characters", "low", "high"), [(50, _LINE, _LINE), (250, _TIGHTEST_LINE, _LINE - 0.1), (900, _LINE, _LINE)]
)
def test_only_a_letter_that_nearly_fits_is_set_closer(characters, low, high):
    assert low <= _line_pitch(letter("字" * characters)) <= high


@pytest.fixture
def reminders():
    session = Session(str(repo_store()), "2026-11-23", quiet=True)
    yield remind(session.index, None, session.now)
    session.close()


@pytest.mark.slow
@needs_office
def test_a_letter_is_signed_on_its_first_page_in_another_office(reminders: Answer):
    from pypdf import PdfReader

    few = replace(reminders, letters=reminders.letters[:3])
    pdf = convert(bytes(render(few, "docx", store={})), "docx", "pdf")
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]

    assert len(pages) == 2 * len(few.letters)
    assert all("年11月23日" in page and "特此" in page for page in pages[::2])
    assert all(page.startswith("附件") for page in pages[1::2])
