"""Tidying changes how a file is written, never what it says, and keeps every comment."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.kinds import kinds
from hyzs.yamldoc.document import read
from hyzs.yamldoc.emitter import trees_equal
from hyzs.yamldoc.formatter import format_bytes
from hyzs.yamldoc.schema_hints import SchemaHints
from support.stores import REPO

PROJECT = SchemaHints(kinds()["project"])
UNIT = SchemaHints(kinds()["unit"])
ENTRIES = [
    "name: 示例·甲   # 名称\n",
    "# 样品\nsample: true\n",
    "tier: 一般\n",
    "content: |\n  第一段\n\n  # 不是注释\n\n",
    "investment:\n  # 总\n  total: 1200\n  fixed: 800   # 其中\n",
    "\n# 两行\n# 注释\ncounty: 衡南县\n",
    "responsible:\n  - 衡南县\n  - 市商务局   # 新\n",
    "promises:\n  开工: {by: 2026-03}\n",
    "note: 折叠的\n  两行\n",
]


def comments(data: bytes) -> Counter:
    return Counter(line.strip() for line in data.decode().splitlines() if line.strip().startswith("#"))


@given(st.permutations(ENTRIES), st.booleans())
def test_keys_come_into_the_order_of_the_model(entries, windows):
    data = "".join(entries).encode().replace(b"\n", b"\r\n" if windows else b"\n")

    now = format_bytes(data, PROJECT)

    assert trees_equal(read(now).tree, read(data).tree)
    assert comments(now) == comments(data)
    expected = [key for key in PROJECT.keys(()) if key in read(data).tree]
    assert list(read(now).tree) == expected
    assert format_bytes(now, PROJECT) == now
    assert b"\r" not in now


def test_a_comment_above_the_first_key_stays_at_the_top():
    data = "# yaml-language-server: x\ntier: 一般\nname: 甲\n".encode()

    assert format_bytes(data, PROJECT).decode() == "# yaml-language-server: x\nname: 甲\ntier: 一般\n"


def test_items_of_a_list_file_are_ordered_behind_their_dashes():
    data = "- name: 甲局   # 名\n  id: a\n  type: 政府部门\n- {type: 政府部门, id: b, name: 乙局}\n".encode()

    assert (
        format_bytes(data, UNIT).decode()
        == "- id: a\n  name: 甲局   # 名\n  type: 政府部门\n- {type: 政府部门, id: b, name: 乙局}\n"
    )


@pytest.mark.parametrize(
    "before,after",
    [
        ("name: 甲\nland: {area_mu: １２０．５}\n", "name: 甲\nland: {area_mu: 120.5}\n"),
        ("name: １２号\n", "name: １２号\n"),
        ("name: 甲\npromises: {开工: ２０２６-０３}\n", "name: 甲\npromises: {开工: 2026-03}\n"),
        ("name: 甲", "name: 甲\n"),
        ("\ufeffname: 甲\r\n", "name: 甲\n"),
        ("name: {甲\n", "name: {甲\n"),
    ],
)
def test_figures_are_half_width_where_figures_stand(before, after):
    assert format_bytes(before.encode(), PROJECT).decode() == after


def test_our_own_data_is_tidy():
    for file in (REPO / "data").rglob("*.yaml"):
        kind = next(
            (k for k in kinds().values() if k.path.split("/")[0] == file.relative_to(REPO / "data").parts[0]), None
        )
        assert format_bytes(file.read_bytes(), SchemaHints(kind)) == file.read_bytes(), file


def test_private_use_characters_become_the_standard_ones_and_selectors_go():
    data = "name: \ue863市葛\U000e0100城\n# \ue863\nnote: |\n  \ue863 \uf123\n".encode()

    assert format_bytes(data, PROJECT).decode() == "name: 䶮市葛城\n# 䶮\nnote: |\n  䶮 \uf123\n"


def test_a_file_with_characters_that_must_not_stand_in_it_keeps_them_for_people_to_see():
    data = "name: \ue863\u200b\n".encode()

    assert format_bytes(data, PROJECT).decode() == "name: 䶮\u200b\n"
