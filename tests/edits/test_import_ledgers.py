"""import returns, import matters: last year's ledgers come in, nothing of them is lost, and again they are the same."""

import pytest

from hyzs.cli.main import run
from support.stores import make_store

PROJECT = """== data/projects/p26-{id}.yaml
name: 示例·{name}项目
sample: true
tier: 一般
county: {county}
tracked: {{since: 2025-05-11}}
"""
STORE = PROJECT.format(id="a1", name="甲", county="衡南县") + PROJECT.format(id="b2", name="乙", county="衡山县")
PROGRESS = """\
项目名称,责任单位,工作进展,累计到位资金（亿元）,存在问题,下一步计划
示例·甲项目,衡南县,完成土地平整,0.12,临时用电增容,报批施工许可
示例·乙项目,,签订补充协议,300,,
示例·丙项目,衡南县,主体封顶,,,
"""
MATTERS = """\
事项,承办单位,配合单位,项目名称,交办日期,办结期限,办结日期,来源,办理情况
示例·临时用电增容,市发改委,,示例·甲项目,2025-03-02,2025-03-20,2025-03-18,企业诉求,已协调
示例·厂区道路接驳,市发改委,市商务局,示例·丙项目,2025-05-02,2025-06-20,,企业诉求,
示例·没有期限的事,市发改委,,,2025-05-02,,,领导批示,
"""


class Ledgers:
    """A store and the folder with what comes in."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.root = make_store(folder / "store", STORE)

    def take_in(self, kind, text, *more):
        """Exit code and words of the import with the map that was proposed."""
        (self.folder / "台账.csv").write_text(text, "utf-8")
        words = ["--store", str(self.root), "--today", "2026-11-23", "import", kind, "台账.csv", *more]
        run(words)  # proposes the map
        self.capsys.readouterr()
        code = run([*words, "--map", "台账.map.yaml"])
        return code, self.capsys.readouterr().out

    def texts(self, folder):
        return {file.stem: file.read_text("utf-8") for file in (self.root / "data" / folder).rglob("*.yaml")}


@pytest.fixture
def ledgers(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    return Ledgers(tmp_path, capsys)


def test_a_row_is_the_entry_of_its_project_in_the_return_of_its_unit(ledgers):
    """0.12 亿元 are 1200 万元; 乙 goes to the county that reports it; a project that nobody knows is named."""
    code, out = ledgers.take_in("returns", PROGRESS, "--week", "2025-W47")
    texts = ledgers.texts("returns/2025-W47")

    assert (code, "没有这个项目，没有收；是不是：示例·乙项目" in out, "新填报 2，没有收 1" in out) == (1, True, True)
    assert (
        "progress: 完成土地平整\n    figures: {paid_in: 1200}\n    needs:\n      - {text: 临时用电增容}"
        in texts["hengnan"]
    )
    assert "late: 补录台账 台账.csv" in texts["hengnan"] and "progress: 签订补充协议" in texts["hengshan"]


def test_a_ledger_that_comes_again_is_the_same_and_what_was_reported_stays(ledgers):
    ledgers.take_in("returns", PROGRESS, "--week", "2025-W47")
    before = ledgers.texts("returns")
    _, second_output = ledgers.take_in("returns", PROGRESS, "--week", "2025-W47")
    _, other = ledgers.take_in("returns", PROGRESS.replace("签订补充协议", "签了"), "--week", "2025-W47")

    assert "一样 2，没有收 1" in second_output
    assert "2025-W47 已经报了“签订补充协议”，没有动" in other and "一样 1，不一样、没有动 1" in other
    assert ledgers.texts("returns") == before


def test_when_they_were_filed_can_be_said_and_nothing_else_of_the_head(ledgers):
    ledgers.take_in("returns", PROGRESS, "--week", "2025-W47", "--set", "submitted=2025-11-20T09:00")

    assert ledgers.texts("returns")["hengnan"].startswith("submitted: 2025-11-20T09:00\n")
    assert ledgers.take_in("returns", PROGRESS, "--week", "2025-W47", "--set", "nil=true")[0] == 2
    assert ledgers.take_in("returns", PROGRESS)[0] == 2


def test_a_row_is_a_matter_with_its_way_and_again_it_is_the_same(ledgers):
    code, out = ledgers.take_in("matters", MATTERS)
    texts = ledgers.texts("matters")
    _, second_output = ledgers.take_in("matters", MATTERS)
    [item] = [text for text in texts.values() if "临时用电" in text]

    assert (code, len(texts), "没有这个项目：示例·丙项目" in out) == (1, 2, True)
    assert "没有期限，没有收" in out
    assert "events:\n  - {on: 2025-03-02, do: 交办}\n  - {on: 2025-03-18, do: 办结}\n" in item
    assert "一样 2，没有收 1" in second_output and "台账里没有了" not in second_output
    assert ledgers.texts("matters") == texts
