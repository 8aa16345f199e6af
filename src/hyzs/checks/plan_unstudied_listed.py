"""Every planned project of the standing catalogue meets what a listed one must."""

from hyzs.checks._catalogue_examples import CATALOGUE, PLANNED
from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "plan-unstudied-listed",
    Severity.warning,
    "发布了的重点目录列着一个不合入目录条件的策划项目，如没有论证。",
    "目录是对外的：没有论证的项目，企业来了谈不下去。",
    "补上论证；不该列的，hyzs publish catalogue 出下一期，或者更正这一期。",
    f"{CATALOGUE}{PLANNED.format(start='»', end='«')}"
    "== data/editions/2026/f26-a1.yaml\nname: 示例·目录\nsample: true\nreport: catalogue\nperiod: 2026-Q3\n"
    "data: {commit: 3f2a, hyzs: 0.4.0, day: 2026-10-10, sha256: 9c41}\nsubjects: [{of: p26-a1}]\n"
    "events: [{on: 2026-10-10, do: 草案}, {on: 2026-10-12, do: 发布}]\n",
)
SQL = ""
MESSAGE = "目录 {edition} 列着它，现在不合入目录的条件：{why}"
HINT = "补上论证；不该列的出下一期目录，或者更正这一期"
