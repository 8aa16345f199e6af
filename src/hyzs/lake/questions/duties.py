"""Tasks that units answer for, by the type of the unit."""

from hyzs.lake.question import Question
from hyzs.lake.questions._projects import STORE
from hyzs.model.blocks import PublicColumn
from hyzs.model.lateness import in_force

SQL = f"""
SELECT u.store, u.type, count(DISTINCT u.id) AS units,
       count(DISTINCT CASE WHEN m.duty = 'lead' THEN m.subject_kind || ' ' || m.subject_id END) AS leads,
       count(DISTINCT CASE WHEN m.duty = 'responsible' THEN m.subject_kind || ' ' || m.subject_id END) AS responsible
FROM unit u
JOIN mention m ON m.store = u.store AND m.target = u.id AND m.duty IN ('lead', 'responsible')
  AND m.subject_kind IN ('measure', 'task') AND {in_force("m")}
JOIN record r ON r.store = m.store AND r.kind = m.kind AND r.id = m.record AND coalesce(r.draft, FALSE) = FALSE
GROUP BY u.store, u.type ORDER BY u.store, u.type
"""
QUESTION = Question(
    "duties",
    "谁担责",
    "举措和具体举措点了名的单位；经群体担责的算在群体上；一件事几个单位担，各算一次",
    {
        "unit": "id type",
        "mention": "kind record target duty subject_kind subject_id since:date until:date",
        "record": "kind id draft:flag",
    },
    SQL,
    (
        STORE,
        PublicColumn("type", "单位类型"),
        PublicColumn("units", "单位", "number"),
        PublicColumn("leads", "牵头", "number"),
        PublicColumn("responsible", "责任", "number"),
    ),
    fields={"mention": tuple(f"measure.{part}{duty}" for part in ("", "tasks.") for duty in ("lead", "responsible"))},
)
