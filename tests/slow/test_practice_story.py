"""A trainee deals with every form of the practice store, from the first collect to the exit code 0."""

import json

import pytest

from support import program

#: What each fault looks like when the forms are collected.
SYMPTOMS = {
    "改了表头": "少了 1 列：本周进展",
    "金额写成亿": "累计数比已报的少",
    "日期格里写字": "“上周五”不是日期",
    "删了一行": "少了 1 行，按没有填处理：p26-lx05",
    "整行复制": "是整行复制的，都没有收",
    "写了别家的项目": "已有同名项目 p26-lx08，由衡山县填报",
    "改了灰色的格子": "灰色的格子改了不收，原来是“签约”",
    "交了上周的表": "第46周(11.9—11.15)的填报已经关闭",
    "交了截图": "不是工作簿，没有读",
    "写了手机号": "像是有手机号",
    "交了两份，写的不一样": "写得不一样",
}
#: What is written by hand, once the good cells are taken.
BY_HAND = """
log p26-lx01 --progress 土地成交，正在交地
log p26-lx03 --paid-in 9800
log m03-5 --by 市委组织部 --result-on 2026-11-13
log p26-lx05 --no-change 等环评批复
log p26-lx06 --progress 桩基完成 --invested 4600
new projects --set name=示例·储能柜体项目 --set draft=true --set tier=一般 --set reporter=祁东县 --set sample=true
advance p26-lx08 开工 --date 2026-11-18
log p26-lx09 --progress 租赁合同定稿 --invested 620
log p26-lx10 --progress 冷库开始安装 --invested 3100 --paid-in 2400
log p26-lx11 --progress 装修进场
log p26-lx12 --progress 方案批复
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("practice")
    program.run(["init", "--practice", "练习"], folder, {}, check=True)
    return folder / "练习"


def run(root, *words):
    return program.run(words, root, {}, encoding="utf-8")


def statuses(root):
    return {row["fault"]: row["status"] for row in json.loads(run(root, "practice", "-f", "json").stdout)["rows"]}


def test_each_form_shows_its_fault_when_it_is_collected(root):
    text = run(root, "collect", "交回来的表", "--dry-run").stdout

    assert sorted(SYMPTOMS) == sorted(statuses(root))
    assert [fault for fault, words in SYMPTOMS.items() if words not in text] == []


def test_the_picture_is_one(root):
    assert (root / "交回来的表" / "石鼓区.png").read_bytes().startswith(b"\x89PNG")


def test_from_the_first_collect_to_the_end(root):
    run(root, "collect", "交回来的表", "--partial")
    after = statuses(root)
    for line in filter(None, BY_HAND.splitlines()):
        process = run(root, *line.split())
        assert process.returncode == 0, process.stdout + process.stderr

    assert (after["写了别家的项目"], after["交了两份，写的不一样"]) == ("办好了", "办错了")
    assert set(statuses(root).values()) == {"办好了"}
    assert (run(root, "practice").returncode, run(root, "check").returncode) == (0, 0)
