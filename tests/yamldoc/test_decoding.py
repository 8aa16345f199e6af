"""Bytes as text: encodings, odd characters, private numbers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.private_use import standard_char
from hyzs.yamldoc.decoding import MAX_BYTES, decode
from hyzs.yamldoc.private_number_faults import private_faults

CHINESE = "name: 市商务局\nlead: 某某县\n"


def faults_of(data: bytes) -> list[tuple[str, tuple[int, ...]]]:
    return [(fault.code, tuple(fault.span)) for fault in decode(data)[1]]


@pytest.mark.parametrize(
    ("encoding", "says"),
    [("gb18030", "GB18030"), ("utf-16", "UTF-16 LE"), ("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE")],
)
def test_another_encoding_is_named(encoding, says):
    text, [fault] = decode(CHINESE.encode(encoding))

    assert (text, fault.code) == (None, "encoding")
    assert says in fault.message
    assert "UTF-8" in fault.hint


def test_the_first_bad_byte_has_its_place():
    assert faults_of("a: 市\nb: 好".encode() + b"\xff\xff\n") == [("encoding", (2, 5, 2, 6))]


def test_a_byte_order_mark_is_a_warning_and_takes_no_column():
    text, [fault] = decode(b"\xef\xbb\xbfa: 1\n")

    assert (text, fault.code) == ("a: 1\n", "bom")


def test_a_big_file_is_not_looked_into():
    assert faults_of(b"\0" * (MAX_BYTES + 1)) == [("file-size", (1, 1, 1, 1))]


@pytest.mark.parametrize("char", "\0\x07\x0b\x1b\x7f\x9b\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ufffe")
def test_a_character_that_nobody_sees_is_refused_and_replaced(char):
    text, [fault] = decode(f"a: x{char}y\n".encode())

    assert (text, fault.code, tuple(fault.span)) == ("a: x\ufffdy\n", "control-char", (1, 5, 1, 6))
    assert f"U+{ord(char):04X}" in fault.message


@pytest.mark.parametrize("char", "\x85\u2028\u2029")
def test_a_line_break_of_another_world_is_refused(char):
    assert faults_of(f"a: x{char}y\n".encode()) == [("line-separator", (1, 5, 1, 6))]


def test_a_lone_carriage_return_is_refused_and_still_counts_as_a_line():
    assert faults_of(b"a: 1\rb: 2\rc: 3\r\n") == [("line-ending", (1, 5, 1, 6)), ("line-ending", (2, 5, 2, 6))]


@pytest.mark.parametrize("text", ["a: 1\r\nb: 2\r\n", "a: x\ty\n", "　　全角空格，👍🏽👨‍👩‍👧\n"])
def test_what_people_type_is_left_alone(text):
    assert decode(text.encode()) == (text, [])


@given(st.text())
def test_lines_and_columns_stay(text):
    decoded, _ = decode(text.encode("utf-8", "replace"))

    assert decoded is None or len(decoded) == len(text.removeprefix("\ufeff"))


@pytest.mark.parametrize(
    ("char", "says"),
    [
        ("\ue863", "“䶮”（U+4DAE）"),
        ("\ue816", "“𠂇”（U+20087）"),
        ("\ue864", "“龻”（U+9FBB）"),
        ("\ue7c7", "“ḿ”（U+1E3F）"),
        ("\ue78d", "“︐”（U+FE10）"),
    ],
)
def test_a_private_use_character_is_told_with_the_standard_one_that_gb_18030_has(char, says):
    text, [fault] = decode(f"a: x{char}y\n".encode())

    assert (text, fault.code, tuple(fault.span)) == (f"a: x{char}y\n", "private-char", (1, 5, 1, 6))
    assert f"U+{ord(char):04X}" in fault.message and says in fault.message and says in fault.hint


@pytest.mark.parametrize("char", "\ue000\uf8ff\U000f0000\U000ffffd\U00100000\U0010fffd")
def test_a_private_use_character_that_only_its_maker_knows_is_told(char):
    _, [fault] = decode(f"a: x{char}y\n".encode())

    assert (fault.code, fault.hint) == ("private-char", "查明是哪个字，改成它的标准字")


def test_the_standard_characters_are_those_that_the_codec_has():
    gbk = [bytes([0xFE, low]) for low in range(0x50, 0xA1) if low != 0x7F] + [
        bytes([0xA9, n]) for n in range(0x89, 0x96)
    ]
    private = [*map(chr, range(0xE815, 0xE865)), *map(chr, range(0xE7E7, 0xE7F4))]
    gbk_by_char = {char: code.decode("gb18030") for char, code in zip(private, gbk, strict=True)}

    # The codec is of an edition that had no place yet for the others.
    assert {char: standard_char(char) for char in gbk_by_char if gbk_by_char[char] != char} == {
        char: standard for char, standard in gbk_by_char.items() if standard != char
    }
    assert len(gbk_by_char) == 93 and not [char for char in gbk_by_char if standard_char(char) is None]
    assert not [char for char in gbk_by_char if is_private_use(standard_char(char) or "")]


def is_private_use(char: str) -> bool:
    return unicodedata.category(char) == "Co"


def test_a_selector_behind_an_ideograph_is_told_and_one_behind_a_sign_is_not():
    text, [fault] = decode("a: ☎\ufe0f葛\U000e0100城\n".encode())

    assert (text[5], fault.code, tuple(fault.span)) == ("葛", "variant-char", (1, 7, 1, 8))
    assert "“葛”" in fault.message and "U+E0100" in fault.message


def test_of_many_odd_characters_the_last_told_says_how_many_more_there_are():
    _, faults = decode(("\ue863 \ue000\u200b " * 30).encode())

    assert [(f.code, f.message[-14:]) for f in faults if "没有列出" in f.message] == [
        ("private-char", "后面还有 40 处，没有列出"),
        ("control-char", "后面还有 10 处，没有列出"),
    ]


MOBILE = "139" + "0000" + "0000"
#: Invented, with the right check digits.
CARD = "110101" + "19900307" + "109X"
BANK = "4111" + "1111" + "1111" + "1111"
UNION = "6222" + "0000" + "0000" + "0000" + "004"


@pytest.mark.parametrize(
    "number",
    [
        MOBILE,
        "139 0000 0000",
        "139-0000-0000",
        "+86 139 0000 0000",
        "+8613900000000",
        "86-13900000000",
        "１３９００００００００",
        CARD,
        CARD.replace("X", "x"),
        f"{CARD[:6]} {CARD[6:14]} {CARD[14:]}",
        f"{CARD[:-1]}{'1' if CARD[-1] != '1' else '2'}",
        f"{CARD[:15]}000",
        BANK,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        UNION,
    ],
)
@pytest.mark.parametrize("around", ["电话：{}", "a: 1 # {}。", "x: '{}'\n"])
def test_a_private_number_is_found_with_its_place_and_not_repeated(number, around):
    text = around.format(number)
    [fault] = private_faults(f"第一行\n{text}")

    start = text.index(number) + 1
    assert tuple(fault.span) == (2, start, 2, start + len(number))
    assert number[-4:] not in fault.message + fault.hint


@pytest.mark.parametrize(
    "text",
    [
        "91430400MA4L13812X",
        "914304007121234567",
        "2503-430422-04-01-123456",
        "2026-11-20 2026-11-21 2026-W47",
        "20261120094200123",
        "120000000000",
        "13812345678.50",
        "0.13812345678",
        "113812345678",
        "138123456789",
        "110101199013071234",
        "4111111111111112",
        "7111111111111111",
        "2503-138-1234-5678",
    ],
)
def test_codes_dates_and_amounts_are_no_private_faults(text):
    assert private_faults(f"a: {text}\n") == []


def test_several_numbers_are_told_in_order():
    faults = private_faults(f"{MOBILE} / {BANK}\n{MOBILE}-{MOBILE}\n")

    assert [(f.span.line, f.span.column) for f in faults] == [(1, 1), (1, 15), (2, 1), (2, 13)]
