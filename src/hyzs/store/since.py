"""What an older revision had already, judged whole; and what a finding is known by from one tree to another."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial

from hyzs.model.finding import Finding
from hyzs.store.index import Index
from hyzs.store.judge import findings
from hyzs.store.lines import as_they_are
from hyzs.store.revision import commit_of
from hyzs.store.tree import CommitTree, Tree


def before(index: Index, revision: str, today: date) -> Counter[tuple[str, ...]]:
    """The identities of what was found in that revision, and how often; the same index file is asked."""
    old = index.beside(CommitTree(index.root, commit_of(index.root, revision)))
    try:
        return Counter(identities(old.tree, findings(old, today)))
    finally:
        old.close()


def identities(tree: Tree, found: Iterable[Finding]) -> list[tuple[str, ...]]:
    """What each finding is known by from one tree to another: code, record, field, and the text it stands at."""
    lines = cache(partial(as_they_are, tree))
    return [(*f.key, _said(f, lines(f.path)) if f.place[:2] != f.place[2:] else "") for f in found]


def _said(finding: Finding, lines: Sequence[str]) -> str:
    """The text at the place, however it is indented."""
    first, begin, last, end = finding.place
    some = [*lines[first - 1 : last]]
    some[-1:] = [line[: end - 1] for line in some[-1:]]
    some[:1] = [line[begin - 1 :] for line in some[:1]]
    return " ".join(" ".join(some).split())
