"""Bytes as text: encodings, odd characters, private numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.store.yaml.text import MAX_BYTES, decode, private_numbers

CHINESE = "name: 市商务局\nlead: 某某县\n"


def told(data: bytes) -> list[tuple[str, tuple[int, ...]]]:
    return [(fault.code, tuple(fault.place)) for fault in decode(data)[1]]


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
    assert told("a: 市\nb: 好".encode() + b"\xff\xff\n") == [("encoding", (2, 5, 2, 6))]


def test_a_byte_order_mark_is_a_warning_and_takes_no_column():
    text, [fault] = decode(b"\xef\xbb\xbfa: 1\n")

    assert (text, fault.code) == ("a: 1\n", "bom")


def test_a_big_file_is_not_looked_into():
    assert told(b"\0" * (MAX_BYTES + 1)) == [("file-size", (1, 1, 1, 1))]


@pytest.mark.parametrize("char", "\0\x07\x0b\x1b\x7f\x9b\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ufffe")
def test_a_character_that_nobody_sees_is_refused_and_replaced(char):
    text, [fault] = decode(f"a: x{char}y\n".encode())

    assert (text, fault.code, tuple(fault.place)) == ("a: x\ufffdy\n", "control-char", (1, 5, 1, 6))
    assert f"U+{ord(char):04X}" in fault.message


@pytest.mark.parametrize("char", "\x85\u2028\u2029")
def test_a_line_break_of_another_world_is_refused(char):
    assert told(f"a: x{char}y\n".encode()) == [("line-separator", (1, 5, 1, 6))]


def test_a_lone_carriage_return_is_refused_and_still_counts_as_a_line():
    assert told(b"a: 1\rb: 2\rc: 3\r\n") == [("line-ending", (1, 5, 1, 6)), ("line-ending", (2, 5, 2, 6))]


@pytest.mark.parametrize("text", ["a: 1\r\nb: 2\r\n", "a: x\ty\n", "　　全角空格，👍🏽👨‍👩‍👧\n"])
def test_what_people_type_is_left_alone(text):
    assert decode(text.encode()) == (text, [])


@given(st.text())
def test_lines_and_columns_stay(text):
    decoded, _ = decode(text.encode("utf-8", "replace"))

    assert decoded is None or len(decoded) == len(text.removeprefix("\ufeff"))


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
        BANK,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        UNION,
    ],
)
@pytest.mark.parametrize("around", ["电话：{}", "a: 1 # {}。", "x: '{}'\n"])
def test_a_private_number_is_found_with_its_place_and_not_repeated(number, around):
    text = around.format(number)
    [fault] = private_numbers(f"第一行\n{text}")

    start = text.index(number) + 1
    assert tuple(fault.place) == (2, start, 2, start + len(number))
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
        "0734-8812345",
        "2503-138-1234-5678",
    ],
)
def test_codes_dates_and_amounts_are_no_private_numbers(text):
    assert private_numbers(f"a: {text}\n") == []


def test_several_numbers_are_told_in_order():
    faults = private_numbers(f"{MOBILE} / {BANK}\n{MOBILE}-{MOBILE}\n")

    assert [(f.place.line, f.place.column) for f in faults] == [(1, 1), (1, 15), (2, 1), (2, 13)]
