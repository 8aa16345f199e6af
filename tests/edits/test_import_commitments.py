"""import commitments: the counties' lists come in as drafts, found again by their words, counted only when accepted."""

from datetime import date

import pytest

from hyzs.cli.main import run
from hyzs.query.commitments import commitments
from support.stores import index_of, make_store

STORE = """\
== data/investors/investors.yaml
- {id: shi-a, name: 示例甲公司, sample: true}
"""
LEDGER = """\
承诺事项,承诺单位,企业名称,类别,依据,签订日期,兑现期限,承诺金额（万元）,联系电话
示例·完成厂区外供电线路,衡南县,示例甲公司,基础设施,投资协议,2025-09-05,2026年12月底前,,
示例·兑付设备补助,衡东县,没有的公司,政策资金,会议纪要,2026年3月1日,2027年6月,120,
"""


@pytest.fixture
def store(tmp_path, monkeypatch, capsys):
    root = make_store(tmp_path / "store", STORE)
    (tmp_path / "承诺.csv").write_text(LEDGER, "utf-8")
    monkeypatch.chdir(tmp_path)

    def take_in():
        words = ["--store", str(root), "--today", "2026-11-23", "import", "commitments", "承诺.csv"]
        code = run([*words, "--map", "承诺.map.yaml"])
        return root, code, capsys.readouterr().out

    take_in()  # proposes the map
    return take_in


def test_a_row_becomes_a_draft_that_counts_nowhere(store):
    root, code, out = store()
    [file] = (root / "data/commitments").rglob("*.yaml")
    text = file.read_text("utf-8")

    assert "draft: true" in text and "due: 2026-12\n" in text and "source: {type: 投资协议, on: 2025-09-05}" in text
    assert commitments(index_of(root), date(2026, 11, 23)) == []
    assert code == 1 and "没有这个单位或企业：没有的公司" in out


def test_taken_in_again_it_is_found_by_its_words(store):
    store()
    root, _, out = store()

    assert "一样 1" in out and len(list((root / "data/commitments").rglob("*.yaml"))) == 1


def test_once_it_is_no_draft_it_counts(store):
    root, _, _ = store()
    [file] = (root / "data/commitments").rglob("*.yaml")
    file.write_text(file.read_text("utf-8").replace("draft: true\n", ""), "utf-8")

    assert [row["by"] for row in commitments(index_of(root), date(2026, 11, 23))] == ["衡南县"]
