"""Names of units in clauses: those that look like one, those of several, those whose members nobody can list."""

import re

from hyzs.documents import clause_words as words
from hyzs.documents.clause_words import plain

BRACKETS_BEHIND = re.compile(r"\([^()]*\)$")
HAN = re.compile(r"[\u4e00-\u9fff]")


def is_group(name: str) -> bool:
    """True for names of several units: 各县市区, 有关部门, 市直相关单位, 园区."""
    bare = plain(name)
    unbracketed = re.sub(r"\([^()]*\)", "", bare)
    return bool(
        words.CROWD.match(bare)
        or words.CROWD_WITHIN.search(bare)
        or words.MANY_END.search(unbracketed)
        or (words.GROUP.fullmatch(unbracketed) and not words.ONE_BODY.fullmatch(bare))
    )


def is_unbounded(name: str) -> bool:
    """True for groups whose members cannot be listed: 有关部门, 市直单位; 各市政府 can be."""
    bare = plain(name)
    return bool(words.UNBOUNDED.search(bare)) or (
        "各" not in bare and "全" not in bare and bool(words.UNBOUNDED_END.search(bare))
    )


def is_like_a_name(name: str) -> bool:
    """True for a group, and for what ends as names of units do: 局, 委, 集团."""
    return is_group(name) or bool(words.UNIT_END.search(BRACKETS_BEHIND.sub("", plain(name))))
