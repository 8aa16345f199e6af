"""Base classes of records and of the parts inside them."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import IntEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hyzs.model.annotations import Level
from hyzs.model.finding import Problem, Route, Rule
from hyzs.model.week import Week


def field(
    label: str,
    default: Any = ...,
    *,
    level: Level = Level.secret,
    unit: str = "",
    note: str = "",
    key: str | None = None,
) -> Any:
    """A field of a model: what people call it, who may see it (unsaid: 敏感), its unit.

    ``key`` is how files write it, where Python has the word for itself (``from``).
    """
    extra: dict[str, Any] = {"x-level": str(level)} | ({"x-unit": unit} if unit else {})
    return Field(default, title=label, description=note or None, json_schema_extra=extra, alias=key)


class Starter(IntEnum):
    """New stores, each of which has all that those before it have."""

    bare = 0
    #: With the plan, its measures, the units and industries.
    plan = 1
    #: With an invented city on top, which has its own projects and returns.
    city = 2
    #: With the samples that come with the program.
    sample = 3


class Part(BaseModel):
    """A model inside a record: it has a table in the index, and is listed and mentioned as records are."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    #: Name of its table where the class has another: tables are published (``hyzs sql``), classes are not.
    table: ClassVar[str] = ""
    #: The field that a bare value stands for: ``签约: 2025-09-05`` is ``签约: {on: 2025-09-05}``.
    shorthand: ClassVar[str] = ""
    #: In a list one is found by the word in the first field, and stands for its second: ``checks.失信`` is the result
    #: of the last look into 失信, as long as it holds.
    looked_up: ClassVar[tuple[str, str] | None] = None
    #: Names inside it make up this vocabulary (``tier``, ``stage``), which ``Term`` marks refer to.
    vocabulary: ClassVar[str] = ""
    #: It is somebody's duty of its own, so ``who`` names it and not the record round it: kind, caption field, label.
    subject: ClassVar[tuple[str, str, str] | None] = None
    #: Fields that its list shows unless others are chosen, derived ones too; none: those that say most in its rows.
    list_columns: ClassVar[tuple[str, ...]] = ()
    #: The field by which people call one: spreadsheets find records by it, drafts are named by it.
    called_by: ClassVar[str] = "name"
    #: Its place among the kinds in ``who`` and in hints; kinds of one rank stand by their names.
    list_rank: ClassVar[int] = 9
    #: Level of the caption; None: that of the name, 敏感 where there is none.
    caption_level: ClassVar[Level | None] = None
    #: Shells offer its ids and names.
    is_offered: ClassVar[bool] = True

    @model_validator(mode="before")
    @classmethod
    def _spell_out(cls, data: Any) -> Any:
        if cls.shorthand and not isinstance(data, dict):
            return {cls.shorthand: data}
        return data

    def problems(self, route: Route) -> Iterator[Problem]:
        """Problems of this part by itself; the record stays usable all the same."""
        yield from ()


class Record(Part):
    """One record of a kind: a file, or an item of a file that is a list."""

    #: The kind's name, as in code, keys and tables.
    kind: ClassVar[str]
    #: Chinese word for the kind.
    label: ClassVar[str]
    #: Words that once stood for the kind, which commands still understand.
    former_labels: ClassVar[tuple[str, ...]] = ()
    #: Pattern of its files, relative to ``data/``; a word in braces is a field that the path gives.
    path: ClassVar[str]
    #: The letter that a new id begins with; none: that of the kind's name.
    letter: ClassVar[str] = ""
    #: A file holds a list of records, each with its ``id``.
    listed: ClassVar[bool] = False
    #: The rules that one record alone can break.
    rules: ClassVar[tuple[Rule, ...]] = ()
    #: The smallest new store that has the records of it that come with the program.
    starter: ClassVar[Starter] = Starter.sample
    #: Fields whose values in the records that come with the program are invented: they come with samples alone.
    invented: ClassVar[tuple[str, ...]] = ()
    #: Fields that name the unit its changes are put down to, by the first filled one; none: who leads or handles it.
    owner_fields: ClassVar[tuple[str, ...]] = ()

    #: The field with the day on which a record counts in a period, if a quantity names none; none: by its week.
    counted_on: ClassVar[str] = ""

    id: str = field("编号", level=Level.public)

    @classmethod
    def initial_values(cls, id: str, today: date) -> Mapping[str, Any]:
        """Values that a new record of that id, made ``today``, has where people give none."""
        return {}

    @classmethod
    def completed(cls, tree: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a new record from a spreadsheet, with those that follow from them."""
        return dict(tree)

    def week_of(self) -> Week | None:
        """The week this record is about, if it is about one; what it mentions counts in that week only."""
        return None

    @property
    def duty_until(self) -> date | None:
        """The last day on which somebody answers for it; None: no such day."""
        return None

    @property
    def caption(self) -> str:
        """Words by which people know the record: its name, else its id."""
        return str(getattr(self, "name", None) or self.id)
