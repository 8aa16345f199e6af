"""A nil return lists nothing."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "nil-entries",
    Severity.error,
    "写了零报告，下面又列了项目或任务。",
    "零报告是“没有什么可报”；两样都写，不知道该信哪一样。",
    "有内容就删去 nil: true，没有内容就删去下面的项目和任务。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
    "== data/returns/2026-W47/jiaxian.yaml\nsubmitted: 2026-11-20T09:42\nnil: »true«\n"
    "projects: {p26-a1: {progress: 设备进场}}\n",
)
SQL = """
SELECT r.file, r.at || '/nil' AS at, r.id AS record, 'nil' AS field
FROM "return" r JOIN record w ON w.file = r.file
WHERE r.nil = 1 AND (instr(w.filled, '|projects|') > 0 OR instr(w.filled, '|tasks|') > 0)
"""
MESSAGE = "写了零报告，又列了项目或任务"
HINT = "有内容就删去 nil: true"
