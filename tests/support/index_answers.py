"""What an index answers: the contents, and check, who and track as JSON; the kept one and a fresh one say the same."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from hyzs.checking.tree_findings import check_tree
from hyzs.index.index import Index
from hyzs.model.answer import Answer
from hyzs.model.errors import HyzsError
from hyzs.render import render
from hyzs.reports.check import check
from hyzs.reports.track import track
from hyzs.reports.who import who
from hyzs.store.trees import WorkingTree

NOW = datetime(2026, 11, 23, 9, 0)
STORE = {"id": "base", "name": "测试库", "commit": None, "dirty": False, "sample": True}


def answers(index: Index) -> list[str]:
    """The contents, and check, who and track as JSON (or the sentence that says why not), as the index gives them."""
    questions: list[Callable[[], Answer]] = [
        lambda: check(index, check_tree(index, NOW.date())),
        *(partial(who, index, name, NOW) for name in ("市商务局", "衡南县")),
        *(partial(track, index, week, NOW) for week in ("2026-W46", "2026-W47")),
    ]
    keys = json.dumps({path: state.key for path, state in sorted(index.tracked_files().items())})
    return [keys, *(_answer(question) for question in questions)]


def _answer(question: Callable[[], Answer]) -> str:
    try:
        return render(question(), "json", store=STORE)
    except HyzsError as error:
        return error.message


def ask(root: Path, *, keep: bool) -> list[str]:
    index = Index(root, keep=keep)
    try:
        index.show_tree(WorkingTree(root))
        return answers(index)
    finally:
        index.close()
