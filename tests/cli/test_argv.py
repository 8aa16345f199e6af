"""The words of the command line: global options in front, the command, the format that is asked for."""

import pytest

from hyzs.cli.argv import parse_argv


@pytest.mark.parametrize(
    ("words", "normalized"),
    [
        ("track --week", "track --week 本期"),
        ("track --week -f json", "track --week 本期 -f json"),
        ("track --week --unit 衡南县", "track --week 本期 --unit 衡南县"),
        ("track --week W47", "track --week W47"),
        ("track --week=W47", "track --week=W47"),
        ("track --week --", "track --week 本期 --"),
        ("track", "track"),
        ("track --today 2026-11-20", "--today 2026-11-20 track"),
        ("track --today=2026-11-20 --week", "--today=2026-11-20 track --week 本期"),
        ("who 市商务局 --store 库 -f json", "--store 库 who 市商务局 -f json"),
        ("--store 库 track", "--store 库 track"),
        ("check -- --store --week", "check -- --store --week"),
        ("track --week --store", "--store"),
        ("", ""),
    ],
)
def test_options_of_hyzs_go_in_front_and_a_bare_week_is_spelled_out(words, normalized):
    assert parse_argv(words.split()).normalized == normalized.split()


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["--store", "report", "undo"], "undo"),
        (["undo", "--store", "report"], "undo"),
        (["--store=x", "--today", "2026-11-23", "track", "--week"], "track"),
        (["--today"], None),
        ([], None),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option_and_no_value(words, command):
    assert parse_argv(words).command == command


@pytest.mark.parametrize(
    ("words", "format"),
    [
        (["check", "-f", "json"], "json"),
        (["check", "-fsarif", "data"], "sarif"),
        (["--store", "x", "who", "甲", "--format=json"], "json"),
        (["check", "--format", "junit", "--nonsense"], "junit"),
        (["check", "-f", "json", "-o", "x.json"], None),
        (["check", "-o", "x.sarif"], None),
        (["check"], None),
        (["check", "-f"], None),
        (["check", "-f", "json", "-o"], None),
        (["log", "--", "-f", "json"], None),
    ],
)
def test_the_format_is_what_the_words_ask_for_on_stdout(words, format):
    assert parse_argv(words).format == format


@pytest.mark.parametrize(
    ("words", "store"),
    [("--store 甲 track", "甲"), ("track --store=乙 --store 甲", "甲"), ("check -- --store 甲", None)],
)
def test_the_last_store_that_is_named_counts(words, store):
    assert parse_argv(words.split()).options.get("--store") == store
