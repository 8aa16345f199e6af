"""Findings that are counted and not listed: those past ``--max``, and those past what a format takes."""

from collections.abc import Sequence

from hyzs.model.answer import Answer
from hyzs.model.blocks import Row
from hyzs.render.format_catalog import find_format


def listed_findings(answer: Answer, format: str) -> Sequence[Row]:
    """The findings that the format lists; where it takes less than there are, the errors first."""
    limit = _limit(format)
    if limit is None or len(answer.rows) <= limit:
        return answer.rows
    return sorted(answer.rows, key=lambda row: row["severity"] != "error")[:limit]


def unlisted_notice(answer: Answer, format: str) -> str:
    """A sentence with the number of findings that are not listed; empty where all are."""
    excess = len(answer.rows) - len(listed_findings(answer, format))
    more = int(answer.summary.get("more") or 0) + excess
    if not answer.has_findings or not more:
        return ""
    limit = f"，{format} 最多 {_limit(format)} 条" if excess else ""
    return f"还有 {more} 个问题没有列出(共 {len(answer.rows) - excess + more} 个{limit})"


def _limit(format: str) -> int | None:
    """The findings that the readers of the format take; None: any number."""
    declared = find_format(format)
    return declared.most_findings if declared else None
