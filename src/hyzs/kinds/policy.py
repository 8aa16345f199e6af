"""Policies: texts by which support is given, their review for fair competition, and their publication."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Level, Linted, Name, Ref
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Count, Day, Flag, Text, Url
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P, I = Level.public, Level.internal
_HEAD = (
    "== data/policies/zc-a1.yaml\nname: 示例·支持办法\nsample: true\nnumber: 示政办发〔2026〕9号\n"
    "issuer: 示例市人民政府办公室\nmaker: 部门\ndrafter: 甲县\nissued: 2026-05-06\n"
)


class Force(Part):
    """The days on which it is in force."""

    since: Day | None = field("起施行", None, level=P)
    until: Day | None = field("有效至", None, level=P)


class Published(Part):
    """Publication of a policy."""

    on: Day | None = field("公布日期", None, level=P)
    url: Url | None = field("网址", None, level=P)


class ReviewException(Part):
    """The ground on which a text goes out though it may restrict competition (公平竞争审查条例第十二条)."""

    ground: Text = field("依据哪一项", level=P)
    why: Text | None = field("理由", None, level=I)
    alternatives: Text | None = field("替代方案", None, level=I, note="为什么没有影响更小的办法")
    until: Text | None = field("期限或终止条件", None, level=P, note="日期，或者一句话")


class Review(Part):
    """Review of a policy: by the drafter (公平竞争审查条例第十三条), or by 市场监管部门 with the drafter (第十四条)."""

    by: Annotated[Text, Ref("unit")] = field("审查单位", level=P)
    with_: Annotated[Text, Ref("unit")] | None = field("会同单位", None, level=P, key="with")
    on: Day = field("审查日期", level=P)
    number: Text | None = field("审查文号", None, level=I)
    conclusion: Literal["符合", "适用例外", "不符合"] = field("结论", level=P)
    exception: ReviewException | None = field("例外", None, level=P)
    heard: Text | None = field("听取意见", None, level=I, note="听了哪些经营者、协会的意见")


class PolicyText(Part):
    """A clause of the text, word for word."""

    n: Text | None = field("条款号", None, level=P)
    text: Annotated[Text, Linted("policy")] = field("原文", level=P)


class Cleanup(Part):
    """The outcome of a clean-up (清理)."""

    on: Day = field("清理日期", level=I)
    by: Annotated[Text, Ref("unit")] | None = field("清理单位", None, level=I)
    result: Literal["保留", "修改", "废止", "失效", "整改中"] = field("清理结论", level=I)
    due: Day | None = field("整改期限", None, level=I)
    note: Text | None = field("说明", None, level=I)


class PolicySource(Part):
    """The place that the text was taken from."""

    url: Url | None = field("网址", None, level=P)
    note: Text | None = field("说明", None, level=P)


class Policy(Record):
    """One text by which support is given, kept by the unit that drafted it."""

    kind: ClassVar[str] = "policy"
    label: ClassVar[str] = "政策"
    path: ClassVar[str] = "policies/{id}.yaml"
    letter: ClassVar[str] = "z"
    list_columns: ClassVar[tuple[str, ...]] = (
        "id",
        "number",
        "name",
        "maker",
        "drafter",
        "issued",
        "review.conclusion",
    )
    owner_fields: ClassVar[tuple[str, ...]] = ("drafter",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "policy-reviewer",
            Severity.warning,
            "公平竞争审查的单位不对：部门的由起草单位审查，政府的由市场监管部门会同起草单位审查。",
            "公平竞争审查条例第十三条、第十四条写明了由谁审查；审查的单位不对，等于没有审查。",
            "核对 review 的 by 和 with；政府的：by 写市场监管部门，with 写起草单位。",
            f"{_HEAD}review: {{by: »乙县«, on: 2026-04-01, conclusion: 符合}}\n",
        ),
        Rule(
            "policy-exception",
            Severity.warning,
            "适用例外的没有写全：依据哪一项、有没有影响更小的替代方案、实施期限或终止条件。",
            "公平竞争审查条例第十二条：三样都有，才可以出台。",
            "补上 exception 的 ground、alternatives 和 until。",
            f"{_HEAD}review: {{by: 甲县, on: 2026-04-01, conclusion: »适用例外«}}\n",
        ),
        Rule(
            "policy-dates",
            Severity.error,
            "政策的日期前后不通：有效期止于施行以前，或者审查晚于印发。",
            "没有审查的不得出台(公平竞争审查条例第十八条)；日期错了就说不清先后。",
            "核对 issued、in_force 和 review.on。",
            f"{_HEAD}in_force: {{since: 2026-06-01, until: »2026-05-31«}}\n",
        ),
    )

    name: Annotated[Text, Name()] = field("名称", level=P)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    number: Annotated[Text, Name("number")] | None = field("文号", None, level=P)
    issuer: Text = field("发文机关", level=P)
    maker: Literal["政府", "部门"] = field("谁的政策", level=P, note="县级以上人民政府的，还是部门的")
    drafter: Annotated[Text, Ref("unit", duty="handle")] | None = field("起草单位", None, level=P)
    type: Literal["规范性文件", "其他政策措施", "具体政策措施"] = field(
        "文件类型", "其他政策措施", level=P, note="一家企业的协议也是具体政策措施"
    )
    issued: Day | None = field("印发日期", None, level=P, note="还没有印发的不写")
    in_force: Force | None = field("施行", None, level=P)
    published: Published | None = field("公布", None, level=P)
    review: Review | None = field("公平竞争审查", None, level=P)
    texts: tuple[PolicyText, ...] = field("条款", (), level=P)
    cleanup: tuple[Cleanup, ...] = field("清理", (), level=I)
    left_out: Count | None = field("没有收进来的条数", None, level=P, note="只摘了一部分的，还有几条")
    source: PolicySource | None = field("来源", None, level=P)
    note: Text | None = field("备注", None, level=I)
    origin: Origin = None

    def problems(self, route: Route) -> Iterator[Problem]:
        """The wrong reviewer, an exception that is not whole, days that cannot be."""
        review, force = self.review, self.in_force
        if review:
            yield from self._review_problems(review, (*route, "review"))
            if self.issued and review.on > self.issued:
                message = f"审查日期 {review.on} 晚于印发的 {self.issued}"
                yield Problem("policy-dates", (*route, "review", "on"), message, "核对日期")
        if force and force.since and force.until and force.until < force.since:
            message = f"有效至 {force.until}，早于施行的 {force.since}"
            yield Problem("policy-dates", (*route, "in_force", "until"), message, "核对日期")

    def _review_problems(self, review: Review, at: Route) -> Iterator[Problem]:
        if self.maker == "部门" and self.drafter and review.by != self.drafter:
            message = f"部门的政策由起草单位{self.drafter}审查，写的是{review.by}"
            yield Problem("policy-reviewer", (*at, "by"), message, "核对 by 和 drafter；名称写成一样的")
        elif self.maker == "政府" and review.with_ is None:
            message = f"政府的政策由市场监管部门会同起草单位审查，只写了{review.by}"
            yield Problem("policy-reviewer", (*at, "by"), message, "写上 with: 起草单位")
        exception = review.exception
        if review.conclusion == "适用例外" and not (exception and exception.alternatives and exception.until):
            missing = [
                label
                for label, value in (
                    ("依据哪一项", exception and exception.ground),
                    ("替代方案", exception and exception.alternatives),
                    ("期限或终止条件", exception and exception.until),
                )
                if not value
            ]
            message = f"适用例外，没有写{'、'.join(missing)}"
            yield Problem("policy-exception", (*at, "conclusion"), message, "补上 exception")
