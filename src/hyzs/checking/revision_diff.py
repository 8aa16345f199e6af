"""Findings of an older revision, and the identity by which a finding is found again in another tree."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial

from hyzs.checking.findings import check_tree
from hyzs.index.index import Index
from hyzs.model.finding import Finding
from hyzs.store.git_revision import commit_of
from hyzs.store.source_lines import raw_lines
from hyzs.store.trees import CommitTree, Tree


class CountedFindings:
    """Findings of a tree, counted: by identity, and those held back, which have no place, by key alone."""

    def __init__(self, identities: Iterable[tuple[str, ...]], consequences: Iterable[Finding]) -> None:
        self._told = Counter(identities)
        self._held: Counter[tuple[str, ...]] = Counter(finding.key for finding in consequences)

    def take(self, identity: tuple[str, ...], finding: Finding) -> bool:
        """True if the tree has one more of these, which is taken off."""
        return _take(self._told, identity) or _take(self._held, finding.key)


def _take(left: Counter[tuple[str, ...]], key: tuple[str, ...]) -> bool:
    left[key] -= 1
    return left[key] >= 0


def findings_at(index: Index, revision: str, today: date) -> CountedFindings:
    """Findings of the whole revision; the same index file is asked."""
    old = index.open_other(CommitTree(index.root, commit_of(index.root, revision)))
    try:
        whole = check_tree(old, today)
        return CountedFindings(finding_keys(old.tree, whole.findings), whole.consequences)
    finally:
        old.close()


def finding_keys(tree: Tree, found: Iterable[Finding]) -> list[tuple[str, ...]]:
    """Identity of each finding, the same in another tree: code, record, field, and the text at its place."""
    lines = cache(partial(raw_lines, tree))
    return [(*f.key, _text_at(f, lines(f.path)) if f.span[:2] != f.span[2:] else "") for f in found]


def _text_at(finding: Finding, lines: Sequence[str]) -> str:
    """The text at the place, however it is indented."""
    first, begin, last, end = finding.span
    some = [*lines[first - 1 : last]]
    some[-1:] = [line[: end - 1] for line in some[-1:]]
    some[:1] = [line[begin - 1 :] for line in some[:1]]
    return " ".join(" ".join(some).split())
