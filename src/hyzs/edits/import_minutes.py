"""Minutes of a meeting become matters: a draft an item that was decided, with owner, due day and the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from hyzs.documents.clause_words import UNIT_END, plain
from hyzs.documents.minutes import Minutes, MinutesDecision, read_minutes, time_limit
from hyzs.documents.paragraph import OfficialDocument
from hyzs.edits.draft_placement import Drafts
from hyzs.edits.new import new_path
from hyzs.edits.unit_drafts import UnitDrafts
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule
from hyzs.kinds import kinds
from hyzs.model.blocks import Row
from hyzs.model.change import Change, Create, Plain, Value
from hyzs.model.errors import BadUsage, FileRefused
from hyzs.model.folding import fold_wording
from hyzs.model.reporting_schedule import WorkingDay
from hyzs.query.matter_time_limits import working_days
from hyzs.query.matters import sourced_matters
from hyzs.query.name_book import NameBook
from hyzs.query.unit_recognition import UnitNames

#: Origin and type of the matters that minutes make.
ORIGIN, TYPE = "会议议定", "纪要"
#: A running text hands something to the unit that stands here.
_HANDS = re.compile(
    r"(?:由|请|责成|委托)(?P<name>[\u4e00-\u9fff（）()]{3,24}?)(?=牵头|负责|会同|抓紧|尽快|立即|于|在|按|，|,|、|和)"
)
_LEADS = re.compile(r"\s*(?:总?牵头|为主|主办|负责|会同|抓紧|尽快|要)")
_FACTS = {"number": "文号", "on": "开会日期", "by": "会议", "due": "没有写时限的期限"}
_LONGEST = 60


@dataclass(slots=True)
class MinutesImport:
    """The import of minutes: its changes, one row per item, and all that was left over."""

    number: str
    meeting: str
    on: date
    changes: list[Change] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    units: list[Row] = field(default_factory=list)
    free: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def minutes_import(
    index: IndexReader, document: OfficialDocument, words: Sequence[str], now: datetime
) -> MinutesImport:
    """The changes that make draft matters of minutes; items that are there already make none.

    ``words`` are facts that the file does not state: number=…, on=…, by=…, and ``due=…`` of items without a time limit.

    Raises:
        FileRefused: It decides nothing.
        BadUsage: It does not say when the meeting was held, or a word is no fact.
    """
    minutes = read_minutes(document.paragraphs)
    facts = _facts(words)
    on = facts["on"] if isinstance(facts.get("on"), date) else minutes.on
    if not minutes.items:
        raise FileRefused(
            f"{document.name} 里没有找到议定的事项：没有带序号的段落，也没有“会议议定”“会议要求”这样的话",
            "看看是不是纪要正文；一件件交办用 hyzs matter new",
        )
    if not isinstance(on, date):
        raise BadUsage(f"{document.name} 里没有写开会的日期", "--set on=2026-11-20")
    out = MinutesImport(str(facts.get("number") or minutes.number), str(facts.get("by") or minutes.meeting), on)
    out.remarks += document.remarks
    due = facts.get("due")
    _MinutesWriter(index, minutes, out, now, due if isinstance(due, date) else None).run()
    return out


def _facts(words: Sequence[str]) -> dict[str, str | date]:
    facts: dict[str, str | date] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or key not in _FACTS:
            allowed = "、".join(f"{name}={label}" for name, label in _FACTS.items())
            raise BadUsage(f"收纪要不能写“{word}”", f"能写 {allowed}")
        try:
            facts[key] = date.fromisoformat(value) if key in ("on", "due") else value
        except ValueError:
            raise BadUsage(f"“{value}”不是日期", f"写成 {key}=2026-11-20") from None
    return facts


class _MinutesWriter:
    """One set of minutes on its way into the store."""

    def __init__(
        self, index: IndexReader, minutes: Minutes, out: MinutesImport, now: datetime, due: date | None
    ) -> None:
        self.index, self.minutes, self.out, self.due = index, minutes, out, due
        self.names, book = UnitNames(index), NameBook(index)
        self.drafts = Drafts(index, book, now.date())
        self.units = UnitDrafts(index, book, self.drafts, out.remarks)
        self.stored = {
            (row["number"], row["on"], row["clause"]): row for row in sourced_matters(index) if row["type"] == TYPE
        }

    def run(self) -> None:
        """Write an item after the other; what names nobody is listed with the paragraphs that no item took."""
        matters = [change for item in self.minutes.items if (change := self._item(item))]
        self.out.changes += [*self.units.changes(lambda _: {"type": self.units.usual_type()}), *matters]
        self.out.units = self.units.rows
        self.out.free += [{"paragraph": number, "text": text, "reason": ""} for number, text in self.minutes.free]
        self.out.free.sort(key=lambda row: int(row["paragraph"]))

    def _item(self, item: MinutesDecision) -> Change | None:
        lead, assist, residue = self._owners(item)
        if not lead:
            reason = "没有认出由谁办，没有作为事项"
            self.out.free.append({"paragraph": item.paragraph, "text": f"{item.label} {item.text}", "reason": reason})
            return None
        due, more = self._due(item)
        residue += [*more, *item.ownership.residue]
        row = {"label": item.label, "text": _short(item), "lead": lead, "assist": assist, "due": str(due)}
        row |= {"quote": item.text, "residue": residue}
        stored = self.stored.get((self.out.number or None, str(self.out.on), item.label))
        if stored:
            is_same = fold_wording(stored["text"]) == fold_wording(item.text)
            self.out.rows.append({**row, "id": stored["id"], "state": "same" if is_same else "moved"})
            return None
        kind = kinds()["matter"]
        id = self.drafts.id(kind, f"{self.out.number} {self.out.on} {item.label} {item.text}")
        self.out.rows.append({**row, "id": id, "state": "new"})
        return Create(new_path(self.index, kind, id, self.out.on.year), self._tree(item, row, assist, residue))

    def _tree(self, item: MinutesDecision, row: Row, assist: Sequence[str], residue: Sequence[str]) -> dict[str, Value]:
        on = Plain(str(self.out.on))
        source: dict[str, Value] = {"type": TYPE, "on": on, "clause": item.label, "text": item.text}
        if self.out.number:
            source["number"] = self.out.number
        if self.out.meeting:
            source["by"] = self.out.meeting
        order = ("type", "number", "on", "by", "clause", "text")
        return {
            "text": row["text"],
            **({"sample": Plain("true")} if "示例" in f"{item.text}{self.out.meeting}{self.out.number}" else {}),
            "draft": Plain("true"),
            "origin": ORIGIN,
            "source": {key: source[key] for key in order if key in source},
            "raised": {"on": on},
            "lead": self.units.name(str(row["lead"])),
            **({"assist": [self.units.name(name) for name in assist]} if assist else {}),
            "due": Plain(str(row["due"])),
            "events": [{"on": on, "do": "交办"}],
            **({"residue": list(residue)} if residue else {}),
        }

    # who and until when

    def _owners(self, item: MinutesDecision) -> tuple[str, list[str], list[str]]:
        """The unit that handles it, those that help, and words to look at: by its clauses, else by its words."""
        ownership = item.ownership
        if names := [*ownership.lead, *ownership.responsible]:
            residue = [] if ownership.lead else [f"原文没有写牵头单位，暂以第一个责任单位 {names[0]} 为主办"]
            residue += [f"群体没有写进协办：{'、'.join(ownership.groups)}"] if ownership.groups else []
            return names[0], names[1:], residue
        mentions = self._mentions(item.plain)
        if not mentions:
            return "", [], []
        lead = next((name for name, is_lead in mentions if is_lead), "")
        residue = [] if lead else [f"原文没有写由谁牵头，暂以先写的 {mentions[0][0]} 为主办"]
        lead = lead or mentions[0][0]
        return lead, [name for name, _ in mentions if name != lead], residue

    def _mentions(self, text: str) -> list[tuple[str, bool]]:
        """The units that a running text names, in its order, each with whether it says that it leads."""
        places: dict[str, tuple[int, int]] = {}
        start = 0
        for words, unit in self.names.mentions(text):
            at = text.find(words, start)
            at = at if at >= 0 else text.find(words)
            places.setdefault(unit, (at, at + len(words)))
            start = max(start, at)
        for match in _HANDS.finditer(text):
            name = match["name"]
            is_new = not any(begin < match.end("name") and match.start("name") < end for begin, end in places.values())
            if is_new and UNIT_END.search(plain(name)):
                places.setdefault(name, match.span("name"))
        ordered = sorted(places.items(), key=lambda place: place[1])
        return [
            (name, bool(_LEADS.match(text, end) or text[:begin].endswith(("由", "请", "责成", "委托"))))
            for name, (begin, end) in ordered
        ]

    def _due(self, item: MinutesDecision) -> tuple[date, list[str]]:
        """The due day, and words to look at: without a time limit that of the settings for 会议议定."""
        schedule = load_schedule(self.index)
        if limit := time_limit(item.text, self.out.on):
            if limit.day:
                return limit.day, []
            counted = schedule.add_working_days(self.out.on, limit.working_days)
            return counted.day, [f"{limit.words}：从开会次日起算，到 {_noted(counted)}"]
        if self.due:
            return self.due, ["原文没有写时限，照 --set due"]
        days = working_days(self.index, ORIGIN)
        if days is None:
            why = f"“{item.label}”没有写时限，设置里也没有“{ORIGIN}”的办理期限"
            raise BadUsage(why, "--set due=2026-12-31：没有写的都照它；或在 settings.yaml 的 deadlines 里写明")
        counted = schedule.add_working_days(self.out.on, days)
        return counted.day, [f"原文没有写时限，照设置 {days} 个工作日，到 {_noted(counted)}"]


def _noted(counted: WorkingDay) -> str:
    return f"{counted.day}（{counted.note}）" if counted.note else str(counted.day)


def _short(item: MinutesDecision) -> str:
    """The matter in one line: the words of the item, or of a long one its first sentence."""
    text = " ".join(item.plain.split())
    first = re.split("(?<=[。；;])", text)[0].rstrip("。；; ")
    return (text.rstrip("。；; ") if len(text) <= _LONGEST else first)[: 2 * _LONGEST]
