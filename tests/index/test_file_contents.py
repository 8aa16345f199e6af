"""Bytes and values of files: what is refused, what is read as it stands."""

import inspect

import pytest

from support.stores import make_store
from support.stray_files import PROJECT, UNIT, Store


@pytest.fixture
def store(request, tmp_path):
    """The base store, with the files that the test's docstring tells."""
    store_text = f"{inspect.cleandoc(request.function.__doc__)}\n" if request.function.__doc__ else ""
    return Store(make_store(tmp_path, store_text.replace("{project}\n", PROJECT)))


# Bytes


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (UNIT.encode("gb18030"), "encoding"),
        (UNIT.encode("utf-16"), "encoding"),
        (UNIT.encode("utf-16-be"), "encoding"),
        (UNIT.encode() + b"\xff\n", "encoding"),
        (b"", "file-empty"),
        ("# 以后再填\n".encode(), "file-empty"),
        (b"---\n...\n", "file-empty"),
        (b"# x\n" * 250_001, "file-size"),
        (b"- id: " + b"x" * 1_000_000, "file-size"),
        (b"\0" * 100, "control-char"),
        (UNIT.encode().replace(b"\n", b"\r") + UNIT.replace("xin", "er").replace("新", "二").encode(), "line-ending"),
        (UNIT.replace("新局", "新\u2028局").encode(), "line-separator"),
        (UNIT.replace("新局", "新\x85局").encode(), "line-separator"),
        (UNIT.replace("新局", "新\u202e局").encode(), "control-char"),
        (UNIT.replace("新局", "新\u200b局").encode(), "control-char"),
        (UNIT.replace("新局", '"新\\e局"').encode(), "bad-text"),
        (UNIT.replace("新局", '"新\\u202e局"').encode(), "bad-text"),
        (UNIT.replace("新局", '"新\\u200b局"').encode(), "bad-text"),
        (UNIT.replace("新局", '"新\\u2028局"').encode(), "bad-text"),
        (UNIT.replace("新局", '"新\\0局"').encode(), "bad-text"),
    ],
    ids=range(20),
)
def test_bytes_that_are_no_plain_text_are_refused_and_the_other_files_answer(store, data, code):
    store.put("units/more.yaml", data)

    assert code in {item for item, path in store.error_codes() if path == "units/more.yaml"}
    assert {path for _, path in store.error_codes()} == {"units/more.yaml"}
    assert store.index.value("SELECT name FROM unit WHERE id = 'swj'") == "市商务局"


def test_a_byte_order_mark_is_a_warning_and_the_file_is_read(store):
    store.put("units/more.yaml", b"\xef\xbb\xbf" + UNIT.encode())

    assert ("bom", "warning") in [(f.code, str(f.severity)) for f in store.findings()]
    assert store.error_codes() == []
    assert "xin" in store.ids("unit")


def test_line_ends_of_windows_are_read_as_they_are(store):
    store.put("projects/p26-a1.yaml", (PROJECT + "content: |\n  一\n  二\nlead: 市商物局\n").replace("\n", "\r\n"))

    assert store.error_spans() == [("unknown-name", (8, 7, 8, 11))]
    assert store.index.value("SELECT content FROM project") == "一\n二\n"


# What YAML can do and we do without


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\n" + "".join(
    f"{c}: &{c} [{','.join([f'*{b}'] * 9)}]\n" for b, c in zip("bcdefgh", "cdefghi", strict=True)
)
MERGE = "a: &a {x: 1}\n" + "".join(
    f"{c}: &{c}\n  <<: [{','.join([f'*{b}'] * 9)}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (BOMB, {"yaml-anchor", "yaml-alias"}),
        (MERGE, {"yaml-anchor", "yaml-alias", "yaml-key"}),
        ("name: !!python/object/apply:os.system [x]\n", {"yaml-tag"}),
        ("name: !x 甲\n", {"yaml-tag"}),
        ("name: " + "[" * 5000 + "]" * 5000, {"yaml-depth"}),
        ("name: 甲\nname: 乙\n", {"yaml-duplicate-key"}),
        ("name：示例\n", {"fullwidth-colon"}),
        ("　　name: 示例\n", {"fullwidth-space"}),
        ("\tname: 示例\n", {"yaml-tab"}),
        ("name: 甲\n---\nname: 乙\n", {"yaml-documents"}),
        ("%YAML 1.1\n---\nname: 甲\n", {"yaml-directive"}),
        ("? [a, b]\n: 1\n", {"yaml-key"}),
        ("name: [\n", {"yaml-syntax"}),
    ],
    ids=lambda value: value[:20].strip() if isinstance(value, str) else "",
)
def test_what_can_blow_up_or_mislead_is_refused(store, text, codes):
    store.put("plans/x.yaml", text)
    texts = {code for code, path in store.error_codes() if path == "plans/x.yaml"}

    assert codes <= texts <= codes | {"field-missing", "field-unknown", "bad-form"}


REFUSED = {
    "investment: {total: 1e999}": "bad-number",
    "investment: {total: .nan}": "bad-number",
    "investment: {total: .inf}": "bad-number",
    "investment: {total: 0x1F}": "bad-number",
    "investment: {total: 1_000}": "bad-number",
    f"investment: {{total: {'9' * 5000}}}": "bad-number",
    "milestones: {在谈: 2026-02-30}": "bad-date",
    "milestones: {在谈: 2026-01-05 00:00:00}": "bad-date",
    "milestones: {在谈: 2026-1-5}": "bad-date",
    "industrial: yes": "bad-flag",
    "industrial: on": "bad-flag",
    "industrial: True": "bad-flag",
}


def test_no_value_is_guessed(store):
    for n, line in enumerate(REFUSED):
        store.put(f"projects/p26-{n}.yaml", PROJECT.replace("甲", f"{n}号") + line)

    assert store.error_codes() == sorted(
        ((code, f"projects/p26-{n}.yaml") for n, code in enumerate(REFUSED.values())), key=lambda pair: pair[1]
    )


def test_a_text_stays_what_was_typed(store):
    texts = ["no", "012", "1.10", "1:30", "0o7", "2026-01-05", "1e3", "null局"]
    for n, text in enumerate(texts):
        store.put(f"projects/p26-{n}.yaml", f"{PROJECT.replace('甲', f'{n}号')}content: {text}\n")

    assert store.error_codes() == []
    assert [row["content"] for row in store.index.rows("SELECT content FROM project ORDER BY id")] == texts


# Absent values


NOTHING = ["", "~", "null", "Null", "NULL"]
MAYBE = [
    "content: {}",
    "industrial: {}",
    "investment: {{total: {}}}",
    "investors: {}",
    "milestones: {{在谈: {}}}",
    "promises:\n  开工: {}",
    "taskforce:\n  factors: {}",
    "id: {}",
]


def test_a_plain_nothing_is_as_if_it_were_not_there(store):
    texts = [lines.format(nothing) for lines in MAYBE for nothing in NOTHING]
    for n, text in enumerate(texts):
        store.put(f"projects/p26-{n}.yaml", f"{PROJECT.replace('甲', f'{n}号')}{text}\n")
    filled_fields = {row["filled"] for row in store.index.rows("SELECT filled FROM record WHERE kind = 'project'")}

    assert store.error_codes() == []
    assert filled_fields == {"|id|name|sample|tier|county|"}
    assert len(store.ids("project")) == len(texts)


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_required_value_that_is_absent_is_missing_at_its_key(store, nothing):
    store.put("projects/p26-a1.yaml", PROJECT.replace("一般", nothing))

    assert store.error_spans() == [("field-missing", (3, 1, 3, 5))]


@pytest.mark.parametrize("quoted", ["'null'", '"~"'])
def test_what_stands_in_quotes_is_a_text(store, quoted):
    store.put("projects/p26-a1.yaml", f"{PROJECT}content: {quoted}\n")

    assert store.index.value("SELECT content FROM project") == quoted[1:-1]


@pytest.mark.parametrize("item", ["~", "null", "''", ""])
def test_an_item_of_a_list_cannot_be_absent(store, item):
    store.put("projects/p26-a1.yaml", f"{PROJECT}responsible:\n  - 市商务局\n  - {item}\n")

    assert [code for code, _ in store.error_spans()] == ["bad-text"]


@pytest.mark.parametrize("field", ["tier", "county", "promises: {开工"])
def test_an_empty_list_of_holders_or_promises_is_refused(store, field):
    text = PROJECT.replace("tier: 一般\n", "") if field == "tier" else PROJECT.replace("county: 衡南县\n", "")
    store.put("projects/p26-a1.yaml", f"{text}{field}: []{'}' if '{' in field else ''}\n")

    assert [code for code, _ in store.error_spans()] == ["bad-form"]
