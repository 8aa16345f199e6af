"""What a finding is known by from one run to the next, wherever its line has gone meanwhile."""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from hyzs.model.answer import Row
from hyzs.model.finding import without_positions

#: Sentences that quote a line change when lines are put before.
_LINE = re.compile(r"第 [0-9]+ 行")


def fingerprints(rows: Iterable[Row]) -> list[str]:
    """One for each row, none twice: made of code, record (or file), field and sentence, never of line and column."""
    count: Counter[tuple[str, ...]] = Counter()
    found = []
    for row in rows:
        known = (
            row["code"],
            row["record"] or row["path"],
            without_positions(row["field"] or ""),
            _LINE.sub("", row["message"]),
        )
        count[known] += 1
        found.append(sha256("\0".join((*known, str(count[known]))).encode("utf-8", "replace")).hexdigest()[:32])
    return found
