"""A policy document becomes a plan: a draft of the plan, one of each measure, and one of each unit nobody knows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hyzs.documents.outline import Item, Outline, read_outline
from hyzs.documents.paragraph import OfficialDocument, stored_paragraphs
from hyzs.documents.unit_names import is_group
from hyzs.edits.assignments import assigned_value, parse_assignment
from hyzs.edits.draft_placement import Drafts
from hyzs.edits.plan_measures import MeasureTrees, clause_digest
from hyzs.edits.spreadsheet.heading_words import Guesses, HeadingWords
from hyzs.edits.unit_drafts import UnitDrafts
from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.model.blocks import Row
from hyzs.model.change import Change, Create, Plain, Set, Value
from hyzs.model.errors import BadUsage, FileRefused
from hyzs.query.name_book import NameBook
from hyzs.query.plans import filed_measures, filed_plans
from hyzs.query.stored_records import StoredRecord

#: Type of a unit whose name says nothing of it; the words come from the store's vocabularies.
_GROUP_TYPE = "群体"
#: The longest lists of duties that cities publish have some hundred items.
_MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Options of an import of a document: the plan (None: by its number), and facts that it does not state."""

    words: Mapping[str, Any]
    now: datetime
    plan: str | None = None
    besides: Sequence[str] = ()


@dataclass(slots=True)
class PlanImport:
    """The import of a document: its changes, one row per measure, the units proposed, and all that was left over."""

    plan: str
    name: str
    number: str
    changes: list[Change] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    units: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    #: Paragraphs that no item, heading or title took.
    free: list[Row] = field(default_factory=list)


def plan_import(index: IndexReader, document: OfficialDocument, request: PlanRequest) -> PlanImport:
    """The changes that make a plan of a document, or follow a new version of one that is there.

    Raises:
        FileRefused: The document has no numbered items, or more than any plan.
        BadUsage: It lacks what a plan must have, and nobody said it.
        NotFound: There is no plan of the id that was asked for, where it should be followed.
    """
    outline = read_outline(document.paragraphs)
    if not outline.items:
        raise FileRefused(
            f"{document.name} 里没有找到举措：没有带序号的段落，也没有写明牵头单位、责任单位的表",
            "看看是不是方案正文，或者把正文另存为 docx 再收",
        )
    if len(outline.items) > _MOST_ITEMS:
        raise FileRefused(
            f"{document.name} 有 {len(outline.items)} 条，超过 {_MOST_ITEMS} 条，不像一个方案", "分成几个文件再收"
        )
    return _PlanWriter(index, document, outline, request).run()


class _PlanWriter:
    """One document on its way into the store."""

    def __init__(self, index: IndexReader, document: OfficialDocument, outline: Outline, request: PlanRequest) -> None:
        self.index, self.document, self.outline, self.request = index, document, outline, request
        self.book = NameBook(index)
        self.drafts = Drafts(index, self.book, request.now.date())
        unit = kinds()["unit"]
        self.guesses = Guesses(HeadingWords.of(request.words, "unit"), unit, self.book)
        self.head = {
            "name": outline.title,
            "number": outline.number,
            "issuer": outline.issuer,
            "issued": str(outline.issued or ""),
        }
        self.head |= _head_values(request.besides, self.head)
        self.stored = self._stored_plan()
        self.out = PlanImport("", self.head["name"], self.head["number"], remarks=list(document.remarks))
        self.units = UnitDrafts(index, self.book, self.drafts, self.out.remarks)
        self.measures = MeasureTrees(outline, self.book, self.units)

    # the plan

    def _stored_plan(self) -> StoredRecord | None:
        """The plan that the document is a version of: the one asked for, else the one of its number."""
        text = self.request.plan or self.head["number"]
        plans = filed_plans(self.index)
        return next(
            (plan for plan in plans if text and text in (plan.id, plan.body.get("number"), plan.body.get("name"))), None
        )

    def run(self) -> PlanImport:
        """Write the plan and its measures, or what a new version changes."""
        if self.stored:
            self.out.plan = self.stored.id
            self.out.name = self.out.name or self.stored.body["name"]
            self.head["number"] = self.head["number"] or self.stored.body["number"]
            self._follow(self.stored)
        else:
            self._require_head()
            self.out.plan = self.request.plan or self._plan_id()
            self._create()
        self.out.units = self.units.rows
        self.out.free = [
            {"paragraph": number, "text": paragraph.text}
            for number, (paragraph, role) in enumerate(
                zip(self.document.paragraphs, self.outline.roles, strict=True), 1
            )
            if not role
        ]
        return self.out

    def _require_head(self) -> None:
        labels = {"name": "名称", "number": "文号", "issuer": "发文机关", "issued": "成文日期"}
        lacking = [key for key in labels if not self.head[key]]
        if lacking:
            words = "、".join(labels[key] for key in lacking)
            raise BadUsage(f"{self.document.name} 里没有写{words}", " ".join(f"--set {key}=…" for key in lacking))

    def _plan_id(self) -> str:
        digits = re.findall(r"\d+", self.head["number"])
        text = f"plan-{'-'.join(digits)}" if digits else f"plan-{clause_digest(self.head['name'])[:5]}"
        number, id = 1, text
        while self.book.is_id(id, "plan"):
            number += 1
            id = f"{text}-{number}"
        return id

    def _create(self) -> None:
        number, ids = self.head["number"], self._ids()
        trees = [self.measures.measure(item, id, number) for item, id in zip(self.outline.items, ids, strict=True)]
        tree: dict[str, Value] = {
            "name": self.head["name"],
            "draft": Plain("true"),
            "number": self.head["number"],
            "issuer": self.head["issuer"],
            "issued": Plain(self.head["issued"]),
            **({"sections": self._sections()} if self.outline.sections else {}),
            "paragraphs": [paragraph.stored_text for paragraph in self.document.paragraphs],
        }
        self.out.changes += self.units.changes(self._guessed)
        self.out.changes.append(Create(f"plans/{self.out.plan}.yaml", tree))
        for item, id, measure in zip(self.outline.items, ids, trees, strict=True):
            self.out.changes.append(Create(f"measures/{id}.yaml", measure))
            self.out.rows.append(self._row(item, id, measure, "new"))

    def _sections(self) -> list[Value]:
        return [
            {"number": section.number, "title": section.title or section.number} for section in self.outline.sections
        ]

    def _ids(self) -> list[str]:
        """The ids of the measures: m01 … where nobody has them, else with the id of the plan before."""
        numbers = [f"m{item.number:02}" for item in self.outline.items]
        if any(self.book.is_id(id, "measure") for id in numbers):
            numbers = [f"{self.out.plan}-{id}" for id in numbers]
        return numbers

    # units

    def _guessed(self, name: str) -> dict[str, Value]:
        """Type and level by the name; a group is one, and nobody is in it before people say who."""
        types = list(self.book.names_by_folded_text("unit_type").values())
        if is_group(name) and _GROUP_TYPE in types:
            return {"type": _GROUP_TYPE, "open": Plain("true")}
        if guessed := self.guesses.values(name):
            return guessed
        return {"type": self.units.usual_type()}

    # a new version

    def _follow(self, stored: StoredRecord) -> None:
        """Bring the plan's text up to date; drafts that nobody touched follow, all others are reported and left."""
        texts = [paragraph.stored_text for paragraph in self.document.paragraphs]
        before = list(stored.body.get("paragraphs") or ())
        base = read_outline(stored_paragraphs(before))
        measures = {str(row.body["number"]): row for row in filed_measures(self.index, stored.id)}
        bases = {item.number: item for item in base.items}
        ids = self._ids_of_followed(measures)
        for item in self.outline.items:
            number = str(item.number)
            if row := measures.pop(number, None):
                self._follow_measure(item, row, bases.get(item.number))
            else:
                id = ids(item)
                tree = self.measures.measure(item, id, self.head["number"])
                self.out.changes.append(Create(f"measures/{id}.yaml", tree))
                self.out.rows.append(self._row(item, id, tree, "new"))
        for row in measures.values():
            self.out.remarks.append(f"{row.id} 第{row.body['number']}条在新文本里没有；举措没有动")
        self.out.changes[:0] = self.units.changes(self._guessed)
        if texts != before:
            self.out.changes.append(Set(stored.path, ("paragraphs",), texts))

    def _ids_of_followed(self, measures: Mapping[str, StoredRecord]) -> Callable[[Item], str]:
        """The ids of measures that a new version adds: as those that are there are called."""
        has_prefix = any(row.id.startswith(f"{self.out.plan}-") for row in measures.values())

        def id_of(item: Item) -> str:
            plain = f"m{item.number:02}"
            return f"{self.out.plan}-{plain}" if has_prefix or self.book.is_id(plain, "measure") else plain

        return id_of

    def _follow_measure(self, item: Item, row: StoredRecord, base: Item | None) -> None:
        body = row.body
        quote = body.get("quote") or {}
        text = item.text or item.name
        tree = self.measures.measure(item, row.id, self.head["number"])
        if quote.get("sha256") == clause_digest(text) and base is not None and base.ownership == item.ownership:
            self.out.rows.append(self._row(item, row.id, tree, "same"))
        elif not quote:
            self.out.rows.append(self._row(item, row.id, tree, "unquoted"))
        elif not body.get("draft"):
            self.out.rows.append(self._row(item, row.id, tree, "suspect"))
        else:
            self.out.rows.append(self._row(item, row.id, tree, self._follow_draft(row, tree, base)))

    def _follow_draft(self, row: StoredRecord, tree: Mapping[str, Value], base: Item | None) -> str:
        """Take of the new version what nobody has changed since; what both changed is reported and left."""
        old = self.measures.measure(base, row.id, self.head["number"]) if base else {}
        state = "changed"
        for key in ("name", "section", "lead", "responsible", "tasks", "quote", "residue"):
            now, before, new = (_plain(body.get(key)) for body in (row.body, old, tree))
            if now == new:
                continue
            if key != "quote" and now != before:
                self.out.remarks.append(f"{row.id} 的 {key} 两边都改了，没有动；定下来用 hyzs set {row.id}")
                state = "conflict"
            elif key in tree:
                self.out.changes.append(Set(row.path, (key,), tree[key]))
        return state

    def _row(self, item: Item, id: str, tree: Mapping[str, Any], state: str) -> Row:
        """One measure as ``--dry-run -f json`` prints it."""
        ownership = item.ownership
        return {
            "id": id,
            "state": state,
            "number": item.number,
            "section": tree["section"],
            "name": tree["name"],
            "text": item.text,
            "lead": list(ownership.lead),
            "responsible": list(ownership.responsible),
            "groups": list(ownership.groups),
            "open": ownership.open,
            "residue": [*ownership.residue, *item.remarks],
            "tasks": [_plain(task) for task in tree.get("tasks", ())],
            "quote": _plain(tree["quote"]),
        }


def _head_values(words: Sequence[str], head: Mapping[str, str]) -> dict[str, str]:
    """The values of ``key=value`` words for the head of a plan. Raises: BadUsage: one is none, or of another field."""
    values: dict[str, str] = {}
    for word in words:
        assignment = parse_assignment("plan", word)
        key = ".".join(map(str, assignment.route))
        if key not in head:
            raise BadUsage(f"收方案不能写“{word}”", f"能写 {'、'.join(head)}；别的收进来以后用 hyzs set")
        values[key] = str(assigned_value(assignment))
    return values


def _plain(value: Any) -> Any:
    """A value as JSON has it, numbers as numbers."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Plain):
        return value == "true" if value in ("true", "false") else (int(value) if value.isdecimal() else str(value))
    return value
