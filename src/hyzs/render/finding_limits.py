"""Findings that are counted and not listed: those past ``--max``, and those past what a format takes."""

from collections.abc import Sequence

from hyzs.model.answer import Answer, Row

#: Format → the findings that its readers take. GitHub code scanning refuses a run of more than 25 000 results:
#: docs.github.com, “SARIF results exceed one or more limits”.
LIMITS = {"sarif": 25_000}


def listed_findings(answer: Answer, format: str) -> Sequence[Row]:
    """The findings that the format lists; where it takes less than there are, the errors first."""
    limit = LIMITS.get(format)
    if limit is None or len(answer.rows) <= limit:
        return answer.rows
    return sorted(answer.rows, key=lambda row: row["severity"] != "error")[:limit]


def unlisted_notice(answer: Answer, format: str) -> str:
    """How many findings are not listed, in a sentence; empty where all are."""
    past = len(answer.rows) - len(listed_findings(answer, format))
    more = int(answer.summary.get("more") or 0) + past
    if not answer.has_findings or not more:
        return ""
    limit = f"，{format} 最多 {LIMITS[format]} 条" if past else ""
    return f"还有 {more} 个问题没有列出(共 {len(answer.rows) - past + more} 个{limit})"
