"""One firm's sheet, the handbook and 奖贷联动: by figures that stay in private/, and in no format for others."""

import json
import zipfile

import pytest

from support.print_samples import text_of
from support.program import run
from support.stores import make_store

SECRET = "98765.4"
STORE = f"""
== data/settings.yaml
id: base
name: 测试库
week: {{opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}}
cadence: {{default: weekly}}
tiers: [{{name: 一般}}]
stages: [{{name: 线索}}]
unit_types: [{{name: 政府部门}}]
firm_indicators:
  - {{name: equipment, label: 设备投资, unit: 万元, keeper: 市统计局}}
  - {{name: loan.principal, label: 贷款本金, unit: 万元}}
  - {{name: loan.interest_paid, label: 已付利息, unit: 万元}}
  - {{name: awarded, label: 到账奖补, unit: 万元}}
  - {{name: linked_loan, label: 奖贷联动贷款, unit: 万元}}
base_rates: [{{name: base_rate, label: 年基准利率, value: 3.0, since: 2026-01-01, source: 示例}}]
== data/units/units.yaml
- {{id: tongji, name: 市统计局, type: 政府部门}}
== data/investors/firms.yaml
- {{id: jia, name: 示例·甲公司, sample: true}}
- {{id: yi, name: 示例·乙公司, sample: true}}
- {{id: bing, name: 示例·丙公司, sample: true}}
== data/offers/offers.yaml
- id: tx
  name: 贴息
  form: 贴息
  basis: 示例
  unit: 市统计局
  who: figure.equipment>=500
  amount: {{product: [loan.principal, base_rate, "0.5"], cap: 100, at_most: loan.interest_paid}}
- {{id: jd, name: 奖贷, form: 奖贷联动, basis: 示例, unit: 市统计局, amount: {{product: [awarded, "5"], cap: 500}}}}
- {{id: old, name: 旧贷款, form: 贷款, basis: 示例, unit: 市统计局, until: 2025-12-31}}
- {{id: jj, name: 基金, form: 基金, basis: 示例, unit: 市统计局, to: 项目}}
== private/figures/jia.yaml
equipment: {{value: {SECRET}, as_of: 2026-06-30, by: 企业自报}}
loan.principal: {{value: 8000, as_of: 2026-06-30, by: 企业自报}}
loan.interest_paid: {{value: 30, as_of: 2026-06-30, by: 企业自报}}
awarded: {{value: 60, as_of: 2026-06-30, by: 财政, verified_by: 市统计局, verified_on: 2026-07-01}}
linked_loan: {{value: 250, as_of: 2026-06-30, by: 财政, verified_by: 市统计局, verified_on: 2026-07-01}}
== private/figures/yi.yaml
equipment: {{value: 480, as_of: 2026-06-30, by: 企业自报}}
awarded: {{value: 130, as_of: 2026-06-30, by: 企业自报}}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("sheet"), STORE, base=False)


def report(store, *words):
    process = run(["--today", "2026-11-23", "report", *words, "-f", "json"], store, encoding="utf-8", check=True)
    return json.loads(process.stdout)


def offer(store, firm, id):
    return next(row for row in report(store, "entitlements", firm)["rows"] if row["id"] == id)


def test_an_eligible_firm_has_its_amount_and_the_steps(store):
    row = offer(store, "示例·甲公司", "tx")

    assert (row["verdict"], row["amount"]) == ("eligible", 30)
    assert row["steps"] == "8000×3%×0.5=120，最高 100，不超过已付利息 30"


def test_a_firm_that_is_not_eligible_is_told_by_how_much(store):
    assert offer(store, "示例·乙公司", "tx")["reason"] == "设备投资 现 480，到 500 才算，差 20"


def test_what_nobody_knows_is_asked_of_its_keeper(store):
    row = offer(store, "示例·丙公司", "tx")

    assert (row["label"], row["missing"]) == ("待核", ["设备投资(市统计局)"])


def test_an_offer_without_a_condition_is_not_promised(store):
    assert offer(store, "示例·甲公司", "jd")["verdict"] == "unknown"


def test_the_handbook_has_what_can_be_had_now(store):
    assert [row["id"] for row in report(store, "products")["rows"]] == ["tx", "jd"]


def test_verified_and_reported_never_stand_in_one_sum(store):
    summary = report(store, "leverage")["summary"]

    assert summary["verified"] == {"firms": 1, "awarded": 60, "lent": 250, "without_loan": 0, "ratio": 4.17}
    assert summary["reported"] == {"firms": 1, "awarded": 130, "lent": None, "without_loan": 1, "ratio": None}


def test_the_bound_holds_for_all_awards(store):
    assert {row["id"]: row["possible"] for row in report(store, "leverage")["rows"]} == {"jia": 300, "yi": 500}


@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize("format", ["text", "json", "jsonl", "csv", "tsv", "md", "html"])
@pytest.mark.parametrize("words", [("entitlements", "示例·甲公司"), ("leverage",)])
def test_figures_of_a_firm_are_in_no_format_for_others(store, words, format, audience):
    process = run(["report", *words, "-f", format, "--audience", audience], store, encoding="utf-8")

    assert not any(number in process.stdout + process.stderr for number in (SECRET, "98765", "8000", "4.17"))


def test_lists_and_sql_have_no_figures_of_their_own(store):
    for words in (["list", "investors", "-f", "json"], ["show", "jia"], ["check", "-f", "json"]):
        assert SECRET not in run(words, store, encoding="utf-8").stdout


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_figures_of_a_firm_are_in_no_office_file_for_others(store, tmp_path, format):
    file = tmp_path / f"单.{format}"
    words = ["report", "entitlements", "示例·甲公司", "--audience", "internal", "-o", str(file)]
    run(words, store, encoding="utf-8", check=True)
    with zipfile.ZipFile(file) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")

    assert not any(number in text for number in ("98765", "8000×"))


def printed(root, format):
    """The firm's sheet for 内部 readers as a file."""
    file = root / f"单.{format}"
    words = ["--today", "2026-11-23", "report", "entitlements", "示例·甲公司", "--audience", "internal"]
    run([*words, "-o", str(file)], root, encoding="utf-8", check=True)
    return file.read_bytes()


def test_figures_of_a_firm_are_in_no_pdf_for_others(store):
    data = printed(store, "pdf")

    assert "示例·甲公司" in text_of(data, "pdf")
    assert not any(number in text_of(data, "pdf") + data.decode("latin-1") for number in ("98765", "8000×"))


def test_a_picture_for_others_is_the_same_whatever_the_figures_are(store, tmp_path):
    other = make_store(tmp_path, STORE.replace(SECRET, "61234.5").replace("value: 8000,", "value: 9000,"), base=False)

    assert printed(store, "png") == printed(other, "png")


GRANTS = """
== data/grants/2026/g26-a1b2.yaml
{firm: 示例·甲公司, offer: 贴息, sample: true, period: 2026, unit: 市统计局, amount: 120,
 events: [{on: 2026-08-03, do: 申报}]}
== data/grants/2026/g26-b1b2.yaml
{firm: 示例·乙公司, offer: 贴息, sample: true, period: 2026, unit: 市统计局, amount: 10,
 events: [{on: 2026-08-03, do: 申报}]}
"""


def test_a_grant_of_more_than_its_offer_gives_is_named_and_one_without_figures_counted(tmp_path):
    root = make_store(tmp_path, STORE + GRANTS.lstrip(), base=False)
    answer = report(root, "grants")

    assert (answer["summary"]["over"], answer["summary"]["uncomputed"]) == (1, 1)
    text = run(["--today", "2026-11-23", "report", "grants"], root, encoding="utf-8", check=True).stdout
    assert "1 件的金额超过照起办那天的数算得的：g26-a1b2 120 万元，算得 30" in text
