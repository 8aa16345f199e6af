"""Quotas (绿电、能耗、环评总量): yearly amount, pledges to projects, remainder."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.decimals import decimal_of, stored_number, total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.reports.optional_sections import filled_section, filled_table

POOLS = """
SELECT q.name AS quota, q.unit, q.keeper, p.year, p.amount AS pool, p.source
FROM quota q LEFT JOIN quota_pool p ON p.file = q.file AND p.owner = q.seq ORDER BY q.pos, p.year
"""
#: Pledges that stood on the day; a draft pledges nothing.
PLEDGES = """
SELECT k.of AS quota, k.year, k.amount, k."on", k."by", k.record AS id, p.name, p.sample,
       coalesce(k.released <= :day, 0) AS is_released
FROM quota_pledge k JOIN project p ON p.id = k.record
WHERE k."on" <= :day AND coalesce(p.draft, 0) = 0 ORDER BY k.of, k.year, k."on", k.record
"""
_COLUMNS = [
    PublicColumn("quota", "指标"),
    PublicColumn("year", "年份", "number"),
    PublicColumn("unit", "单位"),
    PublicColumn("pool", "总量", "number"),
    PublicColumn("pledged", "已承诺", "number"),
    PublicColumn("left", "剩余", "number"),
    PublicColumn("state", "说明"),
    PublicColumn("keeper", "管理单位"),
]
_PLEDGES = [
    PublicColumn("quota", "指标"),
    PublicColumn("year", "年份", "number"),
    Column("id", "编号", "code", level="内部"),
    Column("name", "项目", level="内部"),
    Column("amount", "数量", "number", level="内部"),
    Column("on", "承诺日期", "date", level="内部"),
    Column("by", "承诺单位", level="内部"),
]


def quotas(index: IndexReader, day: date) -> Answer:
    """One row per quota and year: {quota, year, unit, keeper, pool, pledged, left, state, source, projects}.

    A pledge counts until it is released, whatever became of the project. ``left`` is null where no pool is declared.
    """
    pledges: dict[tuple[str, int], list[Row]] = defaultdict(list)
    released = 0
    pledge_rows = index.rows(PLEDGES, day=str(day))
    for row in pledge_rows:
        if row["is_released"]:
            released += 1
        else:
            pledges[row["quota"], row["year"]].append(row)
    declared = {(row["quota"], row["year"]): row for row in index.rows(POOLS)}
    quotas = {row["quota"]: row for row in declared.values()}
    keys = [key for key in declared if key[1] is not None or not any(quota == key[0] for quota, _ in pledges)]
    keys += [key for key in pledges if key not in declared]
    places = {quota: number for number, quota in enumerate(quotas)}
    keys.sort(key=lambda key: (places.get(key[0], len(places)), key[0], key[1] or 0))
    rows = [_row(quotas.get(key[0]), key, declared.get(key), pledges.get(key, ())) for key in keys]
    over = [row for row in rows if row["left"] is not None and row["left"] < 0]
    undeclared = sum(row["pool"] is None for row in rows)
    pledged = sum(map(len, pledges.values()))
    sentence = (
        f"{len(rows)} 项，承诺 {pledged} 笔，退回 {released} 笔；超出总量 {len(over)} 项，没有写总量 {undeclared} 项"
    )
    blocks: list[Block] = [Text(sentence, level="公开"), *filled_table(_COLUMNS, rows)]
    listed = [{**row, "quota": key[0], "year": key[1]} for key, own in pledges.items() for row in own]
    blocks += filled_section("承诺给哪些项目", "公开", _PLEDGES, listed)
    summary = {"quotas": len(rows), "over": len(over), "undeclared": undeclared, "released": released}
    stamp = Stamp(period=str(day), sample=any(row["sample"] for row in pledge_rows) or None)
    return Answer(
        "quotas", {"day": str(day)}, rows, summary, blocks=blocks, title="要素指标池", title_level="公开", stamp=stamp
    )


def _row(quota: Row | None, key: tuple[str, int], pool: Row | None, pledges: Sequence[Row]) -> Row:
    pledged = total_of(row["amount"] for row in pledges)
    amount = pool["pool"] if pool else None
    remaining = None if amount is None else decimal_of(amount) - pledged
    state = "没有写总量" if remaining is None else "超出总量" if remaining < 0 else "用完" if remaining == 0 else None
    return {
        "quota": key[0],
        "year": key[1],
        "unit": quota["unit"] if quota else None,
        "keeper": quota["keeper"] if quota else None,
        "pool": amount,
        "pledged": stored_number(pledged),
        "left": None if remaining is None else stored_number(remaining),
        "state": state,
        "source": pool["source"] if pool else None,
        "projects": [{name: row[name] for name in ("id", "name", "amount", "on", "by")} for row in pledges],
    }


QUOTAS = PrintedReport(
    "quotas", "要素指标池", "绿电、能耗、环评总量：一年有多少、承诺了多少、还剩多少", quotas, position=230
)
