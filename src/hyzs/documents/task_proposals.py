"""Proposals of tasks from the sentences of an item: the number to reach, the rhythm, the due day."""

import re
from typing import NamedTuple

_UNITS = "场次|场|次|个|家|户|人次|人|名|亿元|万元|项|批|期|件|亩|平方米|万平方米|套|篇|条|%|％|个百分点"
_PER = {
    "每年": "年",
    "全年": "年",
    "年度": "年",
    "每季度": "季",
    "每季": "季",
    "每月": "月",
    "每周": "周",
    "年均": "年",
}
_PERIOD = re.compile("|".join(sorted(_PER, key=len, reverse=True)))
_LEAST = re.compile(r"不少于|不低于|至少|达到|达|突破|力争|超过")
_QUANTITY = re.compile(rf"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<more>[余多])?(?P<unit>{_UNITS})(?P<above>以上)?")
_CADENCE = re.compile(r"每周|每月|每季度|每季|每半年|每年|定期|常态化|长期|适时|择时")
_DUE = re.compile(
    r"((?:19|20)[0-9]{2})年(?:([0-9]{1,2})月)?(?:([0-9]{1,2})日|底|末|上旬|中旬|下旬)?(?:之?前|以前|底前)"
)


class ProposedTarget(NamedTuple):
    """A number to reach in each period, as the sentence writes it: 每年20余场."""

    at_least: str
    unit: str
    per: str
    as_written: str


class TaskProposal(NamedTuple):
    """A task as a sentence proposes it; ``due`` as 2025 or 2025-12, ``cadence`` as the sentence says it."""

    text: str
    target: ProposedTarget | None = None
    cadence: str = ""
    due: str = ""


def propose_task(sentence: str) -> TaskProposal:
    """The task that a sentence of an item proposes."""
    text = sentence.strip().rstrip("。；;！!")
    cadence = _CADENCE.search(text)
    due = _DUE.search(text)
    return TaskProposal(text, _target(text), cadence[0] if cadence else "", _month(due) if due else "")


def _target(text: str) -> ProposedTarget | None:
    """The first quantity required per period, or at least; plain numbers are no target."""
    for match in _QUANTITY.finditer(text):
        before = re.split(r"[，,。；;、]", text[: match.start()])[-1]
        per = _PERIOD.search(before)
        if per or _LEAST.search(before) or match["more"] or match["above"]:
            unit = match["unit"].replace("％", "%")
            return ProposedTarget(match["number"], unit, _PER[per[0]] if per else "", match[0])
    return None


def _month(match: re.Match[str]) -> str:
    year, month, day = match[1], match[2], match[3]
    if not month or not 1 <= int(month) <= 12:
        return year
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day and 1 <= int(day) <= 28 else "")
