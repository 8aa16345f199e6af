"""A project reaches a stage."""

from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Change, Plain, Set
from hyzs.model.errors import BadUsage
from hyzs.query.record_positions import locate_record


def advance(index: IndexReader, id: str, stage: str, on: str, evidence: str | None = None) -> list[Change]:
    """The milestone of that stage, on that day. Raises: BadUsage: it is recorded already."""
    project = locate_record(index, id, "project")
    reached = (project.body.get("milestones") or {}).get(stage)
    if reached:
        day = reached["on"] if isinstance(reached, dict) else reached
        hint = f"要更正日期，运行 hyzs set {project.id} milestones.{stage}={on}"
        raise BadUsage(f"{project.name} 已经到过“{stage}”（{day}）", hint)
    value = {"on": Plain(on), "evidence": evidence} if evidence else Plain(on)
    return [Set(project.path, (*project.route, "milestones", stage), value)]
