"""Every name is somebody's."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "unknown-name",
    Severity.error,
    "引用的名称在库里找不到。",
    "对不上号的名称，既查不到该谁负责，也不会出现在谁的清单里。",
    "照提示改成库里已有的名称；确实是新的，先登记它。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\nlead: »市商物局«\n",
)
SQL = """
SELECT m.file, m.at, m.record, m.field, m.on_key, m.text, m.text AS near, m.kinds AS near_kinds,
    coalesce((SELECT k.label FROM kind k WHERE k.name = m.kinds), CASE m.kinds
        WHEN 'section' THEN '部分' WHEN 'task' THEN '任务' WHEN 'tier' THEN '项目类别' WHEN 'stage' THEN '阶段'
        WHEN 'indicator' THEN '指标' WHEN 'cadence' THEN '频次' WHEN 'unit_type' THEN '单位类型'
        WHEN 'unit_level' THEN '单位层级' WHEN 'project_type' THEN '项目类型' WHEN 'land_type' THEN '用地类型'
        WHEN 'channel' THEN '线索渠道' WHEN 'agreement_type' THEN '协议类型' WHEN 'permit' THEN '手续'
        ELSE '名称' END) AS label
FROM mention m
WHERE m.target IS NULL
"""
MESSAGE = "没有叫“{text}”的{label}"
HINT = "改成库里已有的名称，或先登记它"
