"""Notices as letters: their words by rung, their form on paper, and the same facts as mails and messages to robots."""

import email
import email.policy
import io
import json
import re
from dataclasses import replace

import pytest

from hyzs.model.answer import Answer
from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.letter import Attachment, Contact, Enclosures
from hyzs.model.print_options import PrintOptions
from support.letter_samples import notice, reminder, rendered, text_of


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return reminder(tmp_path_factory.mktemp("first"))


def lines_of(answer: Answer) -> list[str]:
    """The letter as a robot gets it, line by line."""
    text = json.loads(rendered(answer, "feishu"))["content"]["post"]["zh_cn"]
    return [text["title"], *(piece["text"] for [piece] in text["content"])]


@pytest.mark.parametrize(
    ("sent", "title", "closing"),
    [
        (0, "关于报送第47周招商引资项目进展的提醒函", "特此函告。"),
        (1, "关于报送第47周招商引资项目进展的催办单", "特此催办。"),
        (2, "关于限期报送第47周招商引资项目进展的督办单", "特此督办。"),
        (3, "关于未按期报送第47周招商引资项目进展情况的通报", "特此通报。"),
    ],
)
def test_each_rung_has_its_title_and_its_words(tmp_path, sent, title, closing):
    text = lines_of(reminder(tmp_path, *map(notice, range(1, sent + 1))))

    assert text[0] == title
    assert f"　　{closing}" in text


def test_a_letter_cites_the_earlier_ones_and_says_what_comes_next(tmp_path):
    text = "\n".join(lines_of(reminder(tmp_path, notice(1))))

    assert "此前已发提醒函（示例〔2026〕1号，2026年11月17日，限2026年11月19日前答复），至今未收到答复。" in text
    assert "于2026年11月25日前（2个工作日内）补报进展，并书面说明原因。逾期未答复的，将发督办单。" in text
    assert "衡南县：" in text and "附件：第47周未报事项清单" in text
    assert "1. 项目　示例·甲项目（期限 2026年11月20日10时，本周未报）" in text


def test_a_letter_on_paper_has_its_annex_on_a_sheet_of_its_own_and_no_number_on_the_first(first):
    [letter, annex] = text_of(rendered(first, "pdf"))

    assert "示例市招商引资工作专班" in letter and "示例〔2026〕" in letter
    assert "— 1 —" not in letter and "— 2 —" in annex
    assert "2026年11月23日" in letter.replace(" ", "")
    assert all(text in annex.replace("\n", "") for text in ("附件", "第47周未报事项清单", "示例·甲项目", "本周未报"))


def test_without_a_letterhead_no_red_is_printed_and_the_settings_sign(first):
    [letter, _] = text_of(rendered(first, "pdf", PrintOptions()))

    assert letter.count("市商务局") == 1
    assert (
        b"#c8102e" in rendered(first, "html")
        and '<p class="head">' not in rendered(first, "html", PrintOptions()).decode()
    )


def test_word_gets_a_section_a_letter_with_red_double_lines_and_the_size_of_official_paper(first):
    from docx import Document

    [letter] = first.letters
    document = Document(io.BytesIO(rendered(replace(first, letters=[letter, letter]), "docx")))

    assert [(round(s.top_margin.mm), round(s.left_margin.mm)) for s in document.sections] == [(37, 28)] * 2
    head = document.sections[0].first_page_header.paragraphs[0]
    assert (head.text, "thickThinSmallGap" in head._p.xml) == ("示例市招商引资工作专班", True)
    assert "thinThickSmallGap" in document.sections[0].first_page_footer.paragraphs[0]._p.xml
    assert [table.cell(1, 2).text for table in document.tables] == ["示例·甲项目"] * 2
    starts = [section._sectPr.xpath("./w:pgNumType/@w:start") for section in document.sections]
    assert starts == [["1"], ["1"]]


def test_a_page_has_a_sheet_for_each_letter_and_one_for_its_annex(first):
    page = rendered(first, "html").decode()

    assert re.findall('class="sheet (letter|annex)"', page) == ["letter", "annex"]
    assert "<h1>关于报送第47周招商引资项目进展的提醒函</h1>" in page


def test_other_formats_show_the_report_as_before(first):
    assert rendered(first, "md").decode().startswith("# 催办 2026-W47")
    assert "【提醒函】衡南县" in rendered(first, "text").decode()


def test_nobody_outside_gets_a_letter_to_somebody_else(first):
    assert "甲项目" not in rendered(first, "html", PrintOptions(audience="public")).decode()
    with pytest.raises(BadUsage, match="没有要发的文书"):
        rendered(first, "eml", PrintOptions(audience="public"))


def test_what_was_sent_today_is_printed_again_and_what_was_sent_before_is_not(tmp_path):
    today = reminder(tmp_path / "a", notice(5, "2026-11-23").replace("11-19", "11-25"))
    before = reminder(tmp_path / "b", notice(5, "2026-11-20").replace("11-19", "11-25"))

    assert [(letter.number, letter.type) for letter in today.letters] == [("示例〔2026〕5号", "提醒函")]
    assert today.letters[0].facts["answer_days"] == 2
    assert (before.letters, before.summary["already_sent"]) == ([], 1)


def test_a_store_words_its_letters_by_templates_of_its_own(first, tmp_path):
    (tmp_path / "letter.reminder.j2").write_text(
        '{% extends "letter.j2" %}{% block closing %}盼复 & 谢谢 <{{ letter.unit }}>。{% endblock %}', "utf-8"
    )

    assert "盼复 & 谢谢 <衡南县>。" in rendered(first, "eml", templates=[tmp_path]).decode() or (
        "盼复 & 谢谢 <衡南县>。" in mail(rendered(first, "eml", templates=[tmp_path])).get_content()
    )


def test_a_template_that_leaves_a_letter_empty_is_named(first, tmp_path):
    (tmp_path / "letter.reminder.j2").write_text("标题", "utf-8")

    with pytest.raises(BadConfig, match=r"letter\.reminder\.j2 没有正文"):
        rendered(first, "pdf", templates=[tmp_path])


@pytest.mark.parametrize("text", ["标题\n\n正文\f标题\n\n正文", "标题\n\n正文\x1b[2J\x00"])
def test_a_template_cannot_make_letters_of_its_own_or_hide_a_control_character(first, tmp_path, text):
    (tmp_path / "letter.reminder.j2").write_text(text, "utf-8")

    if "\f" in text:
        with pytest.raises(BadConfig, match="写出 2 份文书，应有 1 份"):
            rendered(first, "docx", templates=[tmp_path])
    else:
        assert "正文[2J" in "".join(text_of(rendered(first, "pdf", templates=[tmp_path])))
        assert rendered(first, "docx", templates=[tmp_path])


def mail(data: bytes):
    return email.message_from_bytes(data, policy=email.policy.default)


def test_a_mail_is_a_draft_to_a_unit_whose_address_nobody_told(first):
    text = mail(rendered(first, "eml"))

    assert (text["subject"], text["x-unsent"]) == ("关于报送第47周招商引资项目进展的提醒函", "1")
    [to] = text["to"].groups
    assert (to.display_name, to.addresses) == ("衡南县", ())
    assert text.defects == [] and all(text[name].defects == () for name in ("from", "to", "subject", "date"))
    assert "　　特此函告。" in text.get_content()


def test_addresses_telephones_and_workbooks_come_in_only_when_they_are_asked_for(tmp_path):
    contacts = {"hengnan": Contact(email="a@example.org"), "swj": Contact("示例联系人", "0734-0000000")}
    files = {"衡南县": Attachment("衡南县_周填报.xlsx", b"PK")}

    text = mail(rendered(reminder(tmp_path, enclosures=Enclosures(contacts, files)), "eml"))

    assert [str(address) for address in text["to"].addresses] == ["衡南县 <a@example.org>"]
    assert "（联系人：示例联系人，电话：0734-0000000）" in text.get_body().get_content()
    [file] = text.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("衡南县_周填报.xlsx", b"PK")
    assert file.get_content_type().endswith("spreadsheetml.sheet")


def test_an_address_that_is_none_is_named(tmp_path):
    answer = reminder(tmp_path, enclosures=Enclosures({"衡南县": Contact(email="a b\r\nBcc: c@d")}))

    with pytest.raises(BadUsage, match="衡南县的邮箱看不懂"):
        rendered(answer, "eml")
