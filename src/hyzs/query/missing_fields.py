"""Fields that the settings require up to the stage a project has reached and that it lacks; drafts too."""

from collections import defaultdict
from collections.abc import Collection

from hyzs.fields.index_reader import IndexReader
from hyzs.query.projects import ProjectHistory, Stages

REQUIRED = """
SELECT q.key AS stage, q.text AS field, coalesce(f.label, q.text) AS label
FROM pair q LEFT JOIN field f ON f.kind = 'project' AND f.name = q.text
WHERE q.kind = 'settings' AND q.field = 'required' ORDER BY q.seq
"""
FILLED = "SELECT r.file, r.filled FROM in_values a CROSS JOIN record r WHERE r.file = a.value AND r.kind = 'project'"


def missing_fields(
    index: IndexReader, projects: Collection[ProjectHistory], day: str, stages: Stages
) -> dict[str, list[str]]:
    """Labels of the required fields that each project lacks on ``day``, by its id; empty if complete."""
    required: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in index.rows(REQUIRED):
        required[row["stage"]].append((row["field"], row["label"]))
    filled_fields = dict(index.tuples(FILLED, [project.row["file"] for project in projects]))
    missing = {}
    for project in projects:
        stage = project.stage(day, stages)
        reached = stages.order[: stages.order.index(stage) + 1] if stage else []
        needed = dict.fromkeys(pair for name in reached for pair in required[name])
        missing[project.row["id"]] = [
            label for field, label in needed if f"|{field}|" not in filled_fields[project.row["file"]]
        ]
    return missing
