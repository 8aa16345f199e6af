"""Reports on a draft count nowhere yet."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "entry-draft",
    Severity.warning,
    "填报了一个还是草稿的项目。",
    "草稿不计数、不应报；新项目随表报来的进展留在填报里，核定以前不会出现在任何汇总里。",
    "核定以后纳入跟踪：hyzs admit 编号；不是项目的，删去草稿和这条填报。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ndraft: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:42\n"
    "projects:\n  »p26-a1«: {progress: 初步接洽}\n",
)
SQL = """
SELECT e.file, e.at, 1 AS on_key, e.record, e.field, e.key AS project
FROM project p
CROSS JOIN entry e
WHERE e.key IN (SELECT n.text FROM name n WHERE n.id = p.id) AND e.key_id = p.id AND p.draft = 1
"""
MESSAGE = "{project} 还是草稿，报了的不计入汇总"
HINT = "核定以后纳入跟踪：hyzs admit {project}"
