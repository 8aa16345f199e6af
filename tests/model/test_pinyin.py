"""Search by pinyin on the site: every reading of a character counts, whole or by its first letter."""

import json
import os
import shutil
import subprocess

import pytest

from hyzs.model.pinyin import character_readings, readings_in
from hyzs.paths import template_folder

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(not NODE and not os.environ.get("CI"), reason="没有 node")


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("长", {"chang", "zhang"}),
        ("重", {"chong", "zhong"}),
        ("厦", {"sha", "xia"}),
        ("行", {"hang", "heng", "xing"}),
        ("会", {"hui", "kuai"}),
        ("绿", {"lv", "lu"}),
        ("〇", {"ling"}),
        ("㛃", {"jie"}),
        ("耒", {"lei"}),
    ],
)
def test_every_reading_is_known(character, expected):
    assert expected <= set(character_readings()[character])


def test_every_character_of_the_general_table_has_a_reading():
    """GB 2312, level 1 and 2: what an ordinary keyboard types."""
    signs = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]

    assert [sign for sign in signs if sign and sign not in character_readings()] == []


def test_a_page_carries_the_readings_of_its_own_characters():
    assert readings_in(["长沙", "A 沙"]) == {"沙": "sha", "长": "chang zhang"}


def spelling(pairs):
    """Of each pair of a name and a typed word, whether the page's own script finds the name by the word."""
    script = (template_folder() / "site.js").read_text(encoding="utf-8")
    own = "const readings" + script.split("const readings", 1)[1].split("const make", 1)[0]
    data = {"readings": readings_in(name for name, _ in pairs)}
    questions = (
        f"const data={json.dumps(data)};{own}console.log(JSON.stringify({json.dumps(pairs)}.map(p => spells(...p))))"
    )
    process = subprocess.run([str(NODE), "-e", questions], capture_output=True, text=True, check=True)
    return json.loads(process.stdout)


@needs_node
def test_the_page_finds_names_by_any_reading_whole_or_by_first_letters():
    by = {
        "市政府驻长沙办事处": ["szfzcsbsc", "changsha", "zhangsha"],
        "重庆": ["cq", "zq", "chongqing"],
        "厦门": ["xm", "sm", "xiamen"],
        "银行": ["yh", "yx", "yinhang"],
        "会计": ["kj", "hj", "kuaiji", "kuaij", "kji"],
        "调整": ["tz", "dz"],
        "㛃": ["j", "jie"],
        "市商务局": ["sswj", "shangwu", "sw", "shangw", "wuju"],
        "耒阳市": ["lys", "leiyang"],
        "祁东县": ["qdx"],
        "5G基站": ["5gjz", "5g", "jizhan"],
        "绿色": ["lvse", "ls"],
    }
    pairs = [[name, word] for name, words in by.items() for word in words]

    assert spelling(pairs) == [True] * len(pairs)


@needs_node
def test_what_is_spelled_otherwise_is_not_found():
    assert spelling([["市商务局", "shangju"], ["衡南县", "hengnam"], ["县", "x1"], ["衡南县", "hnxx"]]) == [False] * 4
