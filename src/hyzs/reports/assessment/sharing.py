"""Sharing (共享结算): shares of first place and host in verified figures; county sums, city sum, difference."""

from collections.abc import Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, Row, Table, Text
from hyzs.model.decimals import number_text
from hyzs.model.errors import BadUsage
from hyzs.model.printed_report import PrintedReport
from hyzs.query.sharing import BOTH, settlement

BASES = "SELECT name, basis FROM sharing ORDER BY pos"
_S, _I = "敏感", "内部"


def _amount(key: str, row: Row) -> str | None:
    """The amount; in brackets where both places count it."""
    if row[key] is None:
        return None
    return f"({number_text(row[key])})" if row["mode"] == BOTH else number_text(row[key])


_COLUMNS = [
    Column("project", "编号", "code", level=_I),
    Column("name", "项目", level=_I),
    Column("label", "数", level=_I),
    Column("year", "年份", "code", level=_I),
    Column("base", "核定数(万元)", level=_S, get=lambda row: _amount("base", row)),
    Column("first_unit", "首谈地", level=_I),
    Column("first", "首谈地得", level=_S, get=lambda row: _amount("first", row)),
    Column("host_unit", "承接地", level=_I),
    Column("host", "承接地得", level=_S, get=lambda row: _amount("host", row)),
    Column("by", "核定单位", level=_I),
    Column("note", "说明", level=_I, wide=True),
]
_COUNTIES = [
    Column("label", "数", level=_I),
    Column("year", "年份", "code", level=_I),
    Column("unit", "单位", level=_I),
    Column("divided", "分算", "number", "万元", level=_S),
    Column("both", "双算", level=_S, get=lambda row: f"({number_text(row['both'])})" if row["both"] else None),
]
_TOTALS = [
    Column("label", "数", level=_I),
    Column("year", "年份", "code", level=_I),
    Column("county_total", "各县合计", "number", "万元", level=_S),
    Column("city_total", "市级合计", "number", "万元", level=_S),
    Column("difference", "相差(双算)", "number", "万元", level=_S),
]


def sharing(index: IndexReader, day: date, period: str | None = None) -> Answer:
    """One row per project, figure and year: ``query.sharing.settlement``; ``period`` is the year, none means all.

    Raises:
        BadUsage: The period is no year, or a private file cannot be read.
    """
    if period is not None and not (period.isdecimal() and len(period) == len("2027")):
        raise BadUsage(f"“{period}”不是年份", "写成 2027")
    settled = settlement(index, day, int(period) if period else None)
    counties = [
        {"label": row["label"], "year": row["year"], **each} for row in settled.sums for each in row["counties"]
    ]
    bases = index.rows(BASES)
    blocks: list[Block] = [
        *(Text(f"{row['name']}：{row['basis']}", "warn", level=_I) for row in bases),
        Table(_COLUMNS, settled.rows) if settled.rows else Text("没有流转的项目，也没有项目约定共享", level="公开"),
    ]
    if counties:
        blocks += [
            Heading("各县", 2, _I),
            Table(_COUNTIES, counties),
            Heading("合计", 2, _I),
            Table(_TOTALS, settled.sums),
        ]
        blocks.append(Text("双算的加括号，只在县级考核里都算，不进市级合计", "note", level=_I))
    blocks += _one_offs(settled.rows)
    return Answer(
        "sharing",
        {"day": str(day), "year": period},
        settled.rows,
        {
            "projects": len({row["project"] for row in settled.rows}),
            "waiting": sum(row["base"] is None and row["rule"] is not None for row in settled.rows),
            "without_rule": sum(row["rule"] is None for row in settled.rows),
        },
        {"sums": settled.sums},
        blocks=blocks,
        title=f"流转项目共享结算{f' {period} 年' if period else ''}",
        title_level="公开",
        watermark="示例" if any("示例" in row["basis"] for row in bases) else "",
        stamp=Stamp(period=str(day), sample=any(row["sample"] for row in settled.rows)),
    )


def _one_offs(rows: Sequence[Row]) -> list[Block]:
    """The compensations that are paid once, beside what is shared."""
    once = {row["project"]: row["one_off"] for row in rows if row["one_off"] is not None}
    words = "，".join(f"{project} {number_text(amount)} 万元" for project, amount in once.items())
    return [Text(f"一次性补偿：{words}", "note", level=_S)] if once else []


SHARING = PrintedReport(
    "sharing",
    "共享结算",
    "流转项目的核定数，首谈地和承接地各得多少；县里合计、市级合计和两者之差一起印；写年份只看一年",
    sharing,
    of="period",
    position=180,
)
