"""A change touches its own line; put back, the file is what it was, to the byte."""

import pytest

from hyzs.model.change import Append, Remove, RenameKey, Set, YamlSource
from hyzs.model.errors import CannotWrite
from hyzs.yamldoc.document import Absent, read
from hyzs.yamldoc.edit import edit_bytes
from hyzs.yamldoc.nodes import Node, text_span

LONG = "衡南县输变电装备产业园一期" * 30

NASTY = {
    "plain": "# 开头\nname: 甲项目   # 后面\n\n# 中间\ntier: 重大\nempty:\nnone: ~   # 没有\n# 最后\n",
    "quotes": "a: '单''引号'   # 一\nb: \"双\\\"引\\u8861号\\n二\" # 二\nc: 'no'\nd: \"\"\ne: no\nf: 012\n",
    "blocks": (
        "lit: |\n  第一行\n\n  第三行\n# 之后\nstrip: |-\n    四格\n      更深\nkeep: |+\n  留着\n\n\n"
        "fold: >\n  折叠\n  一行\n\n  另段\nfolds: >-\n  一\nlast: 完\n"
    ),
    "last block": "a: 1\nb: |\n  末尾没有换行",
    "keep at the end": "a: 1\nb: |+\n  文字\n\n\n",
    "multi": 'p: 折成\n  几行的\n  文字 # 注\nq: "引号里\n  也折行"\nr: 完\n',
    "long": f"summary: {LONG}   # 长\nnext: 短\n",
    "flow": "a: {x: 1, y: [一, '二', \"三\"], z: {}}   # 行内\nb: [甲, 乙]\nc: []\nd: {k: , m: ~}\ne: [ {n: 1,}, ]\n",
    "flow lines": "a: {\n  x: 1,   # 一\n  # 中间\n  y: 2\n}\nb: [\n  一,\n  二   # 尾\n]\n",
    "nested": (
        "one:   # 为什么\n  # 前\n  two:\n    three: 值   # 深\n    four:\n      - 甲\n      - 乙   # 第二\n"
        "    # 尾巴\n  five: 5\nsix:\n- 不缩进\n- 也行\n"
    ),
    "list file": (
        "# 单位\n"
        "- {id: a, name: 甲}   # 一\n- id: b\n  name: 乙\n  members: [丙, 丁]\n\n# 中间\n-   id: c\n    name: 戊\n"
        "-\n  id: d\n  name: 己\n- - 列\n  - 表\n"
    ),
    "items": "xs:\n  -\n  - ~\n  - 甲 # 一\n  - |\n    多行\n    文字\n  - '引'\n",
    "keys": "'引 号': 1\n\"双\": 2\n签约: 2025-09-05\n2026: {a: 1}\na b c: 3\n",
    "no newline": "a: 1\nb: 乙",
    "mark": "---\na: 1\nb: 2\n...\n",
}


def corpus() -> list[tuple[str, bytes]]:
    lf = [(name, text.encode()) for name, text in NASTY.items()]
    return [
        *lf,
        *((f"{name} CRLF", data.replace(b"\n", b"\r\n")) for name, data in lf),
        ("bom", b"\xef\xbb\xbfa: 1\nb: 2\n"),
    ]


def scalars(data: bytes) -> list[tuple]:
    """Every route to a scalar, with the spot."""
    document, out = read(data), []

    def walk(route, spot):
        if isinstance(spot, Node):
            inner = spot.children.items() if isinstance(spot.children, dict) else enumerate(spot.children)
            for step, item in inner:
                walk((*route, step), item)
        else:
            out.append((route, spot))

    walk((), document.locate(()).node)
    return out


def cases(*, empty: bool = True):
    return [
        pytest.param(data, route, id=f"{name}-{'.'.join(map(str, route))}")
        for name, data in corpus()
        for route, spot in scalars(data)
        if empty or spot.start_mark.index < spot.end_mark.index
    ]


TEXTS = [
    "新的值",
    "no",
    "2026-03",
    "一: 二",
    "含 # 号",
    "",
    "- 甲",
    "'",
    '"',
    "多行\n文字",
    "尾\n",
    "进度：七成",
    "{a}",
    " 空 ",
    "~",
    LONG,
]


@pytest.mark.parametrize("data,route", cases())
def test_set_changes_the_lines_of_the_value_only(data, route):
    lines = data.decode("utf-8-sig").split("\n")
    spot = dict(scalars(data))[route]
    start, end = text_span(data.decode("utf-8-sig"), spot)
    text = data.decode("utf-8-sig")
    first, last = text.count("\n", 0, start), text.count("\n", 0, end)
    if start == end:  # an empty value may be placed by the parser on a later line
        first = 0
        last = len(lines) - 1
    for new in TEXTS:
        after = edit_bytes(data, [Set("x.yaml", route, new)])
        now = after.decode("utf-8-sig").split("\n")
        assert now[:first] == lines[:first]
        assert now[len(now) - (len(lines) - last - 1) :] == lines[last + 1 :]
        assert walk_to(read(after).tree, route) == new
        assert type(walk_to(read(after).tree, route)) is not Absent


@pytest.mark.parametrize("data,route", cases(empty=False))
def test_what_is_set_back_is_what_it_was_to_the_byte(data, route):
    spot, text = dict(scalars(data))[route], data.decode("utf-8-sig")
    start, end = text_span(text, spot)
    old = YamlSource(text[start:end])
    for new in TEXTS:
        place = edit_bytes(data, [Set("x.yaml", route, new)])
        assert edit_bytes(place, [Set("x.yaml", route, old)]) == data, new


def test_what_cannot_be_added_without_changing_a_text_is_refused():
    """A block text at the end without a newline would get one."""
    with pytest.raises(CannotWrite):
        edit_bytes(NASTY["last block"].encode(), [Set("x.yaml", ("c",), "1")])


def test_a_file_is_not_emptied():
    with pytest.raises(CannotWrite, match="去掉就空了"):
        edit_bytes(b"a: 1\n", [Remove("x.yaml", ("a",))])


def walk_to(tree, route):
    for step in route:
        tree = tree[step]
    return tree


def nodes(data: bytes):
    """Every route to a list or mapping."""
    results = [((), read(data).tree)]
    for route, tree in results:
        inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
        results += [((*route, step), item) for step, item in inner]
    return [(route, tree) for route, tree in results if isinstance(tree, dict | list)]


VALUES = [
    "文字",
    12,
    None,
    {"by": "2026-03", "why": "审批: 延后"},
    ["甲", {"乙": 1}],
    {},
    {"长": [LONG, LONG]},
    {"a": {"b": {"c": LONG}}},
]


def keeps_lines(before: bytes, after: bytes) -> bool:
    """Whether every line that was there still is, in its order; brackets may have got more."""
    lines = iter(after.decode("utf-8-sig").replace("\r\n", "\n").split("\n"))
    expected = before.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    return all(any(line == item or _longer(item, line) for line in lines) for item in expected)


def _longer(shorter: str, line: str) -> bool:
    cut = next((n for n, (a, b) in enumerate(zip(shorter, line, strict=False)) if a != b), len(shorter))
    return len(line) >= len(shorter) and line.endswith(shorter[cut:])


@pytest.mark.parametrize("data,route", [(d, r) for n, d in corpus() for r, _ in nodes(d) if r or "last block" not in n])
def test_one_more_leaves_every_line_in_its_place(data, route):
    tree = walk_to(read(data).tree, route)
    for value in VALUES:
        more = Append("x.yaml", route, value) if isinstance(tree, list) else Set("x.yaml", (*route, "新 键"), value)
        after = edit_bytes(data, [more])
        assert keeps_lines(data, after), after.decode()
        removal = Remove("x.yaml", (*route, len(tree) if isinstance(tree, list) else "新 键"))
        if tree:
            assert edit_bytes(after, [removal]).strip() == data.strip()


@pytest.mark.parametrize(
    "data,route",
    [
        (d, (*r, s))
        for _, d in corpus()
        for r, t in nodes(d)
        for s in (t if isinstance(t, dict) else range(len(t)))
        if r or len(t) > 1
    ],
)
def test_one_less_takes_nothing_else(data, route):
    after = edit_bytes(data, [Remove("x.yaml", route)])
    comments = [line.strip() for line in data.decode("utf-8-sig").splitlines() if line.strip().startswith("#")]
    left = after.decode("utf-8-sig")
    spot = read(data).locate(route).node
    lost = data.decode("utf-8-sig")[slice(*text_span(data.decode("utf-8-sig"), spot))] if isinstance(spot, Node) else ""
    assert all(comment in left or comment in lost or str(route[-1]) in "one five" for comment in comments)


@pytest.mark.parametrize(
    "data,route", [(d, (*r, s)) for _, d in corpus() for r, t in nodes(d) if isinstance(t, dict) for s in t]
)
def test_a_key_is_renamed_and_renamed_back(data, route):
    place = edit_bytes(data, [RenameKey("x.yaml", route, "别的 名字")])
    source = read(data).locate(route).key
    if source.style:
        return
    assert edit_bytes(place, [RenameKey("x.yaml", (*route[:-1], "别的 名字"), str(route[-1]))]) == data
