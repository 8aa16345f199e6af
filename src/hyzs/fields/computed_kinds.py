"""Kinds of rows that no file holds: quantities count them beside the kinds of records, conditions name their fields."""

from hyzs.fields.field_catalog import ComputedKind, Field

#: 应报: a project and a week in which it had to report (``query.project_duties``).
DUTY_TABLE, DUTY_LABEL = "project_duty", "应报"
_STATES = "heard 已报|late 迟报|owed 未报"
_REFERENCES = (
    ("project", "项目", "project"),
    ("unit", "填报单位", "unit"),
    ("county", "属地", "unit"),
    ("park", "园区", "unit"),
    ("lead", "牵头单位", "unit"),
    ("tier", "项目类别", "tier"),
    ("stage", "阶段", "stage"),
)
DUTIES = ComputedKind(
    DUTY_TABLE,
    DUTY_LABEL,
    (
        Field(DUTY_TABLE, "status", "填报状态", "light", choices=_STATES, sql='{a}."status"'),
        *(Field(DUTY_TABLE, name, label, refs=refs, sql=f'{{a}}."{name}"') for name, label, refs in _REFERENCES),
    ),
)
#: By name and by label.
COMPUTED_KINDS = dict.fromkeys((DUTY_TABLE, DUTY_LABEL), DUTIES)
