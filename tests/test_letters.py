"""Notices as letters: their words by rung, their form on paper, and the same facts as mails and messages to robots."""

import email
import email.policy
import io
import json
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import validate

from hyzs.cli.main import run
from hyzs.model.answer import Answer, Column, Stamp, Table
from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.letter import Attachment, Contact, Enclosures, Letter
from hyzs.model.print_options import PrintOptions
from hyzs.render import render, render_letters
from hyzs.render.formats import dingtalk, feishu, wecom
from hyzs.reports.remind import remind
from stores import BASE, index_of, make_store

MONDAY = datetime(2026, 11, 23, 9, 0)
SETTINGS = """
ladder:
  - {type: 提醒函, notices: 0, days: 2}
  - {type: 催办单, notices: 1, weeks: 3, days: 2}
  - {type: 督办单, notices: 2, days: 3}
  - {type: 通报, notices: 3, days: 5}
notice_number: 示例〔{year}〕{n}号
notice_issuer: 市商务局
"""
PROJECT = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
content: 建一条线
lead: 市商务局
tracked: {since: 2026-11-16}
"""
HEAD = PrintOptions(letterhead="示例市招商引资工作专班")


def notice(number: int, sent: str = "2026-11-17") -> str:
    head = f"== data/notices/n26-s{number}.yaml\ntype: 提醒函\nnumber: 示例〔2026〕{number}号\nsample: true\n"
    return f"{head}unit: 衡南县\nweeks: [2026-W46]\nsent: {sent}\nanswer_by: 2026-11-19\n"


def store(root, *notices: str, more: str = ""):
    base = (BASE / "data" / "settings.yaml").read_text("utf-8")
    told = f"{PROJECT.lstrip()}{''.join(notices)}{more}== data/settings.yaml\n{base}{SETTINGS}"
    return make_store(root, told)


def reminder(root, *notices: str, **more) -> Answer:
    """The reminder of 衡南县 in W47 after these notices."""
    return remind(index_of(store(root, *notices)), "2026-W47", MONDAY, unit="衡南县", **more)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return reminder(tmp_path_factory.mktemp("first"))


def shown(answer: Answer, format: str, printing: PrintOptions = HEAD, **more) -> bytes:
    made = render(answer, format, store={}, printing=printing, **more)
    return made if isinstance(made, bytes) else made.encode()


def text_of(pdf: bytes) -> list[str]:
    """The text of each page of a PDF."""
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def lines_of(answer: Answer) -> list[str]:
    """The letter as a robot gets it, line by line."""
    told = json.loads(shown(answer, "feishu"))["content"]["post"]["zh_cn"]
    return [told["title"], *(piece["text"] for [piece] in told["content"])]


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
    told = lines_of(reminder(tmp_path, *map(notice, range(1, sent + 1))))

    assert told[0] == title
    assert f"　　{closing}" in told


def test_a_letter_cites_the_earlier_ones_and_says_what_comes_next(tmp_path):
    told = "\n".join(lines_of(reminder(tmp_path, notice(1))))

    assert "此前已发提醒函（示例〔2026〕1号，2026年11月17日，限2026年11月19日前答复），至今未收到答复。" in told
    assert "于2026年11月25日前（2个工作日内）补报进展，并书面说明原因。逾期未答复的，将发督办单。" in told
    assert "衡南县：" in told and "附件：第47周未报事项清单" in told
    assert "1. 项目　示例·甲项目（期限 2026年11月20日10时，本周未报）" in told


def test_a_letter_on_paper_has_its_annex_on_a_sheet_of_its_own_and_no_number_on_the_first(first):
    [letter, annex] = text_of(shown(first, "pdf"))

    assert "示例市招商引资工作专班" in letter and "示例〔2026〕" in letter
    assert "— 1 —" not in letter and "— 2 —" in annex
    assert "2026年11月23日" in letter.replace(" ", "")
    assert all(text in annex.replace("\n", "") for text in ("附件", "第47周未报事项清单", "示例·甲项目", "本周未报"))


def test_without_a_letterhead_no_red_is_printed_and_the_settings_sign(first):
    [letter, _] = text_of(shown(first, "pdf", PrintOptions()))

    assert letter.count("市商务局") == 1
    assert (
        b"#c8102e" in shown(first, "html") and '<p class="head">' not in shown(first, "html", PrintOptions()).decode()
    )


def test_word_gets_a_section_a_letter_with_red_double_lines_and_the_size_of_official_paper(first):
    from docx import Document

    [letter] = first.letters
    document = Document(io.BytesIO(shown(replace(first, letters=[letter, letter]), "docx")))

    assert [(round(s.top_margin.mm), round(s.left_margin.mm)) for s in document.sections] == [(37, 28)] * 2
    head = document.sections[0].first_page_header.paragraphs[0]
    assert (head.text, "thickThinSmallGap" in head._p.xml) == ("示例市招商引资工作专班", True)
    assert "thinThickSmallGap" in document.sections[0].first_page_footer.paragraphs[0]._p.xml
    assert [table.cell(1, 2).text for table in document.tables] == ["示例·甲项目"] * 2
    starts = [section._sectPr.xpath("./w:pgNumType/@w:start") for section in document.sections]
    assert starts == [["1"], ["1"]]


def test_a_page_has_a_sheet_for_each_letter_and_one_for_its_annex(first):
    page = shown(first, "html").decode()

    assert re.findall('class="sheet (letter|annex)"', page) == ["letter", "annex"]
    assert "<h1>关于报送第47周招商引资项目进展的提醒函</h1>" in page


def test_other_formats_show_the_report_as_before(first):
    assert shown(first, "md").decode().startswith("# 催办 2026-W47")
    assert "【提醒函】衡南县" in shown(first, "text").decode()


def test_nobody_outside_gets_a_letter_to_somebody_else(first):
    assert "甲项目" not in shown(first, "html", PrintOptions(audience="public")).decode()
    with pytest.raises(BadUsage, match="没有要发的文书"):
        shown(first, "eml", PrintOptions(audience="public"))


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

    assert "盼复 & 谢谢 <衡南县>。" in shown(first, "eml", templates=[tmp_path]).decode() or (
        "盼复 & 谢谢 <衡南县>。" in mail(shown(first, "eml", templates=[tmp_path])).get_content()
    )


def test_a_template_that_leaves_a_letter_empty_is_named(first, tmp_path):
    (tmp_path / "letter.reminder.j2").write_text("标题", "utf-8")

    with pytest.raises(BadConfig, match=r"letter\.reminder\.j2 没有正文"):
        shown(first, "pdf", templates=[tmp_path])


@pytest.mark.parametrize("text", ["标题\n\n正文\f标题\n\n正文", "标题\n\n正文\x1b[2J\x00"])
def test_a_template_cannot_make_letters_of_its_own_or_hide_a_control_character(first, tmp_path, text):
    (tmp_path / "letter.reminder.j2").write_text(text, "utf-8")

    if "\f" in text:
        with pytest.raises(BadConfig, match="写出 2 份文书，应有 1 份"):
            shown(first, "docx", templates=[tmp_path])
    else:
        assert "正文[2J" in "".join(text_of(shown(first, "pdf", templates=[tmp_path])))
        assert shown(first, "docx", templates=[tmp_path])


def mail(data: bytes):
    return email.message_from_bytes(data, policy=email.policy.default)


def test_a_mail_is_a_draft_to_a_unit_whose_address_nobody_told(first):
    told = mail(shown(first, "eml"))

    assert (told["subject"], told["x-unsent"]) == ("关于报送第47周招商引资项目进展的提醒函", "1")
    [to] = told["to"].groups
    assert (to.display_name, to.addresses) == ("衡南县", ())
    assert told.defects == [] and all(told[name].defects == () for name in ("from", "to", "subject", "date"))
    assert "　　特此函告。" in told.get_content()


def test_addresses_telephones_and_workbooks_come_in_only_when_they_are_asked_for(tmp_path):
    contacts = {"hengnan": Contact(email="a@example.org"), "swj": Contact("示例联系人", "0734-0000000")}
    files = {"衡南县": Attachment("衡南县_周填报.xlsx", b"PK")}

    told = mail(shown(reminder(tmp_path, enclosures=Enclosures(contacts, files)), "eml"))

    assert [str(address) for address in told["to"].addresses] == ["衡南县 <a@example.org>"]
    assert "（联系人：示例联系人，电话：0734-0000000）" in told.get_body().get_content()
    [file] = told.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("衡南县_周填报.xlsx", b"PK")
    assert file.get_content_type().endswith("spreadsheetml.sheet")


def test_an_address_that_is_none_is_named(tmp_path):
    answer = reminder(tmp_path, enclosures=Enclosures({"衡南县": Contact(email="a b\r\nBcc: c@d")}))

    with pytest.raises(BadUsage, match="衡南县的邮箱看不懂"):
        shown(answer, "eml")


_TEXT = {"type": "string", "minLength": 1}


def _object(**properties) -> dict:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


LINE = {"type": "array", "items": _object(tag={"const": "text"}, text={"type": "string"}), "minItems": 1}
ROBOTS = {
    "wecom": _object(msgtype={"const": "markdown"}, markdown=_object(content=_TEXT)),
    "dingtalk": _object(
        msgtype={"const": "markdown"},
        markdown=_object(title=_TEXT, text=_TEXT),
        at=_object(isAtAll={"const": False}),
    ),
    "feishu": _object(
        msg_type={"const": "post"},
        content=_object(post=_object(zh_cn=_object(title=_TEXT, content={"type": "array", "items": LINE}))),
    ),
}


def sizes(format: str, line: str) -> tuple[int, int]:
    """How large a message is, as its robot counts, and how large it may be."""
    if format == "wecom":
        return len(json.loads(line)["markdown"]["content"].encode()), wecom.MAX_BYTES
    return len(line.encode()), {"dingtalk": dingtalk.MAX_BYTES, "feishu": feishu.MAX_BYTES}[format]


def long_letter(texts: list[str], unit: str = "衡南县") -> Answer:
    """A letter with an annex as long as that."""
    columns = [Column(key, key) for key in ("number", "kind", "text", "due", "state")]
    rows = [{"number": n, "kind": "项目", "text": text, "due": "", "state": ""} for n, text in enumerate(texts, 1)]
    letter = Letter(unit, unit, "提醒函", "", "2026-11-23", {}, Table(columns, rows), "清单")
    told = replace(letter, title="关于报送的提醒函", paragraphs=["正文"])
    return Answer("remind", letters=[told], stamp=Stamp())


@pytest.mark.parametrize("format", ROBOTS)
def test_a_robot_gets_the_payload_that_its_documents_ask_for(first, format):
    [line] = shown(first, format).decode().splitlines()

    validate(json.loads(line), ROBOTS[format])


@pytest.mark.parametrize("format", ROBOTS)
@given(texts=st.lists(st.text(alphabet='项目进展甲乙 <*&"\\', max_size=3000), max_size=12))
@settings(max_examples=15, deadline=None)
def test_a_long_letter_becomes_several_messages_that_each_fit_and_lose_nothing(format, texts):
    lines = shown(long_letter(texts), format).decode().splitlines()

    for line in lines:
        validate(json.loads(line), ROBOTS[format])
        size, most = sizes(format, line)
        assert size <= most
    said = "".join(json.dumps(json.loads(line), ensure_ascii=False) for line in lines)
    signs = sum(text.strip().count("项") for text in texts)
    assert said.count("项") == signs + len(texts)
    assert len(lines) == 1 or all(f"（{n}/{len(lines)}）" in line for n, line in enumerate(lines, 1))


def test_no_name_rings_everybody_in_a_chat():
    line = shown(long_letter(["<@all> [点我](http://x)"], "<@all>"), "wecom").decode()

    assert "<@all>" not in line and "＜@all＞" in line and "](" not in line


def test_a_folder_gets_a_file_a_letter_and_a_file_a_message(first):
    files = render_letters(replace(first, letters=[*first.letters, *first.letters]), "eml", store={})
    pieces = render_letters(long_letter(["项目" * 900] * 3), "wecom", store={})

    assert list(files) == ["01_衡南县_提醒函.eml", "02_衡南县_提醒函.eml"]
    assert list(pieces) == [f"01_衡南县_提醒函_{n}.json" for n in range(1, len(pieces) + 1)] and len(pieces) > 1
    with pytest.raises(BadUsage, match="xlsx 不能一家一份"):
        render_letters(first, "xlsx", store={})


def test_a_unit_cannot_name_a_file_outside_the_folder():
    [name] = render_letters(long_letter([], '../坏\\:"名'), "eml", store={})

    assert name == "01_.._坏_名_提醒函.eml"


def test_several_letters_are_no_single_mail(first):
    with pytest.raises(BadUsage, match="有 2 份文书"):
        shown(replace(first, letters=[*first.letters, *first.letters]), "eml")


def test_the_command_writes_the_letters_of_a_folder_and_says_how_many(tmp_path, capsys):
    root = store(tmp_path / "store", notice(5, "2026-11-20").replace("11-19", "11-25").replace("衡南县", "衡山县"))
    words = ["--store", str(root), "--today", "2026-11-23", "report", "remind", "-o", f"{tmp_path}/out/"]

    code = run([*words, "-f", "wecom"])

    err = capsys.readouterr().err
    assert code == 0 and "写到" in err and "已经发过，没有再写 1 份：衡山县(示例〔2026〕5号)" in err
    assert all(name.suffix == ".json" for name in (tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("issuer", "said"), [("notice_issuer: 示例专班\n", "署名还是示例的“示例专班”"), ("", "没有写发文机关，署名空着")]
)
def test_a_letter_that_nobody_real_signs_says_so(tmp_path, capsys, issuer, said):
    root = store(tmp_path)
    settings_file = root / "data" / "settings.yaml"
    settings_file.write_text(settings_file.read_text("utf-8").replace("notice_issuer: 市商务局\n", issuer), "utf-8")
    words = ["--store", str(root), "--today", "2026-11-23", "report", "remind", "--unit", "衡南县", "-f", "html"]

    run(words)
    plain = capsys.readouterr().err
    run([*words, "--letterhead", "某市商务局"])

    assert (said in plain, said in capsys.readouterr().err) == (True, False)


def test_contacts_are_read_only_when_asked_for_and_what_is_wrong_with_them_is_said(tmp_path, capsys):
    root = store(tmp_path)
    words = ["--store", str(root), "--today", "2026-11-23", "report", "remind", "--unit", "衡南县", "-f", "eml"]

    missing = run([*words, "--contacts"])
    (root / "private").mkdir()
    (root / "private" / "contacts.yaml").write_text("hengnan: {email: a@example.org}\n", "utf-8")
    capsys.readouterr()
    without, told = run(words), capsys.readouterr().out
    with_contacts, addressed = run([*words, "--contacts"]), capsys.readouterr().out

    assert (missing, without, with_contacts) == (66, 0, 0)
    assert "a@example.org" not in told and "a@example.org" in addressed


def test_working_days_are_counted_to_the_day_of_the_answer():
    from hyzs.query.reporting_week import load_schedule

    days = load_schedule(index_of(BASE))

    assert days.working_days(date(2026, 11, 20), days.add_working_days(date(2026, 11, 20), 3).day) == 3


def test_every_line_of_a_long_annex_is_printed_in_every_format_of_paper():
    from docx import Document

    answer = long_letter([f"示例·第{n}号" for n in range(1, 81)])

    pages = text_of(shown(answer, "pdf"))
    [table] = Document(io.BytesIO(shown(answer, "docx"))).tables
    assert len(pages) > 3 and "示例·第80号" in pages[-1] and f"— {len(pages)} —" in pages[-1]
    assert (len(table.rows), table.rows[-1].cells[2].text) == (81, "示例·第80号")
    assert "示例·第80号" in shown(answer, "html").decode()
    assert "示例·第80号" in shown(answer, "feishu").decode()


def test_what_cannot_be_written_is_not_recorded_and_the_number_stays_free(tmp_path, capsys):
    root = store(tmp_path / "store")
    words = ["--store", str(root), "--today", "2026-11-23", "report", "remind", "--record"]

    refused = run([*words, "-o", str(tmp_path / "all.eml")])
    before = (root / "data" / "notices").exists()
    done = run([*words, "-o", f"{tmp_path}/out/", "-f", "html"])

    assert (refused, before, done) == (2, False, 0)
    assert "一封邮件只装一份文书" in capsys.readouterr().err
    numbers = sorted(re.search("number: (.*)", file.read_text("utf-8"))[1] for file in root.rglob("n26-*.yaml"))
    printed = [file.read_text("utf-8") for file in (tmp_path / "out").iterdir()]
    assert numbers == [f"示例〔2026〕{n}号" for n in range(1, len(printed) + 1)]
    assert all(any(number in page for page in printed) for number in numbers)
