"""The tree that a command works on: the files, the staging area, or a commit."""

from pathlib import Path
from typing import TYPE_CHECKING

from hyzs.store.trees import CommitTree, Tree, WorkingTree

if TYPE_CHECKING:
    from hyzs.store.git_revision import PastCommit


def chosen_tree(root: Path, commit: "PastCommit | None", *, is_staged: bool) -> tuple[Tree, str]:
    """The tree, and a sentence on how it differs from the files; empty if it does not.

    Raises:
        NotFound: nothing can be staged, for there is no repository.
    """
    if commit:
        return CommitTree(root, commit.commit), commit.sentence
    if not is_staged:
        return WorkingTree(root), ""
    from hyzs.store.staged_tree import StagedTree

    tree = StagedTree(root)
    return tree, tree.unstaged_notice
