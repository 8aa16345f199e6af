"""Proposal (推荐书) of parcels for one project: the first three with reasons, excluded ones with reasons."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, Pairs, PublicColumn, Row, Table, Text
from hyzs.model.decimals import number_text
from hyzs.model.errors import BadUsage
from hyzs.model.print_options import strictest_level
from hyzs.model.printed_report import PrintedReport
from hyzs.query.match_rules import match_rules
from hyzs.query.match_tests import value_text
from hyzs.reports.support.match import ADVICE, VERDICT_LABELS, RuleMatches, match_row, match_sentence, rule_matches

#: Parcels proposed; the others are named.
MOST = 3
_PROJECT = {
    "tier": "项目类别",
    "industry": "产业",
    "content": "建设内容及规模",
    "investment.total": "总投资(万元)",
    "investment.fixed": "固定资产投资(万元)",
    "land.area_mu": "需用地(亩)",
    "intensity": "投资强度(万元/亩)",
    "promises.开工": "承诺开工",
}
_PARCEL = {
    "type": "类型",
    "park": "园区",
    "county": "县市区",
    "holder": "持有单位",
    "way": "供应方式",
    "area_mu": "面积(亩)",
    "building_m2": "建筑面积(平方米)",
    "use": "用途",
    "industries": "产业方向",
    "floor.intensity": "要求投资强度(万元/亩)",
    "floor.tax_mu": "要求亩均税收(万元/亩)",
    "floor.plot_ratio": "容积率",
    "ready": "可交付",
    "status": "状态",
}


def proposal(index: IndexReader, now: datetime, project: str | None = None) -> Answer:
    """One row per parcel that fits, best first: {rank, id, name, score, possible, missing, items}; three are ranked.

    ``excluded``: {id, name, excluded} of those that do not fit.

    Raises: BadUsage: no project is named, or no rule of the settings is about projects and parcels.
    """
    if not project:
        raise BadUsage("还要写哪个项目", "例：hyzs report proposal p26-x2c8 -o 推荐书.pdf")
    record = resolve_name(index, project, "project")
    matches = _matches_of(index, now, record["id"])
    fitting = [pair for pair in matches.pairs if not pair.excluded]
    rows = [{"rank": n if n <= MOST else None, **match_row(matches, pair)} for n, pair in enumerate(fitting, 1)]
    excluded = [match_row(matches, pair) for pair in matches.excluded]
    level = strictest_level(["内部", *(pair.level for pair in matches.pairs)])
    facts = _facts(index, now, "parcel", _PARCEL, [row["id"] for row in rows[:MOST]])
    own = _facts(index, now, "project", _PROJECT, [record["id"]])[record["id"]]
    blocks: list[Block] = [
        Pairs(_pairs(own, _PROJECT), level),
        Text(match_sentence(matches), level="公开"),
        *_proposed(rows, facts, level),
        *_others(rows, level),
        *_refused(excluded, level),
        Text(f"{ADVICE}。匹配依据：{matches.rule.source}", "note", level="公开"),
    ]
    return Answer(
        "proposal",
        {"project": record["id"], "day": str(now.date())},
        rows,
        {"fit": len(rows), "unknown": sum(row["unknown"] > 0 for row in rows), "excluded": len(excluded)},
        {"excluded": [{key: row[key] for key in ("id", "name", "excluded")} for row in excluded]},
        blocks=blocks,
        title=f"{record['name']}选址推荐书",
        title_level="内部",
        stamp=Stamp(period=str(now.date()), sample=matches.has_sample),
        prose=True,
    )


def _matches_of(index: IndexReader, now: datetime, id: str) -> RuleMatches:
    """The pairs of the project by the first rule on projects and parcels."""
    catalog = FieldCatalog(index)
    for rule in match_rules(index):
        if (catalog.kind(rule.of).name, catalog.kind(rule.to).name) == ("project", "parcel"):
            return rule_matches(index, now, [rule._replace(of="project", to="parcel")], "project", id)[0]
    raise BadUsage("设置里没有项目和载体的匹配规则", "在 settings.yaml 的 matches 里写 of: project、to: parcel")


def _facts(index: IndexReader, now: datetime, kind: str, fields: dict[str, str], ids: Sequence[str]) -> dict[str, Row]:
    """The named fields of those records, by id."""
    if not ids:
        return {}
    rows = matching_rows(index, kind, ["id", "name", *fields], f"id in ({', '.join(ids)})", now)
    return {row["id"]: row for row in rows}


def _pairs(row: Row, labels: dict[str, str]) -> list[tuple[str, Any]]:
    """Labels and values, without those that are not known."""
    return [(label, value_text(row[key])) for key, label in labels.items() if row[key] not in (None, [])]


def _proposed(rows: Sequence[Row], facts: dict[str, Row], level: str) -> Iterator[Block]:
    """The first parcels, each with its facts and every item."""
    columns = [
        Column("name", "理由", level=level),
        Column("left", "项目", level=level, get=lambda item: value_text(item["left"])),
        Column("right", "载体", level=level, get=lambda item: value_text(item["right"])),
        Column("verdict", "结果", level=level, get=lambda item: VERDICT_LABELS[item["verdict"]]),
        Column("points", "得分", "number", level=level, get=lambda item: item["points"]),
        PublicColumn(
            "weight", "满分", get=lambda item: "必须" if item["weight"] is None else value_text(item["weight"])
        ),
    ]
    for row in rows[:MOST]:
        score = "" if row["score"] is None else f"　得分 {number_text(row['score'])}"
        score += "" if row["possible"] == row["score"] else f"，满分可达 {number_text(row['possible'])}"
        yield Heading(f"{row['rank']}．{row['name']}{score}", 2, level)
        yield Pairs(_pairs(facts[row["id"]], _PARCEL), "公开")
        yield Table(columns, row["items"])
        if row["missing"]:
            yield Text(f"待核，缺 {'、'.join(row['missing'])}", "warn", level=level)


def _others(rows: Sequence[Row], level: str) -> Iterator[Block]:
    """Parcels that fit and are not among the proposed ones."""
    if len(rows) > MOST:
        yield Heading("也配得上", 2, "公开")
        columns = [
            PublicColumn("id", "编号", "code"),
            PublicColumn("name", "载体"),
            Column("score", "得分", "number", level=level),
            Column("possible", "满分可达", "number", level=level),
        ]
        yield Table(columns, rows[MOST:])


def _refused(rows: Sequence[Row], level: str) -> Iterator[Block]:
    """Parcels that do not fit, each with the reason."""
    if rows:
        yield Heading(f"排除的 {len(rows)} 处", 2, "公开")
        columns = [
            PublicColumn("id", "编号", "code"),
            PublicColumn("name", "载体"),
            Column("excluded", "为什么", level=level, wide=True),
        ]
        yield Table(columns, rows)


PROPOSAL = PrintedReport(
    "proposal",
    "选址推荐书",
    "给一个项目推荐三处载体：每一项为什么，还缺什么，排除了哪些、为什么",
    proposal,
    of="project",
    required="项目",
    position=40,
)
