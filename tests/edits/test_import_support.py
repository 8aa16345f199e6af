"""Offers, achievements and price tables come in from the ledgers that offices keep."""

import pytest

from support.program import run
from support.stores import make_store

BOOKS = {
    "offers": "名称,方式,责任单位,其他依据,标准\n示例·稳岗补贴,奖补,衡南县,示例,每人一千元\n",
    "achievements": "成果名称,持有单位,成熟度\n示例·涂层工艺,示例研究院,小试\n",
    "tariffs": "名称,哪里的,要素,价格,单位,依据,来源\n示例·衡南县气价,衡南县,天然气,3.6,元/立方米,示例,示例\n",
    "policies": "名称,文号,发文机关,谁的政策\n示例·支持办法,示例〔2026〕1号,示例,部门\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = make_store(tmp_path_factory.mktemp("import"))
    settings = root / "data/settings.yaml"
    settings.write_text(settings.read_text("utf-8") + "factors: [{name: 天然气, unit: 元/立方米}]\n", "utf-8")
    return root


@pytest.mark.parametrize("kind", BOOKS)
def test_a_row_becomes_a_draft(store, kind):
    (store / f"{kind}.csv").write_text(BOOKS[kind], "utf-8")
    for _ in range(2):
        process = run(["import", kind, f"{kind}.csv", "--map", f"{kind}.map.yaml"], store, encoding="utf-8")

    assert "已收下：新草稿 1" in process.stdout
