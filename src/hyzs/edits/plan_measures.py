"""The drafts of measures that a policy document becomes: leads, responsible units, tasks, quotes."""

import hashlib
from collections.abc import Sequence

from hyzs.documents.clause_segments import LEAD
from hyzs.documents.outline import Item, Outline, OutlineSection, Sentence
from hyzs.documents.ownership import Ownership
from hyzs.documents.task_proposals import propose_task
from hyzs.edits.unit_drafts import UnitDrafts
from hyzs.model.change import Plain, Value
from hyzs.query.name_book import NameBook

_UNDECIDED = "未明确"


class MeasureTrees:
    """Makes drafts of the items of one document; units that nobody knows are proposed on the way."""

    def __init__(self, outline: Outline, book: NameBook, units: UnitDrafts) -> None:
        self.outline, self.book, self.units = outline, book, units

    def measure(self, item: Item, id: str, plan: str) -> dict[str, Value]:
        """The draft of a measure with that id, of the plan of that number; what it leaves open is its residue."""
        section = self.outline.sections[item.section - 1].number if item.section else ""
        lead = self._leads(item)
        tree: dict[str, Value] = {
            "name": item.name or f"第{item.number}条",
            "draft": Plain("true"),
            "plan": plan,
            "number": Plain(str(item.number)),
            "section": section or self._only_section(),
            "lead": [self.units.name(name) for name in lead],
        }
        if responsible := self._responsible(item.ownership, lead):
            tree["responsible"] = responsible
        tasks = [self._task(sentence, f"{id}-{number}") for number, sentence in enumerate(_bodies(item), 1)]
        if tasks:
            tree["tasks"] = tasks
        tree["quote"] = quote_tree(item.text or item.name, item.paragraph, item.at)
        if residue := [*item.ownership.residue, *item.remarks]:
            tree["residue"] = residue
        return tree

    def _only_section(self) -> str:
        """The section of a plan without sections: one that is called 正文."""
        if not self.outline.sections:
            self.outline.sections.append(OutlineSection("正文", "正文", 1))
        return self.outline.sections[0].number

    def _leads(self, item: Item) -> list[str]:
        """Leads as written; without one the first responsible unit, with a residue that says so."""
        ownership = item.ownership
        lead = [
            name
            for part in ownership.parts
            if part.role == LEAD
            for name in (*part.named, *([part.of] if part.of else []))
        ]
        if lead:
            return list(dict.fromkeys(lead))
        first = next((name for part in ownership.parts for name in part.named), "")
        if first:
            item.remarks.append(f"原文没有写牵头单位，暂以第一个责任单位 {first} 为牵头")
            return [first]
        item.remarks.append("原文没有写责任单位，牵头单位待定")
        return [_UNDECIDED]

    def _responsible(self, ownership: Ownership, lead: Sequence[str]) -> list[Value]:
        clauses: list[Value] = []
        for part in ownership.parts:
            unit_names = [self.units.name(name) for name in part.named if part.role != LEAD and name not in lead]
            if not unit_names:
                continue
            clause: dict[str, Value] = {"named": unit_names}
            if part.of:
                clause["of"] = self.units.name(part.of)
            if part.open:
                clause["open"] = Plain("true")
            clauses.append(clause if len(clause) > 1 else unit_names)
        return clauses

    def _task(self, sentence: Sentence, id: str) -> dict[str, Value]:
        proposal = propose_task(sentence.text)
        tree: dict[str, Value] = {"id": id, "text": proposal.text}
        if proposal.due:
            tree |= {"due": Plain(proposal.due), "due_basis": "方案"}
        if proposal.cadence and self.book.find(proposal.cadence, "cadence"):
            tree["cadence"] = proposal.cadence
        if proposal.target:
            target: dict[str, Value] = {"at_least": Plain(proposal.target.at_least), "unit": proposal.target.unit}
            if proposal.target.per:
                target["per"] = proposal.target.per
            tree["target"] = {**target, "as_written": proposal.target.as_written}
        tree["quote"] = quote_tree(sentence.text, sentence.paragraph, sentence.at)
        return tree


def _bodies(item: Item) -> list[Sentence]:
    """The sentences of an item that are tasks: not its heading."""
    return [
        sentence
        for sentence in item.sentences
        if sentence.text.rstrip("。；;：:") != item.name or len(item.sentences) == 1
    ]


def quote_tree(text: str, paragraph: int, at: int) -> dict[str, Value]:
    """The quote of a measure or task: its words, where they stand (paragraph from 1, offset from 0), fingerprint."""
    return {"text": text, "paragraph": Plain(str(paragraph)), "at": Plain(str(at)), "sha256": clause_digest(text)}


def clause_digest(text: str) -> str:
    """The fingerprint of a text without its blanks: a text set in another way is the same text."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()
