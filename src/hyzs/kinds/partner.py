"""Partners: chambers, alumni, overseas Chinese, agencies, firms here that bring others; contacts and agreements."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.kinds.event_settings import Line
from hyzs.kinds.investor import FirmLabel
from hyzs.model.annotations import Level, Name, Ref, Term
from hyzs.model.checked import Checked
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.holdings import DatedPerson
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Day, Flag, Number, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P, I = Level.public, Level.internal
_HEAD = (
    "== data/partners/partners.yaml\n"
    "- {id: pt-a, name: 示例·某地商会, sample: true, type: 异地商会, linked_by: 市招商局, region: 广东深圳,\n"
)
#: Results that a duty may promise, as ``hyzs yield`` counts them.
Result = Literal["leads", "talks", "signed", "started", "producing", "total", "contract", "paid_in"]


class PartnerDuty(Part):
    """A number that the partner promised to reach in each period."""

    text: Text = field("义务", level=I)
    at_least: Number = field("不少于", level=I)
    per: Literal["年", "全期"] = field("每", "年", level=I, note="年从协议签订那天起算，全期到 until 为止")
    counts: Result = field("数什么", "leads", level=I, note="hyzs yield --by partner 的哪一列，线索写 leads")


class PartnerAgreement(Part):
    """The agreement with a partner; that with an agency tells its fee."""

    name: Text | None = field("协议名称", None, level=I)
    on: Day = field("签订日期", level=P)
    until: Day | None = field("到期日期", None, level=P)
    duties: tuple[PartnerDuty, ...] = field("义务", (), level=I)
    fee: Text | None = field("费用", None, level=Level.secret, note="怎么付，按什么结果付")


class Partner(Record):
    """An outside partner that introduces firms to the city; its people and telephones stay in ``private/``."""

    kind: ClassVar[str] = "partner"
    label: ClassVar[str] = "伙伴"
    path: ClassVar[str] = "partners/{file}.yaml"
    listed: ClassVar[bool] = True
    letter: ClassVar[str] = "pt"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "type", "region", "linked_by", "patron", "agreement.until")
    owner_fields: ClassVar[tuple[str, ...]] = ("linked_by",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "partner-duty",
            Severity.error,
            "伙伴的义务推不出要做到哪一天。",
            "没有止期的“全期”义务永远不到期，进度算不出来。",
            "写 until: 协议到期日期；每年都要做到的写 per: 年。",
            f"{_HEAD}   agreement: {{on: 2026-03-01, duties: [{{text: 有效信息, at_least: 12, per: »全期«}}]}}}}\n",
        ),
    )

    name: Annotated[Text, Name()] = field("名称", level=I)
    aliases: tuple[Annotated[Text, Name("alias")], ...] = field("别名", (), level=I)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    type: Annotated[Text, Term("partner_type")] = field("类型", level=P)
    region: Text | None = field("所在地", None, level=P)
    line: tuple[Line, ...] = field("工作线", (), level=P)
    industries: tuple[Annotated[Text, Ref("industry")], ...] = field("产业", (), level=P)
    labels: tuple[FirmLabel, ...] = field("标签", (), level=P, note="院所的创新平台等，照公布的名单")
    firm: Annotated[Text, Ref("investor")] | None = field("企业", None, level=I, note="类型是落地企业的，写是哪一家")
    linked_by: Annotated[Text, Ref("unit", duty="handle")] | None = field("联系单位", None, level=P)
    patron: Annotated[DatedPerson, Ref("person", duty="patron")] | None = field("联系领导", None, level=I)
    agreement: PartnerAgreement | None = field("协议", None, level=P)
    checks: tuple[Checked, ...] = field("核查", (), level=I)
    ended: Day | None = field("不再联系", None, level=P)
    note: Text | None = field("备注", None, level=I)
    origin: Origin = None

    def problems(self, route: Route) -> Iterator[Problem]:
        """A duty for the whole term of an agreement without an end."""
        if self.agreement and self.agreement.until is None:
            for n, duty in enumerate(self.agreement.duties):
                if duty.per == "全期":
                    at = (*route, "agreement", "duties", n, "per")
                    yield Problem("partner-duty", at, "协议没有写到期日期，全期算到哪一天", "写 until: 协议到期日期")
