"""Settings of assessment: tolerance, sharing, evaluation, catalogue, commitments."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Level, Term, Where
from hyzs.model.finding import Problem, Route
from hyzs.model.record import Part, field
from hyzs.model.scalars import (
    Count,
    Duration,
    Number,
    Text,
)
from hyzs.model.vocabulary import VocabularyTerm

P = Level.public


class ToleranceGround(VocabularyTerm):
    """A ground on which a failure is tolerated (激励容错)."""

    vocabulary: ClassVar[str] = "tolerance_ground"
    source: Text | None = field("依据", None, level=P)


class SharingShare(Part):
    """Shares of one figure of a project that was passed on, in percent, for so many years from an event on."""

    of: Text = field("哪个数", level=P, note="核定数的代号，如 paid_in、tax_local")
    label: Text = field("叫法", level=P)
    mode: Literal["分算", "双算"] = field("分法", level=P, note="双算只在县级考核里都算，不进市级合计")
    first: Number | None = field("首谈地", None, level=P, unit="%")
    host: Number | None = field("承接地", None, level=P, unit="%")
    years: Count | None = field("几年", None, level=P, note="期满以后全归承接地；不写则一直分")
    from_: Text | None = field(
        "从", None, level=P, key="from", note="一个阶段，如 开工；或者 首笔：头一个有核定数的年份"
    )
    less: Text | None = field("先减去", None, level=P, note="如 redeemed：已经兑现给企业的奖补")


class Sharing(VocabularyTerm):
    """A rule by which first place (首谈地) and host (承接地) share what a project brings."""

    vocabulary: ClassVar[str] = "sharing"
    basis: Text = field("依据", level=P)
    shares: tuple[SharingShare, ...] = field("怎么分", level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """Shares of a figure that is divided make up the whole."""
        for n, share in enumerate(self.shares):
            if share.mode == "分算" and (share.first or 0) + (share.host or 0) != 100:
                message = f"“{share.label}”首谈地和承接地合计不是百分之百"
                yield Problem("sharing-sum", (*route, "shares", n), message, "first 和 host 合计写 100")


class EvaluationPhase(Part):
    """A phase of the evaluation of projects, and those that are in it."""

    phase: Literal["事前", "事中", "事后"] = field("阶段", level=P)
    where: Annotated[Text, Where("project")] = field("哪些项目", level=P, note="写法同 hyzs list projects --where")


class EvaluationRules(Part):
    """Evaluation of projects (事前、事中、事后): the phases, and the figures compared with what was planned."""

    phases: tuple[EvaluationPhase, ...] = field("阶段", level=P)
    landing: Annotated[Text, Term("stage")] = field("落地看哪个节点", level=P)
    invested: Annotated[Text, Term("indicator|firm_indicator")] = field("投资的指标", level=P)
    output: Annotated[Text, Term("indicator|firm_indicator")] = field("产出的指标", level=P)
    tax: Annotated[Text, Term("indicator|firm_indicator")] = field("税收的指标", level=P)
    jobs: Annotated[Text, Term("indicator|firm_indicator")] = field("就业的指标", level=P)
    source: Text = field("依据", level=P)


class CatalogueRequirement(Part):
    """A condition that a planned project must meet to be listed, and the reason that is given for the others."""

    where: Annotated[Text, Where("project")] = field("条件", level=P)
    why: Text = field("不合的理由", level=P)


class CatalogueRules(Part):
    """Rules of the catalogue of projects to be courted (重点目录): proposals, conditions, age of plans."""

    where: Annotated[Text, Where("project")] = field("哪些项目", level=P)
    requires: tuple[CatalogueRequirement, ...] = field("入目录的条件", (), level=P)
    signed: Annotated[Text, Term("stage")] = field("签约看哪个节点", level=P)
    stale_days: Duration | None = field("多少天没有修订算旧", None, level=P, unit="天")
    every: Literal["month", "quarter", "half-year", "year"] | None = field(
        "多久发布一期", None, level=P, note="不写就不催；每月、每季……一期，隔了一整个还没有下一期就提醒"
    )
    source: Text = field("依据", level=P)


class CommitmentRules(Part):
    """The way in which commitments are counted."""

    changed: Literal["out", "counts"] = field(
        "依法变更的", "out", level=P, note="out 不计入兑现率(点名剔除)，counts 计入应兑现"
    )


class LegacyAge(Part):
    """A group of years of what is left over from before; the last one has no ``under``."""

    less_than: Count | None = field("不满几年", None, level=P)
    label: Text = field("称呼", level=P)
