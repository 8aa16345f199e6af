"""People who answer: a post held from a date to a date. Shipped ones are 示例."""

from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Name, Ref
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import Day, Flag, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P = Level.public


class Post(Part):
    """A post that a person holds, or held."""

    post: Text = field("职务", level=P)
    unit: Annotated[Text, Ref("unit")] | None = field("单位", None, level=P)
    since: Day | None = field("起", None, level=P)
    until: Day | None = field("止", None, level=P)


class Person(Record):
    """A person who answers for something: leader, chain head, officer of a unit."""

    kind: ClassVar[str] = "person"
    label: ClassVar[str] = "人员"
    path: ClassVar[str] = "people/{file}.yaml"
    starter: ClassVar[Starter] = Starter.city
    listed: ClassVar[bool] = True
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "posts")
    caption_level: ClassVar[Level | None] = Level.internal

    name: Annotated[Text, Name()] = field("姓名", level=P)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    posts: tuple[Post, ...] = field("任职", (), level=P)
    origin: Origin = None
