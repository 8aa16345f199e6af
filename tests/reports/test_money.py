"""Amounts of many projects, in several currencies, come to the same exact sum in every report and format."""

import json
import tempfile
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hyzs.model.decimals import decimal_of, round_decimal
from hyzs.render.context import RenderContext
from hyzs.render.formats import csv, xlsx
from hyzs.render.formats import json as as_json
from hyzs.reports.overview import overview
from hyzs.reports.register import register
from hyzs.reports.track_sheet import track_sheet
from hyzs.reports.weekly import weekly
from support.fuzz import examples
from support.stores import index_of, make_store

NOW = datetime(2026, 11, 23, 9, 0)
PROJECT = """== data/projects/2026/p26-{n:03}.yaml
name: 示例·项目{n:03}
sample: true
tier: 重大
county: 衡南县
milestones: {{在谈: 2026-01-05}}
tracked: {{since: 2026-11-01}}
investment: {{total: {{amount: {amount}, currency: {currency}{rate}}}}}
"""
#: Another currency with its rate; None: 万元.
foreign = st.none() | st.tuples(st.sampled_from(["万美元", "万日元"]), st.decimals("0.0001", 9))
amounts = st.tuples(st.decimals(0, 10**8, places=6), foreign)


def project_text(n, amount, foreign):
    currency, rate = foreign or ("万元", None)
    return PROJECT.format(n=n, amount=amount, currency=currency, rate=f", rate: {rate:.4f}" if rate else "")


def wan(amount, foreign):
    """The amount in 万元, to one 分."""
    return round_decimal(amount * Decimal(f"{foreign[1]:.4f}")) if foreign else amount


def index_with(entered):
    """The index of a base store with a project of each amount."""
    with tempfile.TemporaryDirectory() as folder:
        return index_of(make_store(Path(folder), "".join(project_text(n, *item) for n, item in enumerate(entered))))


@settings(max_examples=examples(6), deadline=None)
@given(st.lists(amounts, min_size=1, max_size=12))
def test_every_report_comes_to_the_exact_sum(entered):
    exact, index = sum(wan(*item) for item in entered), index_with(entered)

    assert index.value("SELECT count(*) FROM finding WHERE severity = 'error'") == 0
    assert overview(index, None, NOW).summary["total"] == exact
    assert track_sheet(index, None, NOW).main.total["total"] == exact
    assert weekly(index, None, NOW).rows[-1]["total"] == exact


@settings(max_examples=examples(6), deadline=None)
@given(st.lists(amounts, min_size=1, max_size=12))
def test_every_format_of_the_register_holds_the_exact_amounts(entered):
    answer, exact = register(index_with(entered), NOW), sorted(wan(*item) for item in entered)
    document = json.loads(as_json.render(answer, RenderContext()), parse_float=Decimal)
    [sheet] = load_workbook(BytesIO(xlsx.render(answer, RenderContext()))).worksheets
    cells = [Decimal(str(c.value)) for row in sheet.rows for c in row if isinstance(c.value, int | float)]

    assert sorted(Decimal(row["investment.total"]) for row in document["rows"]) == exact
    assert all(
        f",{decimal_of(float(amount)).normalize():f}," in csv.render(answer, RenderContext()) for amount in exact
    )
    assert answer.main.total["investment.total"] == sum(exact)
    assert set(exact) <= set(cells)
