"""Notices as messages to chats and as files of a folder."""

import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import validate

from hyzs.cli.main import run
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, Table
from hyzs.model.errors import BadUsage
from hyzs.model.letter import Letter
from hyzs.render import render_letters
from hyzs.render.formats import dingtalk, feishu, wecom
from support.fuzz import examples
from support.letter_samples import notice, reminder, rendered, store, text_of
from support.stores import BASE, index_of


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return reminder(tmp_path_factory.mktemp("first"))


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
    output = replace(letter, title="关于报送的提醒函", paragraphs=["正文"])
    return Answer("remind", letters=[output], stamp=Stamp())


@pytest.mark.parametrize("format", ROBOTS)
def test_a_robot_gets_the_payload_that_its_documents_ask_for(first, format):
    [line] = rendered(first, format).decode().splitlines()

    validate(json.loads(line), ROBOTS[format])


@pytest.mark.parametrize("format", ROBOTS)
@given(texts=st.lists(st.text(alphabet='项目进展甲乙 <*&"\\', max_size=3000), max_size=12))
@settings(max_examples=examples(15), deadline=None)
def test_a_long_letter_becomes_several_messages_that_each_fit_and_lose_nothing(format, texts):
    lines = rendered(long_letter(texts), format).decode().splitlines()

    for line in lines:
        validate(json.loads(line), ROBOTS[format])
        size, most = sizes(format, line)
        assert size <= most
    output = "".join(json.dumps(json.loads(line), ensure_ascii=False) for line in lines)
    signs = sum(text.strip().count("项") for text in texts)
    assert output.count("项") == signs + len(texts)
    assert len(lines) == 1 or all(f"（{n}/{len(lines)}）" in line for n, line in enumerate(lines, 1))


def test_no_name_rings_everybody_in_a_chat():
    line = rendered(long_letter(["<@all> [点我](http://x)"], "<@all>"), "wecom").decode()

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
        rendered(replace(first, letters=[*first.letters, *first.letters]), "eml")


def test_the_command_writes_the_letters_of_a_folder_and_says_how_many(tmp_path, capsys):
    root = store(tmp_path / "store", notice(5, "2026-11-20").replace("11-19", "11-25").replace("衡南县", "衡山县"))
    words = ["--store", str(root), "--today", "2026-11-23", "report", "remind", "-o", f"{tmp_path}/out/"]

    code = run([*words, "-f", "wecom"])

    err = capsys.readouterr().err
    assert code == 0 and "写到" in err and "已经发过，没有再写 1 份：衡山县(示例〔2026〕5号)" in err
    assert all(name.suffix == ".json" for name in (tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [("notice_issuer: 示例专班\n", "署名还是示例的“示例专班”"), ("", "没有写发文机关，署名空着")],
)
def test_a_letter_that_nobody_real_signs_says_so(tmp_path, capsys, issuer, expected):
    root = store(tmp_path)
    settings_file = root / "data" / "settings.yaml"
    settings_file.write_text(settings_file.read_text("utf-8").replace("notice_issuer: 市商务局\n", issuer), "utf-8")
    words = ["--store", str(root), "--today", "2026-11-23", "report", "remind", "--unit", "衡南县", "-f", "html"]

    run(words)
    plain = capsys.readouterr().err
    run([*words, "--letterhead", "某市商务局"])

    assert (expected in plain, expected in capsys.readouterr().err) == (True, False)


def test_contacts_are_read_only_when_asked_for_and_what_is_wrong_with_them_is_said(tmp_path, capsys):
    root = store(tmp_path)
    words = ["--store", str(root), "--today", "2026-11-23", "report", "remind", "--unit", "衡南县", "-f", "eml"]

    missing = run([*words, "--contacts"])
    (root / "private").mkdir()
    (root / "private" / "contacts.yaml").write_text("hengnan: {email: a@example.org}\n", "utf-8")
    capsys.readouterr()
    exit_code, text = run(words), capsys.readouterr().out
    with_contacts, addressed = run([*words, "--contacts"]), capsys.readouterr().out

    assert (missing, exit_code, with_contacts) == (66, 0, 0)
    assert "a@example.org" not in text and "a@example.org" in addressed


def test_working_days_are_counted_to_the_day_of_the_answer():
    from hyzs.fields.reporting_week import load_schedule

    days = load_schedule(index_of(BASE))

    assert days.working_days(date(2026, 11, 20), days.add_working_days(date(2026, 11, 20), 3).day) == 3


def test_every_line_of_a_long_annex_is_printed_in_every_format_of_paper():
    from docx import Document

    answer = long_letter([f"示例·第{n}号" for n in range(1, 81)])

    pages = text_of(rendered(answer, "pdf"))
    [table] = Document(io.BytesIO(rendered(answer, "docx"))).tables
    assert len(pages) > 3 and "示例·第80号" in pages[-1] and f"— {len(pages)} —" in pages[-1]
    assert (len(table.rows), table.rows[-1].cells[2].text) == (81, "示例·第80号")
    assert "示例·第80号" in rendered(answer, "html").decode()
    assert "示例·第80号" in rendered(answer, "feishu").decode()


def test_what_cannot_be_written_is_not_recorded_and_the_number_stays_free(tmp_path, capsys):
    root = store(tmp_path / "store")
    words = ["--store", str(root), "--today", "2026-11-23", "report", "remind", "--record"]

    refused = run([*words, "-o", str(tmp_path / "all.eml")])
    before = (root / "data" / "notices").exists()
    process = run([*words, "-o", f"{tmp_path}/out/", "-f", "html"])

    assert (refused, before, process) == (2, False, 0)
    assert "一封邮件只装一份文书" in capsys.readouterr().err
    numbers = sorted(re.search("number: (.*)", file.read_text("utf-8"))[1] for file in root.rglob("n26-*.yaml"))
    printed = [file.read_text("utf-8") for file in (tmp_path / "out").iterdir()]
    assert numbers == [f"示例〔2026〕{n}号" for n in range(1, len(printed) + 1)]
    assert all(any(number in page for page in printed) for number in numbers)
