"""Records in files: what is wrong with one leaves the others alone; private numbers."""

import inspect

import pytest

from hyzs.index.record_file import read_file
from support.stores import make_store
from support.stray_files import PROJECT, Store


@pytest.fixture
def store(request, tmp_path):
    """The base store, with the files that the test's docstring tells."""
    store_text = f"{inspect.cleandoc(request.function.__doc__)}\n" if request.function.__doc__ else ""
    return Store(make_store(tmp_path, store_text.replace("{project}\n", PROJECT)))


# Records in lists


def test_one_bad_item_leaves_the_others_of_the_list(store):
    """
    == data/units/more.yaml
    - {id: yi, name: 一局, type: 政府部门}
    - 市某某局
    - [id, er]
    -
    - {name: 无号局, type: 政府部门}
    - {id: , name: 空号局, type: 政府部门}
    - {id: San, name: 三局, type: 政府部门}
    - {id: nul, name: 四局, type: 政府部门}
    - {id: [wu], name: 五局, type: 政府部门}
    - {id: liu, name: 六局, type: 政府部门, order: 一}
    - {id: qi, name: 七局, type: 政府部门}
    """
    assert [(code, place[:2]) for code, place in store.error_spans()] == [
        ("bad-form", (2, 3)),
        ("bad-form", (3, 3)),
        ("bad-form", (4, 1)),
        ("field-missing", (5, 4)),
        ("field-missing", (6, 4)),
        ("bad-id", (7, 8)),
        ("bad-id", (8, 8)),
        ("bad-form", (9, 8)),
        ("bad-number", (10, 42)),
    ]
    assert {"yi", "liu", "qi"} <= set(store.ids("unit"))
    assert not {"San", "nul", "wu"} & set(store.ids("unit"))


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("units/x.yaml", "id: xin\nname: 新局\ntype: 政府部门\n", "单位文件要写成列表，每条以“- id:”开头"),
        ("units/x.yaml", "新局\n", "单位文件要写成列表，每条以“- id:”开头"),
        ("plans/x.yaml", "- name: 方案\n", "这里要写成一组“键: 值”"),
        ("plans/x.yaml", "方案\n", "这里要写成一组“键: 值”"),
    ],
)
def test_a_file_of_the_wrong_form_is_told_so(store, path, text, message):
    store.put(path, text)

    assert [(f.code, f.message) for f in store.findings() if f.severity == "error"] == [("bad-form", message)]


@pytest.mark.parametrize("text", ["[]\n", "{}\n"])
def test_an_empty_list_is_a_file_without_records(store, text):
    store.put("units/x.yaml", text)

    assert store.error_codes() == ([] if text == "[]\n" else [("bad-form", "units/x.yaml")])


# What the path says


def test_what_the_path_says_is_not_repeated_inside(store):
    """
    == data/projects/p26-a1.yaml
    id: p26-a1
    {project}
    == data/returns/2026-W47/hengnan.yaml
    week: 2026-W47
    unit: 衡南县
    id: hengnan
    submitted: 2026-11-20T09:00
    """
    findings = [(f.code, f.path[5:], f.span.line, f.message) for f in store.findings() if f.severity == "error"]

    assert findings == [
        ("field-unknown", "projects/p26-a1.yaml", 1, "“id”由文件的路径给出，文件里不再写"),
        ("field-unknown", "returns/2026-W47/hengnan.yaml", 1, "“week”由文件的路径给出，文件里不再写"),
        ("field-unknown", "returns/2026-W47/hengnan.yaml", 2, "“unit”由文件的路径给出，文件里不再写"),
        ("field-unknown", "returns/2026-W47/hengnan.yaml", 3, "“id”由文件的路径给出，文件里不再写"),
    ]


def test_the_path_wins_over_what_is_repeated_inside(store):
    """
    == data/projects/p26-a1.yaml
    id: other
    {project}
    """
    assert store.error_codes() == [("field-unknown", "projects/p26-a1.yaml")]
    assert store.ids("project") == ["p26-a1"]


# Several at once


def test_one_run_tells_everything_in_the_order_of_its_place(store):
    """
    == data/units/more.yaml
    - {id: er, name: 二局, type: 政府部门, orders: 3}
    - {id: Yi, name: 一局, type: 政府部门}
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    advanced: 是
    tier: 特大
    county: [{unit: 衡南县}, {unit: 衡山县}]
    milestones: {在谈: 2026-02-30, 签约: 昨天}
    investment: {total: 12亿}
    == data/misc.yaml
    x: 1
    == data/returns/2026-W54/hengnan.yaml
    submitted: 昨天
    """
    findings = [f for f in store.findings() if f.severity == "error"]

    assert [(f.code, f.path.removeprefix("data/"), f.span.line, f.span.column) for f in findings] == [
        ("path-unknown", "misc.yaml", 1, 1),
        ("bad-flag", "projects/p26-a1.yaml", 3, 11),
        ("unknown-name", "projects/p26-a1.yaml", 4, 7),
        ("dated-overlap", "projects/p26-a1.yaml", 5, 23),
        ("bad-date", "projects/p26-a1.yaml", 6, 18),
        ("bad-date", "projects/p26-a1.yaml", 6, 34),
        ("bad-number", "projects/p26-a1.yaml", 7, 21),
        ("bad-week", "returns/2026-W54/hengnan.yaml", 1, 1),
        ("field-unknown", "units/more.yaml", 1, 34),
        ("bad-id", "units/more.yaml", 2, 8),
    ]


def test_a_refused_value_is_left_out_and_the_rest_of_the_record_answers(store):
    """
    == data/projects/p26-a1.yaml
    {project}
    milestones: {在谈: 2026-02-30, 签约: 2026-03-01}
    investors: [{of: 示例电气集团, share: 全部}]
    investment: {total: 12亿, fixed: 500}
    """
    assert {code for code, _ in store.error_codes()} == {"bad-date", "bad-number"}
    assert store.index.rows('SELECT name, "investment.total" AS total, "investment.fixed" AS fixed FROM project') == [
        {"name": "示例·甲项目", "total": None, "fixed": 500}
    ]
    assert store.index.rows("SELECT key FROM milestone") == [{"key": "签约"}]
    assert store.index.rows("SELECT of FROM share") == [{"of": "示例电气集团"}]


def test_a_finding_names_its_record_and_field(store):
    """
    == data/units/more.yaml
    - {id: xin, name: 新局, type: 政府部门, members: [{unit: 衡南县, since: 昨天}]}
    """
    [item] = [f for f in store.findings() if f.severity == "error"]

    assert (item.record, item.field) == ("xin", "members.0.since")


# Private numbers

MOBILE = "139" + "0000" + "0000"
CARD = "110101" + "19900307" + "109X"
BANK = "4111" + "1111" + "1111" + "1111"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (f"content: 联系电话 {MOBILE}", 15),
        (f"content: '{CARD}'", 11),
        (f"note: {BANK}", 7),
        (f"# 老张 {MOBILE}", 6),
        (f"codes: {{{MOBILE}: x}}", 9),
        (f"codes: {{省平台: {MOBILE}}}", 14),
        (f'content: "第一行\\n{MOBILE}"', 16),
    ],
)
def test_a_private_number_is_an_error_wherever_it_stands(store, line, column):
    store.put("projects/p26-a1.yaml", f"{PROJECT}{line}\n")

    [(code, place)] = store.error_spans()
    assert (code, place[:2]) == ("private-number", (5, column))
    assert not any(number in f.message + f.hint for f in store.findings() for number in (MOBILE, CARD, BANK))


def test_the_fingerprint_of_a_received_file_is_no_private_number(store):
    store.put("projects/p26-a1.yaml", f"{PROJECT}note: {('a' + MOBILE + 'b').ljust(64, 'c')}\n")

    assert store.error_spans() == []


def test_a_private_number_in_a_file_that_cannot_be_read_is_told_too(store):
    store.put("projects/p26-a1.yaml", f"content: [{MOBILE}\n")

    assert {code for code, _ in store.error_codes()} == {"private-number", "yaml-syntax"}


PROJECT_HEAD = "name: 示例·甲项目\nsample: true\ntier: 重大\n"


def test_a_comma_between_thousands_is_told_and_not_read_as_a_smaller_number():
    findings = read_file("projects/p26-a1.yaml", f"{PROJECT_HEAD}investment: {{total: 95,000}}\n".encode()).findings

    assert [(f.code, f.span.line, f.hint) for f in findings] == [
        ("field-unknown", 4, "数里不写千分位逗号：95,000 写成 95000")
    ]


@pytest.mark.parametrize("line", ["teir:", "teir: ~", "land: {area: }", "claims: [{unit: 衡南县, day: null}]"])
def test_an_unknown_key_without_a_value_is_told(line):
    findings = read_file("projects/p26-a1.yaml", f"{PROJECT_HEAD}{line}\n".encode()).findings

    assert "field-unknown" in [f.code for f in findings]


def test_findings_of_one_sort_are_listed_so_far_and_counted_beyond():
    lines = "".join(f"k{number}: 1\n" for number in range(5000))
    findings = read_file("projects/p26-a1.yaml", f"{PROJECT_HEAD}{lines}".encode()).findings

    assert len(findings) == 201
    assert findings[-1].message == "这个文件里同样的问题还有 4800 处，没有一一列出"


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("land: {area_mu: 0.1234567}", "bad-number", "“0.1234567”有 7 位小数，最多保留 6 位；先四舍五入再写"),
        ("land: {area_mu: 1234567890123456}", "bad-number", "“1234567890123456”有 16 位数字，最多能准确记下 15 位"),
        ("land: {area_mu: 9999999999.999999}", "bad-number", "“9999999999.999999”有 16 位数字，最多能准确记下 15 位"),
        ("yearly: {2026: {invested: 9999999999.999999}}", "bad-number", "“9999999999.999999”有 16 位数字"),
        ("investors: [{of: 甲, share: 9999999999.999999}]", "bad-number", "“9999999999.999999”有 16 位数字"),
        ("investment: {total: 9999999999.999999}", "bad-money", "金额 9999999999.999999 万元：有 16 位数字"),
        (
            "investment: {total: {amount: 999999999999999, currency: 万美元, rate: 999999999999999}}",
            "bad-money",
            "金额 999999999999999 万美元：折合 999999999999998000000000000001 万元，有 30 位数字",
        ),
        ("milestones: {在谈: 9999-12-31}", "bad-date", "“9999-12-31”年份要在 1900 到 2999 之间"),
        ("promises: {开工: 0001}", "bad-when", "“0001”年份要在 1900 到 2999 之间"),
        ("claims: [{unit: 衡南县, on: 0001-01-01}]", "bad-date", "“0001-01-01”年份要在 1900 到 2999 之间"),
    ],
)
def test_a_value_that_no_column_keeps_is_told_where_it_stands_and_the_rest_is_read(line, code, message):
    tables = {}
    findings = read_file("projects/p26-a1.yaml", f"{PROJECT_HEAD}{line}\n".encode(), tables=tables).findings

    assert [(f.code, f.span.line) for f in findings] == [(code, 4)]
    assert findings[0].message.startswith(message)
    assert [len(tables[table]) for table in ("record", "project")] == [1, 1]


def test_a_deadline_of_a_far_year_is_told():
    text = "number: 1\nname: 甲\nplan: 甲\ntasks: [{id: a, text: 乙, due: 9999-12-31}]\n"
    findings = read_file("measures/m1.yaml", text.encode()).findings

    assert "“9999-12-31”年份要在 1900 到 2999 之间" in [f.message for f in findings]


@pytest.mark.parametrize("count", ["9999", "10000", "999999999999999"])
def test_a_period_is_no_longer_than_dates_can_be_counted_on(count):
    findings = read_file("settings.yaml", f"id: a\ndeadlines: [{{origin: 甲, days: {count}}}]\n".encode()).findings

    assert (f"“{count}”太长，最多 9999 天或周" in [f.message for f in findings]) == (count != "9999")
