"""Matches of a record by the rules of the settings: fitting ones with scores, excluded ones, each with reasons."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from hyzs.fields.eligibility import VERDICTS
from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, Heading, PublicColumn, Row, Table, Text
from hyzs.model.decimals import number_text
from hyzs.model.errors import BadUsage
from hyzs.model.print_options import strictest_level
from hyzs.query.match_rules import DeclaredRule, match_rules
from hyzs.query.match_tests import TESTS, value_text
from hyzs.query.matches import OUT_OF_SCOPE, Match, Matcher

NAMES = 'SELECT k.id, r.name, r.sample FROM "{kind}" k JOIN record r ON r.file = k.file AND r.item = k.item'
VERDICT_LABELS = {"yes": VERDICTS["eligible"], "no": VERDICTS["ineligible"], "missing": "缺数据"}
#: Excluded records that a list names; beyond them it counts.
_NAMED = 5
ADVICE = "配上的只是建议，不占用；缺数据的不算符合也不算不符合，补上再看"


class RuleMatches(NamedTuple):
    """Pairs of a record by one rule, best first, and the names of the records on the other side."""

    rule: DeclaredRule
    is_left: bool
    pairs: Sequence[Match]
    names: dict[str, str]
    has_sample: bool
    #: The record itself is not in the scope of the rule, so nothing fits it.
    is_outside: bool

    def other(self, pair: Match) -> str:
        """Id of the record on the other side."""
        return pair.to if self.is_left else pair.of

    @property
    def excluded(self) -> list[Match]:
        """The pairs that do not fit though both are in the scope of the rule."""
        return [pair for pair in self.pairs if pair.excluded and pair.excluded != OUT_OF_SCOPE]


def match(
    index: IndexReader,
    now: datetime,
    text: str,
    to: str | None = None,
    *,
    rule: str | None = None,
    every: bool = False,
) -> Answer:
    """One row per pair: {rule, of, to, name, score, possible, missing, unknown, excluded, items}, best first.

    ``text`` names a record of either side of a rule; ``to`` a kind or a record on the other; ``every``: excluded pairs
    as well, which else are counted with their reasons in ``summary``. ``name`` is that of the other record; items:
    {name, test, left, right, verdict (yes, no, missing), points, weight, missing}.

    Raises: BadUsage: no rule is about them; NotFound: there is no such record.
    """
    rules = _known_rules(index, rule)
    record = resolve_name(index, text, "|".join(dict.fromkeys(kind for item in rules for kind in (item.of, item.to))))
    other, kind = _other(index, rules, to)
    matches = rule_matches(index, now, rules, record["kind"], record["id"], other["id"] if other else None, kind)
    if not matches:
        names = "、".join(f"{item.name}（{item.of} → {item.to}）" for item in rules)
        raise BadUsage(f"没有{record['name']}和{to or '别的记录'}的匹配规则", f"设置里有：{names}")
    rows, groups = [], []
    for item in matches:
        listed = [pair for pair in item.pairs if every or other or not pair.excluded]
        rows += [match_row(item, pair) for pair in listed]
        groups.append(Group(item.rule.name, len(listed), "公开"))
    level = strictest_level(["内部", *(pair.level for item in matches for pair in item.pairs)])
    blocks: list[Block] = [Text(match_sentence(item), level="公开") for item in matches]
    blocks += _pair_blocks(rows, level) if other else [Table(_columns(rows, level), rows, groups)]
    blocks += [*([] if other or every else _excluded(matches, level)), *_notes(matches)]
    return Answer(
        "match",
        {"record": record["id"], "kind": record["kind"], "to": other["id"] if other else kind, "rule": rule},
        rows,
        _summary(matches),
        blocks=blocks,
        title=f"{record['name']}{'和' + other['name'] + '配不配' if other else '配得上什么'}",
        title_level="内部",
        stamp=Stamp(period=str(now.date()), sample=any(item.has_sample for item in matches)),
        prose=bool(other),
    )


def rule_matches(
    index: IndexReader,
    now: datetime,
    rules: Sequence[DeclaredRule],
    kind: str,
    id: str,
    other: str | None = None,
    other_kind: str | None = None,
) -> list[RuleMatches]:
    """The pairs by each rule of a record of ``kind`` and all on the other side, or the ``other`` one, as of ``now``.

    Raises: BadUsage where a rule names a field or condition that there is not.
    """
    matches = []
    for rule in rules:
        is_left = kind == rule.of
        kind_there = rule.to if is_left else rule.of
        if kind not in (rule.of, rule.to) or other_kind not in (None, kind_there):
            continue
        own, others = [id], [other] if other else None
        matcher = Matcher(index, rule, now)
        pairs = matcher.matches(*((own, others) if is_left else (others, own)))
        is_outside = id not in (matcher.left if is_left else matcher.right).in_scope
        names = {row["id"]: row for row in index.rows(NAMES.format(kind=kind_there))}
        samples = any(names[pair.to if is_left else pair.of]["sample"] for pair in pairs)
        matches.append(
            RuleMatches(rule, is_left, pairs, {id: row["name"] for id, row in names.items()}, samples, is_outside)
        )
    return matches


def match_row(result: RuleMatches, pair: Match) -> Row:
    """A pair as JSON shows it."""
    return {
        "rule": result.rule.name,
        "of": pair.of,
        "to": pair.to,
        "id": result.other(pair),
        "name": result.names[result.other(pair)],
        "score": pair.score,
        "possible": pair.possible,
        "missing": pair.missing,
        "unknown": pair.unknown,
        "excluded": pair.excluded,
        "items": pair.items,
    }


def _known_rules(index: IndexReader, name: str | None) -> list[DeclaredRule]:
    """The rules of the settings, or the one of that name, with kinds by their own names."""
    catalog = FieldCatalog(index)
    named_rules = [
        item._replace(of=catalog.kind(item.of).name, to=catalog.kind(item.to).name) for item in match_rules(index)
    ]
    if not named_rules:
        raise BadUsage("设置里没有写匹配规则", "在 settings.yaml 的 matches 里写")
    rules = [item for item in named_rules if name in (None, item.name)]
    if not rules:
        raise BadUsage(f"没有“{name}”这条匹配规则", f"可以写：{'、'.join(item.name for item in named_rules)}")
    return rules


def _other(index: IndexReader, rules: Sequence[DeclaredRule], text: str | None) -> tuple[Row | None, str | None]:
    """The record and the kind that ``text`` names; no record where it names a kind."""
    if text is None:
        return None, None
    catalog = FieldCatalog(index)
    kinds = dict.fromkeys(kind for item in rules for kind in (item.of, item.to))
    kind_of = {word: name for name in kinds for word in (name, catalog.kind(name).label, catalog.kind(name).folder)}
    if text in kind_of:
        return None, kind_of[text]
    record = resolve_name(index, text, "|".join(kinds))
    return record, record["kind"]


def match_sentence(result: RuleMatches) -> str:
    """The numbers of a rule: 项目找地：配得上 3，其中待核 1；排除 2；不在范围 1."""
    if result.is_outside:
        where = result.rule.where_of if result.is_left else result.rule.where_to
        return f"{result.rule.name}：它不在这条规则的范围（{where or '草稿不配'}）"
    fitting = [pair for pair in result.pairs if not pair.excluded]
    unknown = sum(pair.unknown > 0 for pair in fitting)
    outside = len(result.names) - len(fitting) - len(result.excluded) if len(result.pairs) != 1 else 0
    words = f"{result.rule.name}：配得上 {len(fitting)}" + (f"，其中待核 {unknown}" if unknown else "")
    words += f"；排除 {len(result.excluded)}" if result.excluded else ""
    return words + (
        f"；不在范围 {outside}（{result.rule.where_of or '全部'}；{result.rule.where_to or '全部'}）" if outside else ""
    )


def _summary(results: Sequence[RuleMatches]) -> Row:
    pairs = [pair for item in results for pair in item.pairs]
    reasons = Counter(pair.excluded_by for pair in pairs if pair.excluded)
    fitting = [pair for pair in pairs if not pair.excluded]
    return {
        "fit": len(fitting),
        "unknown": sum(pair.unknown > 0 for pair in fitting),
        "excluded": reasons.total(),
        "by_reason": dict(reasons),
    }


def reason_words(row: Row) -> str:
    """The points of a pair, and what is missing: 产业对口 40，面积贴合 18.75；缺 承诺时限·开工."""
    if row["excluded"]:
        return f"排除：{row['excluded']}"
    points = [f"{item['name']} {number_text(item['points'])}" for item in row["items"] if item["points"]]
    return "；".join(filter(None, ("，".join(points), f"缺 {'、'.join(row['missing'])}" if row["missing"] else "")))


def _columns(rows: Sequence[Row], level: str) -> list[Column]:
    columns = [
        PublicColumn("id", "编号", "code"),
        Column("name", "名称", level="内部"),
        Column("score", "得分", "number", level=level),
        Column("possible", "满分可达", "number", level=level),
        Column("unknown", "待核", "number", level=level, get=lambda row: row["unknown"] or None),
        Column("reason", "理由", wide=True, level=level, get=reason_words),
    ]
    always = ("id", "name", "reason")
    return [column for column in columns if column.key in always or any(column.value(row) for row in rows)]


def _excluded(results: Sequence[RuleMatches], level: str) -> Iterator[Text]:
    """The first of those that are excluded, with their reasons."""
    for item in results:
        excluded = [f"{item.names[item.other(pair)]}（{pair.excluded}）" for pair in item.excluded[:_NAMED]]
        more = len(item.excluded) - len(excluded)
        if excluded:
            yield Text(f"排除 {'、'.join(excluded)}" + (f"，另有 {more} 个，--all 都列出" if more else ""), level=level)


def _pair_blocks(rows: Sequence[Row], level: str) -> Iterator[Block]:
    """Every item of every rule on the two."""
    columns = [
        Column("name", "项", level="公开"),
        PublicColumn("test", "怎么比", get=lambda item: TESTS[item["test"]].label if item["test"] in TESTS else "条件"),
        Column("left", "找的一方", level=level, get=lambda item: value_text(item["left"])),
        Column("right", "配的一方", level=level, get=lambda item: value_text(item["right"])),
        Column("verdict", "结果", level=level, get=lambda item: VERDICT_LABELS[item["verdict"]]),
        Column("points", "得分", "number", level=level),
        PublicColumn("weight", "分值", "number", get=lambda item: "必须" if item["weight"] is None else item["weight"]),
    ]
    for row in rows:
        score = "" if row["score"] is None else f"得分 {number_text(row['score'])}"
        possible = f"，满分可达 {number_text(row['possible'])}" if row["possible"] != row["score"] else ""
        words = f"排除：{row['excluded']}" if row["excluded"] else f"{score or '符合'}{possible}"
        words += f"；待核，缺 {'、'.join(row['missing'])}" if row["missing"] else ""
        yield Heading(f"{row['rule']}　{words}", 2, level)
        yield Table(columns, row["items"])


def _notes(results: Sequence[RuleMatches]) -> Iterator[Text]:
    sources = "；".join(f"{item.rule.name}依据 {item.rule.source}" for item in results)
    yield Text(f"{ADVICE}。{sources}", "note", level="公开")
