"""Fingerprints that identify findings from one run to the next, wherever their lines have moved."""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from hyzs.model.blocks import Row
from hyzs.model.finding import without_positions

#: Sentences that quote a line change when lines are put before.
_LINE = re.compile(r"第 [0-9]+ 行")


def fingerprints(rows: Iterable[Row]) -> list[str]:
    """A fingerprint for each row, none twice: of code, record (or file), field and sentence, not of line and column."""
    count: Counter[tuple[str, ...]] = Counter()
    digests = []
    for row in rows:
        identity = (
            row["code"],
            row["record"] or row["path"],
            without_positions(row["field"] or ""),
            _LINE.sub("", row["message"]),
        )
        count[identity] += 1
        digests.append(sha256("\0".join((*identity, str(count[identity]))).encode("utf-8", "replace")).hexdigest()[:32])
    return digests
