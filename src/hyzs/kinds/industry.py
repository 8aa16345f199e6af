"""Industries: the ten of measure 4, 稳五进三布二."""

from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Name
from hyzs.model.record import Record, Starter, field
from hyzs.model.scalars import Count, Text
from hyzs.model.taskforce import Taskforce

P = Level.public


class Industry(Record):
    """An industry."""

    kind: ClassVar[str] = "industry"
    label: ClassVar[str] = "产业"
    path: ClassVar[str] = "industries/{file}.yaml"
    starter: ClassVar[Starter] = Starter.plan
    listed: ClassVar[bool] = True

    name: Annotated[Text, Name()] = field("名称", level=P)
    aliases: tuple[Annotated[Text, Name("alias")], ...] = field("别名", (), level=P)
    group: Text | None = field("布局", None, level=P, note="稳五、进三、布二")
    order: Count | None = field("排序", None, level=P)
    taskforce: Taskforce | None = field("专班", None, level=P, note="这个产业的；项目的专班另写，不从这里带出")
