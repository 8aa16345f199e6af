"""Findings of an older revision, and the key by which a finding is recognised in another tree."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, partial

from hyzs.checking.tree_findings import check_tree
from hyzs.index.index import Index
from hyzs.model.finding import Finding
from hyzs.store.git_revision import commit_of
from hyzs.store.source_lines import raw_lines
from hyzs.store.trees import CommitTree, Tree


class CountedFindings:
    """Findings of a tree, counted by key; consequences, which have no span, by ``Finding.key`` alone."""

    def __init__(self, identities: Iterable[tuple[str, ...]], consequences: Iterable[Finding]) -> None:
        self._listed = Counter(identities)
        self._consequences: Counter[tuple[str, ...]] = Counter(finding.key for finding in consequences)

    def take(self, identity: tuple[str, ...], finding: Finding) -> bool:
        """True if the tree has one more such finding, which is then used up."""
        return _take(self._listed, identity) or _take(self._consequences, finding.key)


def _take(remaining: Counter[tuple[str, ...]], key: tuple[str, ...]) -> bool:
    remaining[key] -= 1
    return remaining[key] >= 0


def findings_at(index: Index, revision: str, today: date) -> CountedFindings:
    """Findings of the whole revision, by way of the same index file.

    Raises:
        NotFound: There is no such revision.
    """
    old = index.open_other(CommitTree(index.root, commit_of(index.root, revision)))
    try:
        checked = check_tree(old, today)
        return CountedFindings(finding_keys(old.tree, checked.findings), checked.consequences)
    finally:
        old.close()


def finding_keys(tree: Tree, findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    """Key of each finding, the same in another tree: code, record, field, and the text of its span."""
    lines = cache(partial(raw_lines, tree))
    return [(*f.key, _text_at(f, lines(f.path)) if f.span[:2] != f.span[2:] else "") for f in findings]


def _text_at(finding: Finding, lines: Sequence[str]) -> str:
    """Text of the span, whatever its indentation."""
    first, begin, last, end = finding.span
    some = [*lines[first - 1 : last]]
    some[-1:] = [line[: end - 1] for line in some[-1:]]
    some[:1] = [line[begin - 1 :] for line in some[:1]]
    return " ".join(" ".join(some).split())
