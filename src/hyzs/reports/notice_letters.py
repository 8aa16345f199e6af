"""Notices as letters to be signed, with the list of owed items as annex."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader, records_by_name
from hyzs.model.blocks import Column, PublicColumn, Row, Table
from hyzs.model.letter import Contact, Enclosures, Letter
from hyzs.model.partial_date import due_words
from hyzs.model.week import Week

UNITS = "SELECT id, name, full_name FROM unit"
ISSUER = "SELECT notice_issuer FROM settings ORDER BY id"
PLANS = "SELECT name, number FROM plan ORDER BY issued, id"
#: The columns of what a letter lists in its annex.
ANNEX = [
    PublicColumn("number", "序号", "number"),
    PublicColumn("kind", "类别"),
    Column("text", "事项", level="内部", wide=True),
    PublicColumn("due", "期限"),
    PublicColumn("state", "情况"),
]


class Owed(NamedTuple):
    """Debts of a unit: its row of the week, projects without entry, tasks, overdue matters and needs."""

    unit: Row
    projects: Sequence[Row]
    tasks: Sequence[Row]
    matters: Sequence[Row]
    needs: Sequence[Row]


class Letters:
    """Writer of the letters of one week; the index is asked once for all of them."""

    def __init__(self, index: IndexReader, week: Week, due: str, today: date, ladder: Sequence[Row]) -> None:
        self.week, self.due, self.today = week, due, today
        self.units = {row["name"]: row for row in index.rows(UNITS)}
        self.issuer = str(index.value(ISSUER) or "")
        self.issuer_id = (
            next((row["id"] for row in records_by_name(index, self.issuer, "unit")), "") if self.issuer else ""
        )
        plans = index.rows(PLANS)
        self.plan = plans[0] if len(plans) == 1 else None
        self.steps = [step["type"] for step in ladder]

    def letter(self, row: Row, owed: Owed, number: str, enclosures: Enclosures) -> Letter:
        """The letter of the notice ``row``, with ``number``."""
        unit = self.units.get(row["unit"], {"id": "", "full_name": None})
        items = list(self._items(owed))
        for place, item in enumerate(items, 1):
            item["number"] = place
        file = enclosures.files.get(row["unit"])
        contacts = enclosures.contacts
        return Letter(
            unit=row["unit"],
            to=unit["full_name"] or row["unit"],
            type=row["type"],
            number=number,
            day=str(self.today),
            facts=self._facts(row, owed),
            annex=Table(ANNEX, items),
            annex_title=f"{self._annex_words(owed)}事项清单",
            issuer=self.issuer,
            contact=_contact(contacts, self.issuer_id, self.issuer).text,
            address=_contact(contacts, unit["id"], row["unit"]).email,
            attachments=[file] if file else [],
        )

    def _facts(self, row: Row, owed: Owed) -> Row:
        """Values for the templates; days as official papers write them."""
        late_tasks = sum(task["overdue_days"] > 0 for task in owed.tasks)
        following = self.steps[self.steps.index(row["type"]) + 1 :] if row["type"] in self.steps else []
        monday, sunday = (f"{day.month}月{day.day}日" for day in (self.week.monday, self.week.sunday))
        return {
            "unit": row["unit"],
            "type": row["type"],
            "week": f"{f'{self.week.year}年' if self.week.year != self.today.year else ''}第{self.week.week}周",
            "week_days": f"{monday}至{sunday}",
            "week_due": self.due,
            "today": due_words(str(self.today)),
            "plan": self.plan,
            "missing": max(owed.unit["items_due"] - owed.unit["items_in"], bool(owed.unit["missing"])),
            "items_due": owed.unit["items_due"],
            "items_in": owed.unit["items_in"],
            "weeks_silent": owed.unit["weeks_silent"],
            "is_nil": any(item["kind"] == "nil" for item in owed.unit["missing"]),
            "projects": sum(item["kind"] == "project" for item in owed.unit["missing"]),
            "tasks": sum(item["kind"] == "task" for item in owed.unit["missing"]),
            "late_tasks": late_tasks,
            "late_matters": len(owed.matters),
            "late_needs": len(owed.needs),
            "late": late_tasks + len(owed.matters) + len(owed.needs),
            "earlier": [
                {**old, **{key: due_words(old[key]) for key in ("sent", "answer_by")}} for old in row["earlier"]
            ],
            "answer_by": due_words(row["answer_by"]),
            "answer_days": row["answer_days"],
            "answer_note": row["answer_by_note"],
            "next_type": following[0] if following else None,
        }

    def _annex_words(self, owed: Owed) -> str:
        """第47周未报和逾期, or the one that applies."""
        missing = f"第{self.week.week}周未报" if owed.unit["missing"] else ""
        late = any((owed.matters, owed.needs, [task for task in owed.tasks if task["overdue_days"]]))
        return "和".join(filter(None, (missing, "逾期" if late else "")))

    def _items(self, owed: Owed) -> Iterator[Row]:
        """Lines of the annex, one a debt."""
        if any(item["kind"] == "nil" for item in owed.unit["missing"]):
            yield _item("周填报", "零报告", self.due, _silent(owed.unit["weeks_silent"]))
        for project in owed.projects:
            yield _item("项目", project["name"], self.due, _silent(project["weeks_silent"]))
        for task in owed.tasks:
            states = [_late(task), _silent(task["weeks_silent"]) if task["status"] == "owed" else ""]
            yield _item("任务", task["text"], due_words(task["due"]) or "—", "，".join(filter(None, states)))
        for matter in owed.matters:
            yield _item("交办事项", matter["text"], due_words(matter["due"]), _late(matter))
        for need in owed.needs:
            yield _item("企业诉求", f"{need['project_name']}：{need['text']}", due_words(need["due"]), _late(need))


def _item(kind: str, text: str, due: str | None, state: str) -> Row:
    return {"number": 0, "kind": kind, "text": text, "due": due, "state": state}


def _silent(weeks: int) -> str:
    return f"连续{weeks}周未报" if weeks > 1 else "本周未报"


def _late(row: Row) -> str:
    return f"逾期{row['overdue_days']}天" if row["overdue_days"] else ""


def _contact(contacts: Mapping[str, Contact], id: str, name: str) -> Contact:
    """Contact of the unit, by its id, else by its name."""
    return contacts.get(id) or contacts.get(name) or Contact()
