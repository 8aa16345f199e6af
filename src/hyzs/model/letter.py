"""Facts of a letter to a unit: addressee, number, dates, annex; the wording comes from a template."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hyzs.model.blocks import Table

#: The type of a letter → the template of its words: ``letter.<name>.j2``.
TEMPLATE_NAMES = {
    "提醒函": "reminder",
    "催办单": "urging",
    "督办单": "supervision",
    "通报": "circular",
    "承诺催办函": "performance",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: to whom (``unit`` its short name, ``to`` as the paper calls it), of which type, number and day.

    ``facts`` are the variables of the template; ``annex`` the table under ``annex_title``. ``issuer`` signs; empty
    where nobody is named. ``contact`` and ``address`` (of the unit, for mail) come from ``private/`` and are empty
    unless asked for. ``title`` and ``paragraphs`` are empty until the template has given them.
    """

    unit: str
    to: str
    type: str
    number: str
    day: str
    facts: dict[str, Any]
    annex: Table
    annex_title: str
    issuer: str = ""
    contact: str = ""
    address: str = ""
    attachments: Sequence[Attachment] = ()
    title: str = ""
    paragraphs: Sequence[str] = ()

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"letter.{TEMPLATE_NAMES[self.type]}.j2"


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact of a unit: name, telephone, mail address; kept in ``private/``, in no commit."""

    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def text(self) -> str:
        """Line of a letter: 联系人：示例，电话：…."""
        parts = ((label, value) for label, value in (("联系人", self.name), ("电话", self.phone)) if value)
        return "，".join(f"{label}：{value}" for label, value in parts)


@dataclass(frozen=True, slots=True)
class Enclosures:
    """Contacts by unit id and attachments by unit name, which a letter may carry besides its facts."""

    contacts: dict[str, Contact] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)
