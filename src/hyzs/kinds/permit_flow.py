"""The steps of a permit: which acts there are, and which may follow which."""

from hyzs.model.act import Act
from hyzs.model.annotations import Level
from hyzs.model.flow import Flow, Limit, StepRule
from hyzs.model.record import field
from hyzs.model.scalars import Day, Text

#: Limit and unit of 办结 are those of ``settings.permits``; 听证、检验、评审 are not counted by law: they pause.
FLOW = Flow(
    name="手续",
    source="行政许可法第三十二条、第四十二条、第四十五条",
    steps=(
        StepRule("申请", first=True),
        StepRule("受理", ("申请", "补正"), Limit(5), first=True),
        StepRule("容缺受理", ("申请", "补正"), Limit(5), status="受理", first=True),
        StepRule("办结", ("受理", "容缺受理", "专家评审", "恢复", "补齐"), ends=True, keyed=True),
        StepRule("补齐", ("容缺受理", "恢复"), stays=True),
        StepRule("补正", ("申请", "补正"), pauses=True),
        StepRule("专家评审", ("受理", "容缺受理", "恢复"), pauses=True),
        StepRule("恢复", ("专家评审",), stays=True),
        StepRule("延长", ("受理", "容缺受理", "恢复"), stays=True, extends=True),
        StepRule("不予受理", ("申请", "补正"), note=True, ends=True),
        StepRule("不予许可", ("受理", "容缺受理", "恢复"), note=True, ends=True),
        StepRule("撤回", ("申请", "补正", "受理", "容缺受理", "恢复"), note=True, ends=True),
    ),
)


class PermitAct(Act):
    """A step on the way of a permit."""

    due: Day | None = field("新期限", None, level=Level.public, note="延长必写；容缺受理写补齐的期限")
    until: Day | None = field("停计到", None, level=Level.public, note="评审等不计入时限的，到哪天")
    number: Text | None = field("文号", None, level=Level.internal)
    papers: tuple[Text, ...] = field("容缺的材料", (), level=Level.public, note="容缺受理必写：欠哪几样")
