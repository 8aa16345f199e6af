"""Settings of subscriptions (方案第七条 内容订阅): which records a unit is told of again and again."""

from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Level, Ref, Where
from hyzs.model.record import Part, field
from hyzs.model.scalars import Duration, Text
from hyzs.model.vocabulary import VocabularyTerm

P = Level.public


class DigestItem(Part):
    """Records of a kind that are watched: those that come, change, go, and have a day soon."""

    of: Text = field("种类", level=P, note="如 企业、项目、活动")
    where: Annotated[Text, Where(kind_in="of")] | None = field("条件", None, level=P, note="写法同 hyzs list --where")
    columns: tuple[Text, ...] = field("列", (), level=P, note="看哪几项、比哪几项，写法同 hyzs list --columns")
    ahead: Duration = field("提前几天", 60, level=P, unit="天", note="这么多天内的日子列出来，0 不列")


class Digest(VocabularyTerm):
    """A subscription; nothing is kept of what was sent: the past is read from the commits."""

    vocabulary: ClassVar[str] = "digest"
    unit: Annotated[Text, Ref("unit")] | None = field("给谁", None, level=P, key="for")
    audience: Literal["public", "internal", "full"] = field("读者", "internal", level=P, note="只列这些读者看得的")
    items: tuple[DigestItem, ...] = field("内容", level=P)
