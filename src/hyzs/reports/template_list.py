"""Templates of reports, with a mark on those that the store overrides."""

from collections.abc import Sequence
from difflib import get_close_matches

from hyzs.model.answer import Answer
from hyzs.model.blocks import PublicColumn, Row, Table, Text
from hyzs.model.errors import BadUsage, NotFound

_COLUMNS = [
    PublicColumn("name", "模板"),
    PublicColumn("about", "用处", wide=True),
    PublicColumn("own", "自己的", "flag"),
]


def template_list(templates: Sequence[Row]) -> Answer:
    """Each template with its use, and a mark if the store has its own."""
    rows = [{key: row[key] for key in ("name", "about", "own")} for row in templates]
    note = Text("取一个出来改：hyzs templates eject 模板", "note")
    return Answer("templates", {}, rows, {"own": sum(row["own"] for row in rows)}, blocks=[Table(_COLUMNS, rows), note])


def choose_template(templates: Sequence[Row], name: str | None) -> Row:
    """The template of that name.

    Raises: NotFound where there is none; BadUsage where the store has its own already.
    """
    names = [row["name"] for row in templates]
    template = next((row for row in templates if row["name"] == name), None)
    if template is None:
        near = get_close_matches(name or "", names, 1)
        hint = f"是不是：{near[0]}" if near else f"可以写：{'、'.join(names)}"
        raise NotFound(f"没有“{name}”这个模板" if name else "还要写哪个模板", hint)
    if template["own"]:
        raise BadUsage(f"templates/{name} 已经有了", "直接改它；要重来先删去它")
    return template
