"""A task is reported with the figures that it declares."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "task-figure",
    Severity.error,
    "填报了任务没有声明的指标。",
    "指标由任务声明，表里才会问、才会汇总；写错名字的数谁也看不到。",
    "改成任务 figures 里声明的 name，或先在举措文件里声明。",
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\nlead: [市招商局]\n"
    "responsible: [[市发改委]]\nsummary: 略\n"
    "tasks: [{id: m02-1, text: 示例任务, due: 2026-12, deliverable: 示例办法}]\n"
    "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T09:00\n"
    "tasks: {m02-1: {progress: 办理三件, figures: {cases: »3«}}}\n",
)
SQL = """
SELECT p.file, p.at, p.record, p.field, p.key AS figure, e.key,
       coalesce((SELECT group_concat(g.name, '、') FROM task_figure g WHERE g.file = t.file AND g.owner = t.seq),
                '没有') AS known
FROM task_entry e JOIN task t ON t.id = e.key_id
CROSS JOIN pair p
WHERE p.file = e.file AND p.owner = e.seq AND p.field = 'tasks.figures'
  AND NOT EXISTS (SELECT 1 FROM task_figure g WHERE g.file = t.file AND g.owner = t.seq AND g.name = p.key)
"""
MESSAGE = "{key} 没有声明“{figure}”这个指标"
HINT = "任务声明的指标：{known}"
