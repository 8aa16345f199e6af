"""Evidence beside a fact: the fact that people mean, and the file's name and fingerprint at the end of its list."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.kinds import kinds
from hyzs.model.change import Append, Change, Plain
from hyzs.model.errors import BadUsage
from hyzs.model.evidence import Evidence
from hyzs.model.field_shapes import shapes
from hyzs.model.finding import Route
from hyzs.model.json_pointer import from_pointer, value_at
from hyzs.model.record import Part
from hyzs.query.evidence import LINE_TABLES, RETURN_LINES
from hyzs.query.record_positions import LocatedRecord, locate_record

#: Facts that a hint names.
_NAMED = 12


class ProvableFact(NamedTuple):
    """A fact that files can prove: its file, the route to it, its words, and the sha256 of its files.

    ``unit`` filed the line of a return that it stands in.
    """

    path: str
    route: Route
    words: str
    attached: frozenset[str]
    unit: str = ""


def find_fact(
    index: IndexReader, id: str, field: str | None, week: str | None = None, by: str | None = None
) -> ProvableFact:
    """The fact of the record ``id`` at ``field`` (milestones.开工, 节点.开工, 开工); None: its only one.

    With a ``week`` (2026-W47), and of a task always, it is the line in the return that the unit ``by`` filed.

    Raises:
        NotFound: there is no such record; BadUsage: there is no such fact, or it is not clear which one is meant.
    """
    record = locate_record(index, id)
    if record.kind == "task" or week:
        return _line(index, record, week, resolve_name(index, by, "unit")["name"] if by else None)
    facts = record_facts(record)
    route = _chosen(record, facts, field)
    return _fact(record.path, (*record.route, *route), facts[route], value_at_or_none(record.body, route))


def record_facts(record: LocatedRecord) -> dict[Route, str]:
    """The facts of the record that can carry files, by route from its start, with their words; of a part none."""
    return dict(fact_routes(kinds()[record.kind], record.body)) if record.kind in kinds() else {}


def value_at_or_none(body: Any, route: Route) -> Any:
    """The value at the route; None where a bare value stands for it."""
    value = value_at(body, route)
    return value if isinstance(value, Mapping) else None


def _fact(path: str, route: Route, words: str, body: Any, unit: str = "") -> ProvableFact:
    files = body.get("attachments") if isinstance(body, Mapping) else None
    return ProvableFact(path, route, words, frozenset(str(file["sha256"]) for file in files or ()), unit)


def fact_routes(model: type[Part], body: Any, route: Route = (), words: str = "") -> Iterator[tuple[Route, str]]:
    """Every fact inside of the value that can carry files, with its words: 节点 开工, 协议 1."""
    fields = [shape for shape in shapes(model) if shape.part]
    if any(shape.part is Evidence for shape in fields):
        yield route, words
    for shape in fields if isinstance(body, Mapping) else ():
        if shape.part is not Evidence and shape.part is not None and body.get(shape.key):
            label = f"{words} {shape.label}".lstrip()
            for step, name, value in _items(body[shape.key], len(shape.key_refs), (*route, shape.key), label):
                yield from fact_routes(shape.part, value, step, name)


def _items(value: Any, keys: int, route: Route, words: str) -> Iterator[tuple[Route, str, Any]]:
    """The parts at a route: one, those of a list, or those under so many keys."""
    if keys and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _items(inner, keys - 1, (*route, key), f"{words} {key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield (*route, n), f"{words} {n + 1}", inner
    else:
        yield route, words, value


def _chosen(record: LocatedRecord, facts: Mapping[Route, str], field: str | None) -> Route:
    """The route of the field that the text names by path or label, or by an unambiguous beginning or end."""
    if not facts:
        raise BadUsage(f"{record.name} 没有可以附凭证的事", "附在它的节点、协议、经过、成果旁边；先把那件事记下来")
    if field is None:
        if () in facts:
            return ()
        if len(facts) == 1:
            return next(iter(facts))
        raise BadUsage(f"{record.name} 有 {len(facts)} 件事，没有说附在哪一件旁边", _hint(facts))
    names = {route: {".".join(map(str, route)), ".".join(words.split(" "))} for route, words in facts.items()}
    text = field.strip().replace("/", ".")
    exact = [route for route, own_names in names.items() if text in own_names]
    near = [route for route, own_names in names.items() if any(_is_part(text, name) for name in own_names)]
    if len(chosen := exact or near) == 1:
        return chosen[0]
    message = "不止一件" if chosen else f"还没有“{field}”这件事，或者它不能附文件"
    raise BadUsage(f"{record.name}：{message}", _hint({route: facts[route] for route in chosen or facts}))


def _is_part(text: str, name: str) -> bool:
    return name.startswith(f"{text}.") or name.endswith(f".{text}")


def _hint(facts: Mapping[Route, str]) -> str:
    texts = [f"{'.'.join(map(str, route))}（{words}）" for route, words in facts.items() if route]
    more = f" 等 {len(texts)} 件" if len(texts) > _NAMED else ""
    return f"--field 写：{'、'.join(texts[:_NAMED])}{more}"


def _line(index: IndexReader, record: LocatedRecord, week: str | None, unit: str | None) -> ProvableFact:
    """The line about the record in the return of the week; of a task without a week its latest result."""
    if record.kind not in LINE_TABLES:
        raise BadUsage(f"{record.name} 不在周填报里", "去掉 --week")
    lines = [fact for fact in return_lines(index, record.kind, record.id, week) if unit in (None, fact.unit)]
    if not week:
        lines = [fact for fact in lines if fact.route[-1] == "result"]
        lines = [fact for fact in lines if fact.path.split("/")[1] == lines[0].path.split("/")[1]]
    if len(lines) == 1:
        return lines[0]
    if lines:
        raise BadUsage(f"{record.name} 由几家报：{'、'.join(fact.unit for fact in lines)}", "加上 --by 单位")
    where = f"{week} 的填报里没有" if week else "还没有报过成果："
    raise BadUsage(f"{where}{record.name}", f"先记：hyzs log {record.id} …；有进展没有成果的，写 --week 附在那一周旁边")


def return_lines(index: IndexReader, kind: str, id: str, week: str | None) -> list[ProvableFact]:
    """The lines about a project or task in returns, the latest week first; of a task its result, if it has one."""
    facts = []
    for row in index.rows(RETURN_LINES.format(table=LINE_TABLES[kind]), id=id, week=week):
        route = from_pointer(row["at"])
        line = value_at(json.loads(row["json"]), route)
        step: Route = ("result",) if isinstance(line, Mapping) and line.get("result") else ()
        body = value_at(line, step)
        facts.append(_fact(row["path"], (*route, *step), f"周填报 {row['unit']} {row['week']}", body, row["unit"]))
    return facts


def attach(fact: ProvableFact, evidence: Evidence) -> list[Change]:
    """The change that puts the file beside the fact; none if its bytes are there already."""
    if evidence.sha256 in fact.attached:
        return []
    value = {
        "name": evidence.name,
        "sha256": evidence.sha256,
        "size": Plain(evidence.size),
        "level": evidence.level,
        "on": Plain(evidence.on),
    }
    return [Append(fact.path, (*fact.route, "attachments"), value)]
