"""A confidential project has a name that may be shown."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "confidential-public-name",
    Severity.error,
    "保密项目没有公开名称。",
    "清单和看板只能用公开名称称呼保密项目，没有就只好露出真名或者空着。",
    "写上 public_name，如：某输变电企业项目。",
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\nconfidential: »true«\n",
)
SQL = """
SELECT p.file, p.at || '/confidential' AS at, p.id AS record, 'public_name' AS field
FROM project p WHERE p.confidential = 1 AND p.public_name IS NULL
"""
MESSAGE = "保密项目没有公开名称"
HINT = "加上 public_name，不写企业和项目的真名"
