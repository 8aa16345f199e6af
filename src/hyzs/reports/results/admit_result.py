"""Result of ``admit``: projects admitted to tracking, their first day, reporter, and fields they still lack."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Table, Text
from hyzs.model.change import AppliedEdit
from hyzs.reports.results.edit_result import edit_result


def _since(row: Row) -> str:
    return f"{row['since']} 起" + ("(本来就在)" if row["was"] == "admitted" else "")


_COLUMNS = [
    PublicColumn("id", "编号"),
    Column("name", "项目", level="内部"),
    PublicColumn("since", "纳入跟踪", get=_since),
    PublicColumn("stage", "阶段"),
    PublicColumn("reporter", "填报单位"),
    PublicColumn("missing", "还缺", "list", wide=True),
]


def admit_result(edit: AppliedEdit, projects: Sequence[Row], since: date | None, *, dry: bool = False) -> Answer:
    """Changed lines, as of any edit; ``admitted`` has one row per project.

    ``since`` is the requested day; a remark names the projects that keep the day they had.
    """
    answer = edit_result(edit, dry=dry)
    new = [row for row in projects if row["was"] != "admitted"]
    count = f"{'可以纳入' if dry else '纳入'}跟踪 {len(new)} 个"
    tracked = f"，本来就在跟踪的 {len(projects) - len(new)} 个" if len(new) < len(projects) else ""
    blocks: list[Block] = [Text(count + tracked), Table(_COLUMNS, projects), *_remarks(projects, since), *answer.blocks]
    return replace(answer, extra={"admitted": list(projects)}, blocks=blocks)


def _remarks(projects: Sequence[Row], since: date | None) -> Iterator[Text]:
    if over := [f"{row['name']}({row['over']})" for row in projects if row["over"]]:
        yield Text(f"纳入跟踪也不欠报：{'、'.join(over)}", "warn")
    unchanged = [row for row in projects if row["was"] == "admitted" and since and row["since"] != str(since)]
    if unchanged:
        ids = "、".join(row["id"] for row in unchanged)
        yield Text(f"起始日期没有改：{ids}；要改，运行 hyzs set 编号 tracked.since={since}", "warn")
