"""Files on disk, good and bad: what ``check`` says of each, and that the others answer all the same."""

import inspect
import os
from datetime import date
from pathlib import Path

import pytest

from hyzs.checking.findings import findings
from hyzs.index.index import Index
from hyzs.index.record_file import read_file
from hyzs.model.errors import CannotRead
from hyzs.model.finding import Finding
from hyzs.store.trees import WorkingTree
from stores import index_of, make_store

TODAY = date(2026, 11, 23)
PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
UNIT = "- {id: xin, name: 新局, type: 政府部门}\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="只有 POSIX 有")


class Store:
    """A store on disk and what is wrong with it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, content: str | bytes) -> Path:
        """A file below ``data/``."""
        file = self.root / "data" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    @property
    def index(self) -> Index:
        return index_of(self.root)

    def findings(self) -> list[Finding]:
        return findings(self.index, TODAY)

    def told(self) -> list[tuple[str, str]]:
        """Code and path of every error."""
        return [(f.code, f.path.removeprefix("data/")) for f in self.findings() if f.severity == "error"]

    def placed(self) -> list[tuple[str, tuple[int, ...]]]:
        """Code and place of every error."""
        return [(f.code, tuple(f.span)) for f in self.findings() if f.severity == "error"]

    def ids(self, kind: str) -> list[str]:
        return [row["id"] for row in self.index.rows(f"SELECT id FROM {kind} ORDER BY id")]


@pytest.fixture
def store(request, tmp_path):
    """The base store, with the files that the test's docstring tells."""
    told = f"{inspect.cleandoc(request.function.__doc__)}\n" if request.function.__doc__ else ""
    return Store(make_store(tmp_path, told.replace("{project}\n", PROJECT)))


# Where files stand


#: Paths below ``data/``, and what is wrong with each.
PATHS = {
    "misc/x.yaml": "path-unknown",
    "x.yaml": "path-unknown",
    "plan/x.yaml": "path-unknown",
    "plans/2026/x.yaml": "path-unknown",
    "returns/hengnan.yaml": "path-unknown",
    "returns/2026-W47/deep/hengnan.yaml": "path-unknown",
    "plans/x.yml": "path-unknown",
    "plans/x.YAML": "path-unknown",
    "projects/CON.yaml": "bad-id",
    "projects/con.yaml": "bad-id",
    "projects/lpt1.yaml": "bad-id",
    "projects/P26.yaml": "bad-id",
    "projects/a b.yaml": "bad-id",
    "projects/a_b.yaml": "bad-id",
    "projects/-a.yaml": "bad-id",
    "projects/a.b.yaml": "bad-id",
    "projects/a\n.yaml": "bad-id",
    "projects/T１.yaml": "bad-id",
    "projects/某项目.yaml": "bad-id",
    "projects/..yaml.yaml": None,
    "projects/.hidden.yaml": None,
    "projects/.git/x.yaml": None,
    "projects/x.yaml.bak": None,
    "projects/notes.txt": None,
    "projects/2026/高新区/p26-a1.yaml": None,
    "units/二〇二六.yaml": "bad-id",
    "returns/2026-W54/hengnan.yaml": "bad-week",
    "returns/2025-W53/hengnan.yaml": "bad-week",
    "returns/9999-W52/hengnan.yaml": "bad-week",
    "returns/W47/hengnan.yaml": "bad-week",
    "returns/2026-w47/hengnan.yaml": "bad-week",
    "returns/2026-W47/Hengnan.yaml": "bad-id",
    "returns/2026-W47/nul.yaml": "bad-id",
}


@POSIX
def test_a_file_that_stands_wrong_is_told_and_others_are_left_alone(store):
    for path in PATHS:
        store.put(path, UNIT if "units" in path else "submitted: 2026-11-20T09:00\n" if "returns" in path else PROJECT)

    assert {path: code for code, path in store.told()} == {path: code for path, code in PATHS.items() if code}


def test_a_stray_file_is_told_where_files_may_stand(store):
    """
    == data/misc/x.yaml
    name: 示例
    """
    [found] = store.findings()[:1]

    assert found.message == "这里不放记录：data/misc/x.yaml 不属于任何一种记录"
    assert "data/projects/**/{id}.yaml" in found.hint


@POSIX
def test_a_name_that_is_no_utf8_is_told(store):
    folder = os.fsencode(store.root / "data" / "plans")
    os.close(os.open(folder + b"/\xff\xfe.yaml", os.O_CREAT))

    assert store.told() == [("bad-id", "plans/??.yaml")]


@POSIX
@pytest.mark.parametrize("target", ["../../outside.yaml", "sz-2026-1.yaml", "nowhere", "/dev/zero"])
def test_a_linked_file_is_told_and_not_followed(store, target):
    (store.root / "outside.yaml").write_text(PROJECT, encoding="utf-8")
    (store.root / "data" / "plans" / "link.yaml").symlink_to(target)

    assert store.told() == [("file-type", "plans/link.yaml")]


@POSIX
def test_a_linked_folder_is_told_and_not_entered(store, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "p26-a1.yaml").write_text(PROJECT, encoding="utf-8")
    (store.root / "data" / "projects").mkdir()
    (store.root / "data" / "projects" / "link").symlink_to(outside)
    (store.root / "data" / "loop.yaml").symlink_to(store.root / "data")

    assert store.told() == [("file-type", "loop.yaml"), ("file-type", "projects/link")]
    assert store.ids("project") == []


@POSIX
def test_a_pipe_is_told_and_nobody_waits_for_it(store):
    os.mkfifo(store.root / "data" / "plans" / "pipe.yaml")

    assert store.told() == [("file-type", "plans/pipe.yaml")]


@POSIX
@pytest.mark.parametrize("becomes", ["link", "pipe"])
def test_a_file_that_becomes_something_else_while_we_look_is_not_read(store, monkeypatch, becomes):
    plan = store.root / "data" / "plans" / "sz-2026-1.yaml"
    opened = os.open

    def change(path, flags, *rest):
        if Path(path) == plan:
            plan.unlink()
            plan.symlink_to("/etc/hostname") if becomes == "link" else os.mkfifo(plan)
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", change)

    assert "plans/sz-2026-1.yaml" not in WorkingTree(store.root).list_files({})


def test_files_and_folders_that_go_while_we_look_are_not_missed(store, monkeypatch):
    scanned = os.scandir

    def scan(folder):
        entries = list(scanned(folder))
        if Path(folder).name == "data":
            (store.root / "data" / "plans" / "sz-2026-1.yaml").unlink()
            (store.root / "data" / "plans").rmdir()
        if Path(folder).name == "people":
            (store.root / "data" / "people" / "people.yaml").unlink()
        return entries

    monkeypatch.setattr(os, "scandir", scan)

    found = WorkingTree(store.root).list_files({})
    assert "measures/m01.yaml" in found
    assert not {path for path in found if path.startswith(("plans", "people"))}


def test_a_file_that_goes_before_it_is_opened_is_not_missed(store, monkeypatch):
    plan, opened = store.root / "data" / "plans" / "sz-2026-1.yaml", os.open

    def go(path, flags, *rest):
        plan.unlink(missing_ok=True)
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", go)

    assert "plans/sz-2026-1.yaml" not in WorkingTree(store.root).list_files({})


def test_a_file_that_cannot_be_read_is_told_and_the_others_answer(store, monkeypatch):
    opened = os.open

    def refuse(path, flags, *rest):
        if str(path).endswith("sz-2026-1.yaml"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)

    assert ("file-unreadable", "plans/sz-2026-1.yaml") in store.told()
    assert store.ids("measure") == ["m01"]


def test_a_folder_that_cannot_be_read_stops_us(store, monkeypatch):
    def refuse(folder):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)

    with pytest.raises(CannotRead, match="读不了文件夹 data：没有权限"):
        WorkingTree(store.root).list_files({})


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

    assert code in {found for found, path in store.told() if path == "units/more.yaml"}
    assert {path for _, path in store.told()} == {"units/more.yaml"}
    assert store.index.value("SELECT name FROM unit WHERE id = 'swj'") == "市商务局"


def test_a_byte_order_mark_is_a_warning_and_the_file_is_read(store):
    store.put("units/more.yaml", b"\xef\xbb\xbf" + UNIT.encode())

    assert ("bom", "warning") in [(f.code, str(f.severity)) for f in store.findings()]
    assert store.told() == []
    assert "xin" in store.ids("unit")


def test_line_ends_of_windows_are_read_as_they_are(store):
    store.put("projects/p26-a1.yaml", (PROJECT + "content: |\n  一\n  二\nlead: 市商物局\n").replace("\n", "\r\n"))

    assert store.placed() == [("unknown-name", (8, 7, 8, 11))]
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
    told = {code for code, path in store.told() if path == "plans/x.yaml"}

    assert codes <= told <= codes | {"field-missing", "field-unknown", "bad-form"}


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

    assert store.told() == sorted(
        ((code, f"projects/p26-{n}.yaml") for n, code in enumerate(REFUSED.values())), key=lambda told: told[1]
    )


def test_a_text_stays_what_was_typed(store):
    texts = ["no", "012", "1.10", "1:30", "0o7", "2026-01-05", "1e3", "null局"]
    for n, text in enumerate(texts):
        store.put(f"projects/p26-{n}.yaml", f"{PROJECT.replace('甲', f'{n}号')}content: {text}\n")

    assert store.told() == []
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
    filled = {row["filled"] for row in store.index.rows("SELECT filled FROM record WHERE kind = 'project'")}

    assert store.told() == []
    assert filled == {"|id|name|sample|tier|county|"}
    assert len(store.ids("project")) == len(texts)


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_required_value_that_is_absent_is_missing_at_its_key(store, nothing):
    store.put("projects/p26-a1.yaml", PROJECT.replace("一般", nothing))

    assert store.placed() == [("field-missing", (3, 1, 3, 5))]


@pytest.mark.parametrize("quoted", ["'null'", '"~"'])
def test_what_stands_in_quotes_is_a_text(store, quoted):
    store.put("projects/p26-a1.yaml", f"{PROJECT}content: {quoted}\n")

    assert store.index.value("SELECT content FROM project") == quoted[1:-1]


@pytest.mark.parametrize("item", ["~", "null", "''", ""])
def test_an_item_of_a_list_cannot_be_absent(store, item):
    store.put("projects/p26-a1.yaml", f"{PROJECT}responsible:\n  - 市商务局\n  - {item}\n")

    assert [code for code, _ in store.placed()] == ["bad-text"]


@pytest.mark.parametrize("field", ["tier", "county", "promises: {开工"])
def test_an_empty_list_of_holders_or_promises_is_refused(store, field):
    text = PROJECT.replace("tier: 一般\n", "") if field == "tier" else PROJECT.replace("county: 衡南县\n", "")
    store.put("projects/p26-a1.yaml", f"{text}{field}: []{'}' if '{' in field else ''}\n")

    assert [code for code, _ in store.placed()] == ["bad-form"]


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
    assert [(code, place[:2]) for code, place in store.placed()] == [
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

    assert store.told() == ([] if text == "[]\n" else [("bad-form", "units/x.yaml")])


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
    told = [(f.code, f.path[5:], f.span.line, f.message) for f in store.findings() if f.severity == "error"]

    assert told == [
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
    assert store.told() == [("field-unknown", "projects/p26-a1.yaml")]
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
    found = [f for f in store.findings() if f.severity == "error"]

    assert [(f.code, f.path.removeprefix("data/"), f.span.line, f.span.column) for f in found] == [
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
    assert {code for code, _ in store.told()} == {"bad-date", "bad-number"}
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
    [found] = [f for f in store.findings() if f.severity == "error"]

    assert (found.record, found.field) == ("xin", "members.0.since")


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

    [(code, place)] = store.placed()
    assert (code, place[:2]) == ("private-number", (5, column))
    assert not any(number in f.message + f.hint for f in store.findings() for number in (MOBILE, CARD, BANK))


def test_the_fingerprint_of_a_received_file_is_no_private_number(store):
    store.put("projects/p26-a1.yaml", f"{PROJECT}note: {('a' + MOBILE + 'b').ljust(64, 'c')}\n")

    assert store.placed() == []


def test_a_private_number_in_a_file_that_cannot_be_read_is_told_too(store):
    store.put("projects/p26-a1.yaml", f"content: [{MOBILE}\n")

    assert {code for code, _ in store.told()} == {"private-number", "yaml-syntax"}


PROJECT_HEAD = "name: 示例·甲项目\nsample: true\ntier: 重大\n"


def test_a_comma_between_thousands_is_told_and_not_read_as_a_smaller_number():
    found = read_file("projects/p26-a1.yaml", f"{PROJECT_HEAD}investment: {{total: 95,000}}\n".encode()).findings

    assert [(f.code, f.span.line, f.hint) for f in found] == [
        ("field-unknown", 4, "数里不写千分位逗号：95,000 写成 95000")
    ]


@pytest.mark.parametrize("line", ["teir:", "teir: ~", "land: {area: }", "claims: [{unit: 衡南县, day: null}]"])
def test_an_unknown_key_without_a_value_is_told(line):
    found = read_file("projects/p26-a1.yaml", f"{PROJECT_HEAD}{line}\n".encode()).findings

    assert "field-unknown" in [f.code for f in found]


def test_findings_of_one_sort_are_listed_so_far_and_counted_beyond():
    lines = "".join(f"k{number}: 1\n" for number in range(5000))
    found = read_file("projects/p26-a1.yaml", f"{PROJECT_HEAD}{lines}".encode()).findings

    assert len(found) == 201
    assert found[-1].message == "这个文件里同样的问题还有 4800 处，没有一一列出"


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
    found = read_file("projects/p26-a1.yaml", f"{PROJECT_HEAD}{line}\n".encode(), tables=tables).findings

    assert [(f.code, f.span.line) for f in found] == [(code, 4)]
    assert found[0].message.startswith(message)
    assert [len(tables[table]) for table in ("record", "project")] == [1, 1]


def test_a_deadline_of_a_far_year_is_told():
    text = "number: 1\nname: 甲\nplan: 甲\ntasks: [{id: a, text: 乙, due: 9999-12-31}]\n"
    found = read_file("measures/m1.yaml", text.encode()).findings

    assert "“9999-12-31”年份要在 1900 到 2999 之间" in [f.message for f in found]


@pytest.mark.parametrize("count", ["9999", "10000", "999999999999999"])
def test_a_period_is_no_longer_than_dates_can_be_counted_on(count):
    found = read_file("settings.yaml", f"id: a\ndeadlines: [{{origin: 甲, days: {count}}}]\n".encode()).findings

    assert (f"“{count}”太长，最多 9999 天或周" in [f.message for f in found]) == (count != "9999")
