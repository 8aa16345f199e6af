"""Findings of a rule in the store that a test's docstring tells."""

import inspect
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hyzs.checking.tree_findings import findings
from hyzs.model.finding import Finding
from support.stores import index_of, make_store

TODAY = date(2026, 11, 23)
TASKS = (
    "== data/measures/m01.yaml\nname: 构建招商体系\nplan: 示政办发〔2026〕1号\nnumber: 1\nsection: 一\n"
    "lead: [市商务局]\nsummary: 测试用举措。\ntasks: [{id: m01-1, text: 每周调度, due: 长期}]\n"
)


def story_findings(request: Any, folder: Path, code: str, day: date, words: Mapping[str, str]) -> list[Finding]:
    """The findings of that code in the store of the test's docstring, where a line of ``words`` stands for a text."""
    story = f"{inspect.cleandoc(request.function.__doc__)}\n"
    for word, text in words.items():
        story = story.replace(word, text)
    index = index_of(make_store(folder, story))
    return [finding for finding in findings(index, day) if finding.code == code]
