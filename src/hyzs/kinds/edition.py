"""Editions (发布): published results, frozen with the commit they were computed from; a correction is a new edition."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar

from hyzs.kinds.scheme import NoticeDays
from hyzs.model.act import Act
from hyzs.model.annotations import Carries, Level, Ref
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.flow import Flow, StepRule
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Count, Day, Flag, Number, Text

P, I = Level.public, Level.internal
DRAFT, SHOWN, PUBLISHED, CORRECTED, WITHDRAWN = "草案", "公示", "发布", "更正", "撤回"
#: The way of an edition. What changes between 公示 and 发布 makes it a draft again, which is shown again.
FLOW = Flow(
    name="发布",
    source="方案没有规定发布的程序，按各地公示的做法",
    steps=(
        StepRule(DRAFT, (SHOWN,), first=True),
        StepRule(SHOWN, (DRAFT,), status="公示中"),
        StepRule(PUBLISHED, (SHOWN, DRAFT), status="已发布", ends=True),
        StepRule(CORRECTED, (PUBLISHED,), status="已更正", note=True, ends=True),
        StepRule(WITHDRAWN, (DRAFT, SHOWN, PUBLISHED), status="已撤回", note=True, ends=True),
    ),
)
ADOPTED, REFUSED = "采纳", "不采纳"
#: The way of an appeal against a place or a mark.
APPEAL_FLOW = Flow(
    name="异议",
    source="方案没有规定异议的程序，按各地公示的做法",
    steps=(
        StepRule("提出", first=True, status="待受理"),
        StepRule("受理", ("提出",), status="核查中"),
        StepRule(ADOPTED, ("受理",), note=True, ends=True),
        StepRule(REFUSED, ("受理",), note=True, ends=True),
        StepRule("撤回", ("提出", "受理"), status="已撤回", note=True, ends=True),
    ),
)
_ENDS = (ADOPTED, REFUSED, "撤回")
_HEAD = (
    "== data/editions/2026/f26-a1.yaml\nname: 示例·评价结果\nsample: true\nof: zb-2026\nperiod: 2026-Q3\n"
    "data: {commit: 3f2a, hyzs: 0.4.0, day: 2026-10-10, sha256: 9c41}\n"
)
_APPEAL = "appeals:\n  甲县:\n    text: 漏算一个项目\n    events: [{on: 2026-10-14, do: 提出}]\n"
_RULES = (
    Rule(
        "edition-form",
        Severity.error,
        "发布没有写明是哪个办法或哪种报表的。",
        "不知道是什么的结果，就没法按原来的数据重算。",
        "评价结果写 of: 办法；目录、清单写 report: 报表名称；只写一样。",
        f"{_HEAD}report: »policies«\nevents: [{{on: 2026-10-10, do: 草案}}]\n",
    ),
    Rule(
        "edition-open-appeal",
        Severity.error,
        "还有没办完的异议，就发布了。",
        "公示就是为了听异议；没有答复就发布，公示成了走过场。",
        "先记下受理和采纳或不采纳；采纳的重新计算，再公示。",
        f"{_HEAD}{_APPEAL}events: [{{on: 2026-10-10, do: 草案}}, {{on: 2026-10-12, do: 公示, until: 2026-10-16}}, "
        "{on: 2026-10-22, do: »发布«}]\n",
    ),
    Rule(
        "edition-no-notice",
        Severity.error,
        "评价结果没有公示，或者公示期没有满，就发布了。",
        "评价结果关系到奖惩，当事单位要先看到、能申诉。",
        "先记 公示 和到哪一天(until)，满了再发布。",
        f"{_HEAD}events: [{{on: 2026-10-10, do: 草案}}, {{on: 2026-10-22, do: »发布«}}]\n",
    ),
    Rule(
        "given-no-evidence",
        Severity.warning,
        "人打的分没有写依据。",
        "没有依据的分，申诉时说不清。",
        "写 evidence: 评分表、纪要或文号。",
        f"{_HEAD}given: [»{{of: 甲县, item: visit, value: 4.5, by: 市发改委}}«]\n"
        "events: [{on: 2026-10-10, do: 草案}]\n",
    ),
)


class EditionData(Part):
    """Origin of the answer: the commit, the scheme's blob, the program, the day as of which it was asked; its hash."""

    commit: Text = field("提交", level=P)
    scheme: Text | None = field("办法文件", None, level=P, note="评价办法那个文件的 git 编号")
    hyzs: Text = field("程序版本", level=P)
    day: Day = field("截至", level=P)
    private: Flag = field("用了私有的数", False, level=P, note="private/ 里的数不进提交，不能复算")
    sha256: Text = field("结果指纹", level=P, note="旁边同名 .json 文件的 sha256")


class EditionSubject(Part):
    """One of those that were compared or listed: the place and the grade that were published."""

    of: Annotated[Text, Ref("unit|project|investor")] = field("对象", level=I)
    rank: Count | None = field("名次", None, level=I)
    total: Number | None = field("得分", None, level=I)
    grade: Text | None = field("等次", None, level=I)
    note: Text | None = field("说明", None, level=I, note="如 未参评")


class Mark(Part):
    """A mark or a veto that people give."""

    of: Annotated[Text, Ref("unit|project|investor")] = field("对象", level=I)
    item: Text = field("指标", level=I)
    value: Number | None = field("打分", None, level=I)
    by: Annotated[Text, Ref("unit")] = field("打分单位", level=I)
    evidence: Text | None = field("依据", None, level=I)


class EditionAct(Act):
    """A step on the way of an edition."""

    until: Day | None = field("公示到", None, level=P)


class AppealAct(Act):
    """A step on the way of an appeal."""


class Appeal(Part):
    """One who was compared disagrees."""

    items: tuple[Text, ...] = field("指标", (), level=I)
    text: Text = field("异议", level=I)
    events: Annotated[tuple[AppealAct, ...], Carries(APPEAL_FLOW)] = field("经过", (), level=I)

    def is_open_on(self, day: date) -> bool:
        """True if nothing had ended it by that day."""
        return not any(act.do in _ENDS and act.on <= day for act in self.events)


class Edition(Record):
    """One edition of a scheme's result, or of a report."""

    kind: ClassVar[str] = "edition"
    label: ClassVar[str] = "发布"
    path: ClassVar[str] = "editions/**/{id}.yaml"
    letter: ClassVar[str] = "f"
    list_columns: ClassVar[tuple[str, ...]] = (
        "id",
        "name",
        "period",
        "status",
        "shown_until",
        "published_on",
        "supersedes",
    )
    rules: ClassVar[tuple[Rule, ...]] = _RULES

    name: Text = field("名称", level=P)
    sample: Flag = field("示例", False, level=P)
    of: Annotated[Text, Ref("scheme")] | None = field("评价办法", None, level=P)
    report: Text | None = field("报表", None, level=P)
    period: Text = field("期间", level=P)
    data: EditionData = field("数据", level=P)
    subjects: tuple[EditionSubject, ...] = field("对象", (), level=I)
    given: tuple[Mark, ...] = field("人打的分", (), level=I)
    notice: NoticeDays | None = field("公示期", None, level=P, note="发布那天办法里写的；办法以后改了，这一期不变")
    appeals: dict[Annotated[Text, Ref("unit|project|investor")], Appeal] = field("异议", {}, level=I)
    events: Annotated[tuple[EditionAct, ...], Carries(FLOW)] = field("经过", (), level=P)
    supersedes: Annotated[Text, Ref("edition")] | None = field("更正的是", None, level=P)
    note: Text | None = field("说明", None, level=I)

    @property
    def caption(self) -> str:
        """The name and the period."""
        return f"{self.name} {self.period}"

    def problems(self, route: Route) -> Iterator[Problem]:
        """Of a scheme or of a report; a result is shown and every appeal answered before it is published."""
        if bool(self.of) == bool(self.report):
            at = (*route, "report") if self.report else route
            yield Problem("edition-form", at, "of 和 report 只写一样", "评价结果写 of，目录、清单写 report")
        for n, mark in enumerate(self.given):
            if not mark.evidence:
                message = f"{mark.by}给{mark.of}的“{mark.item}”没有写依据"
                yield Problem("given-no-evidence", (*route, "given", n), message, "写 evidence")
        last_shown: EditionAct | None = None
        for n, act in enumerate(self.events):
            at = (*route, "events", n, "do")
            if act.do == PUBLISHED:
                for subject, appeal in self.appeals.items():
                    if appeal.is_open_on(act.on):
                        message = f"{subject}的异议还没有办完，{act.on} 就发布了"
                        yield Problem("edition-open-appeal", at, message, "先记下受理和采纳或不采纳")
                if self.of and (last_shown is None or not last_shown.until):
                    yield Problem("edition-no-notice", at, "没有公示就发布了", "先记 公示 和 until: 日期")
                elif self.of and last_shown and last_shown.until and act.on <= last_shown.until:
                    message = f"公示到 {last_shown.until}，{act.on} 就发布了"
                    hint = f"公示期满的第二天起才能发布，最早 {last_shown.until + timedelta(days=1)}"
                    yield Problem("edition-no-notice", at, message, hint)
            last_shown = act if act.do == SHOWN else None if act.do == DRAFT else last_shown
