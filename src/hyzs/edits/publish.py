"""An answer becomes an edition: the draft of a period, its recomputation, or the correction of a published one."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hyzs.edits.matter import EventDetails
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule
from hyzs.kinds.edition import CORRECTED, DRAFT, PUBLISHED, SHOWN, WITHDRAWN
from hyzs.model.change import Append, Change, Create, Plain, Set, Value, WriteText
from hyzs.model.errors import BadUsage
from hyzs.model.flow import WORKING, Clock
from hyzs.query.editions import EditionHead, edition_heads, notice_end

#: The word that names of samples have.
EXAMPLE = "示例"


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An answer to be published: its subject, its JSON document, and the data it was computed from."""

    name: str
    period: str
    scheme: str | None
    report: str | None
    text: str
    subjects: Sequence[Mapping[str, Any]]
    commit: str
    blob: str | None
    version: str
    day: date
    is_sample: bool
    is_private: bool
    #: {days, of} of the scheme's notice.
    notice: Mapping[str, Any] | None = None
    #: Editions of that period whose document says the same, whatever commit it was computed of.
    same_as: Collection[str] = ()

    @property
    def sha256(self) -> str:
        """Hash of the document."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def publish(index: IndexReader, new: NewEdition, today: date, note: str | None) -> list[Change]:
    """The changes that make the draft of the period, or make it anew; of a published one its correction.

    Raises:
        BadUsage: The edition of that period is published, and nobody says what is corrected.
    """
    editions = [
        head for head in edition_heads(index) if (head.of, head.period) == (new.scheme or new.report, new.period)
    ]
    last = editions[-1] if editions else None
    if last is None or last.status == WITHDRAWN:
        return _create(_fresh_id(new, editions), new, today)
    if last.status in (DRAFT, SHOWN):
        return _recompute(last, new, today)
    if last.status in (PUBLISHED, CORRECTED) and not note:
        raise BadUsage(f"{last.id} 已经发布，不能改", "要更正，加上 --note 说明更正什么：另出一期，原来的记下更正")
    if last.id in new.same_as:
        raise BadUsage(f"算出来和 {last.id} 一样，没有可更正的", "先改数据或办法，hyzs save 以后再更正")
    id = _fresh_id(new, editions)
    corrected: dict[str, Value] = {"on": Plain(today), "do": CORRECTED, "note": note}
    return [*_create(id, new, today, last), Append(last.path, ("events",), corrected)]


def with_notice_end(index: IndexReader, body: Mapping[str, Any], details: EventDetails) -> EventDetails:
    """The details of a 公示, with the last day of the notice that the edition asks for where none is given.

    Raises:
        BadUsage: Neither the edition nor the details say how long it is shown.
    """
    if details.until:
        return details
    if not (notice := body.get("notice")):
        raise BadUsage("办法里没有写公示期，要说公示到哪一天", "加上 --until 日期，或者在办法里写 notice: {days: 5}")
    clock = Clock(lambda: load_schedule(index))
    end = notice_end(clock, details.on, notice["days"], notice.get("of", WORKING))
    return replace(details, until=str(end))


def _create(id: str, new: NewEdition, today: date, superseded: EditionHead | None = None) -> list[Change]:
    path = f"editions/{new.day.year}/{id}"
    pairs: list[tuple[str, Value]] = [
        ("name", f"{EXAMPLE}·{new.name}" if new.is_sample and EXAMPLE not in new.name else new.name),
        ("sample", Plain("true") if new.is_sample else None),
        ("of", new.scheme),
        ("report", new.report),
        ("period", new.period),
        ("data", _data(new)),
        ("notice", _notice(new)),
        ("subjects", _subjects(new)),
        ("given", list(superseded.given) if superseded else None),
        ("events", [{"on": Plain(today), "do": DRAFT}]),
        ("supersedes", superseded.id if superseded else None),
    ]
    tree = {key: value for key, value in pairs if value not in (None, [])}
    return [Create(f"{path}.yaml", tree), WriteText(f"{path}.json", new.text)]


def _recompute(head: EditionHead, new: NewEdition, today: date) -> list[Change]:
    """Changes that recompute a draft; an edition on show becomes a draft again. None if the answer is the same."""
    if head.id in new.same_as and head.notice == new.notice:
        return []
    changes: list[Change] = [
        Set(head.path, ("data",), _data(new)),
        *([Set(head.path, ("notice",), _notice(new))] if head.notice != new.notice else []),
        Set(head.path, ("subjects",), _subjects(new)),
        WriteText(f"{head.path.removesuffix('.yaml')}.json", new.text),
    ]
    if head.status == SHOWN:
        changes.append(Append(head.path, ("events",), {"on": Plain(today), "do": DRAFT, "note": "重新计算，要再公示"}))
    return changes


def _data(new: NewEdition) -> dict[str, Value]:
    values: dict[str, Value] = {
        "commit": new.commit,
        "scheme": new.blob,
        "hyzs": new.version,
        "day": Plain(new.day),
        "private": Plain("true") if new.is_private else None,
        "sha256": new.sha256,
    }
    return {key: value for key, value in values.items() if value is not None}


def _notice(new: NewEdition) -> Value:
    return {"days": new.notice["days"], "of": new.notice.get("of", WORKING)} if new.notice else None


def _subjects(new: NewEdition) -> list[Value]:
    return [{key: value for key, value in subject.items() if value is not None} for subject in new.subjects]


def _fresh_id(new: NewEdition, editions: Sequence[EditionHead]) -> str:
    """zbpj-2026-q3, and with a number behind from the second on."""
    of, period = new.scheme or new.report or "", new.period.lower()
    year, _, rest = period.partition("-")
    base = f"{of}-{rest}" if rest and of.endswith(year) else f"{of}-{period}"
    return f"{base}-{len(editions) + 1}" if editions else base
