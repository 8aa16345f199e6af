"""What the headings of ledgers mean: which row holds them, and which field of a project each is."""

import re
from collections.abc import Iterable, Mapping

from hyzs.edits.words import parsed
from hyzs.kinds.project import Project
from hyzs.model.errors import BadUsage
from hyzs.model.ledger import Columns, bare
from hyzs.model.shape import columns, shapes
from hyzs.model.sheet import Sheet, Spreadsheet
from hyzs.model.typed import normal
from hyzs.reports.asked import Asked
from hyzs.reports.projects import stages

#: What ledgers of other places call a field (德清县驻点招商项目信息采集表、市级重点项目基本信息申报表 and the like).
_ALSO = {
    "name": ("项目", "名称", "企业项目名称"),
    "tier": ("类别", "级别", "项目级别", "项目分类"),
    "type": ("项目类型", "建设性质", "投资类型"),
    "content": ("建设内容", "项目内容", "主要建设内容", "项目简介", "建设规模及内容"),
    "industry": ("产业类别", "产业类型", "行业", "所属产业", "所属行业"),
    "investors": ("投资主体", "投资企业", "投资单位", "投资商"),
    "investment.total": ("计划总投资", "投资总额", "投资额", "签约金额", "合同金额", "投资规模"),
    "investment.fixed": ("固投", "固定资产"),
    "investment.attracted": ("引资额", "引进资金"),
    "county": ("所属区县", "县市区", "所属县市区", "区县", "落户地", "项目落户地", "建设地点"),
    "park": ("所属园区", "落户园区", "承载园区"),
    "lead": ("牵头部门", "行业主管部门", "主管部门"),
    "responsible": ("配合单位", "责任部门"),
    "patron": ("联系领导", "市级联系领导", "挂点领导", "包联领导"),
    "reporter": ("报送单位", "填报单位"),
    "land.area_mu": ("用地", "需用土地", "用地需求", "占地面积"),
    "expected.jobs": ("用工", "用工人数", "预计用工"),
    "expected.output": ("预期产值", "预计年产值", "达产产值"),
    "expected.tax": ("预期税收", "预计年税收", "年纳税"),
    "note": ("进度、备注", "说明"),
}
_REACHED = re.compile(r"(?P<stage>.+?)(?:审核通过)?(?:时间|日期)")
_PLANNED = re.compile(r"(?:计划|预计|拟|承诺)(?P<stage>.+?)(?:时间|日期|时限|年月)?")
#: Looked at from the top for the headings; fewer known ones are no headings.
_LOOKED, _LEAST = 15, 2


class Meanings:
    """What headings mean in one store."""

    def __init__(self, index: Asked) -> None:
        self.stages = stages(index).order
        self.known = dict(_labels())

    def of(self, heading: str) -> str | None:
        """The field, or None."""
        text = bare(heading)
        if text in self.known:
            return self.known[text]
        for pattern, field in ((_PLANNED, "promises"), (_REACHED, "milestones")):
            found = pattern.fullmatch(text)
            if found and found["stage"] in self.stages:
                return f"{field}.{found['stage']}"
        return None


def _labels() -> Iterable[tuple[str, str]]:
    for shape in shapes(Project):
        if not shape.part or shape.many:
            yield shape.label, shape.key
    for path, shape in columns(Project):
        yield shape.label, path
    for path, names in _ALSO.items():
        yield from ((name, path) for name in names)


def found_in(ledger: Spreadsheet, meanings: Meanings, wanted: Columns | None) -> tuple[str, int]:
    """The sheet and the row in which the headings stand: where most of them are known."""
    best = ("", -1, _LEAST - 1)
    for name, sheet in ledger.sheets.items():
        for row in range(min(_LOOKED, len(sheet.rows))):
            texts = [text for text in headings(sheet, row) if text]
            count = (
                sum(text in wanted.fields for text in texts)
                if wanted
                else len({meanings.of(t) for t in texts} - {None})
            )
            if count > best[2]:
                best = (name, row, count)
    if best[1] < 0:
        raise BadUsage(f"{ledger.file} 里找不到表头", "前十五行里要有一行写着 项目名称、总投资 等；或用 --map 写明对照")
    return best[0], best[1]


def headings(sheet: Sheet, row: int) -> list[str]:
    """The headings of a row, one a column."""
    return [text_at(sheet, row, column) for column in range(sheet.width)]


def text_at(sheet: Sheet, row: int, column: int) -> str:
    """What stands there, or what is merged over it; two lines of a heading are one text."""
    own = normal(sheet.cell(row, column).text)
    above = (
        normal(sheet.cell(*first).text)
        for first, last in sheet.merged
        if first[0] <= row <= last[0] and first[1] <= column <= last[1]
    )
    return " ".join((own or next(above, "")).split())


def proposed(ledger: Spreadsheet, meanings: Meanings) -> Columns:
    """What each heading seems to mean; the first of two that mean the same has it."""
    name, row = found_in(ledger, meanings, None)
    out: dict[str, str | None] = {}
    for text in headings(ledger.sheets[name], row):
        if text and text not in out:
            field = meanings.of(text)
            out[text] = None if field in out.values() else field
    return Columns(out)


def checked(wanted: Columns) -> Mapping[str, str]:
    """Heading → field, all of which there are."""
    out = {heading: field for heading, field in wanted.fields.items() if field}
    for field in out.values():
        parsed("project", f"{field}=")
    return out
