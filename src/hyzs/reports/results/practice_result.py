"""``hyzs practice``: fault by fault, the state of the practice store against what is right in the end."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import PublicColumn, Row, Table, Text
from hyzs.model.exercise import Exercise
from hyzs.model.folding import fold_wording
from hyzs.model.week import Week
from hyzs.model.workbook_form import FormSheet, WorkbookForm
from hyzs.query.form_columns import TASK_COLUMNS

RETURN = """
SELECT b.json FROM record r JOIN body b ON b.file = r.file AND b.item = r.item
WHERE r.kind = 'return' AND r.id = :id
"""
PROJECT = """
SELECT b.json FROM record r JOIN body b ON b.file = r.file AND b.item = r.item
WHERE r.kind = 'project' AND r.id = :id
"""
DRAFTS = """
SELECT b.json FROM record r JOIN body b ON b.file = r.file AND b.item = r.item
WHERE r.kind = 'project' AND r.draft ORDER BY r.id
"""
#: Labels of the fields that exercises expect.
_LABELS = {
    **{column.key: column.label for column in TASK_COLUMNS},
    **{"figures.invested": "累计完成投资", "figures.paid_in": "累计到位资金"},
}
DONE, WRONG, OPEN = "办好了", "办错了", "还没有办"


class ExerciseFault(NamedTuple):
    """One deviation from the right outcome; ``is_written``: it was written so, else the value is still missing."""

    message: str
    is_written: bool


def practice_result(index: IndexReader, week: Week, exercises: Sequence[Exercise]) -> Answer:
    """One row per exercise: {fault, unit, status, problems, next}; ``summary`` counts the statuses.

    Raises: NotFound: the store lacks the unit of an exercise.
    """
    rows = [_row(exercise, list(_faults(index, week, exercise))) for exercise in exercises]
    counts = {status: sum(row["status"] == status for row in rows) for status in (DONE, WRONG, OPEN)}
    summary = {"exercises": len(rows), "done": counts[DONE], "wrong": counts[WRONG], "open": counts[OPEN]}
    columns = [
        PublicColumn("fault", "毛病"),
        PublicColumn("unit", "单位"),
        PublicColumn("status", "办得怎样"),
        PublicColumn("problems", "现在", "list", wide=True),
        PublicColumn("next", "接着", wide=True),
    ]
    sentence = f"{len(rows)} 处毛病：办好 {counts[DONE]}，办错 {counts[WRONG]}，还没有办 {counts[OPEN]}"
    if counts[DONE] == len(rows):
        sentence += "。都办好了；hyzs check 没有问题就可以 hyzs save"
    return Answer(
        "practice",
        {"week": str(week)},
        rows,
        summary,
        blocks=[Table(columns, rows), Text(sentence, "note", "公开")],
        title="填报练习",
        title_level="公开",
        stamp=Stamp(sample=True),
    )


def _row(exercise: Exercise, faults: Sequence[ExerciseFault]) -> Row:
    status = WRONG if any(fault.is_written for fault in faults) else OPEN if faults else DONE
    problems = [fault.message for fault in faults]
    return {
        **{"fault": exercise.fault, "unit": exercise.unit, "status": status},
        **{"problems": problems, "next": exercise.next if faults else None},
    }


def _faults(index: IndexReader, week: Week, exercise: Exercise) -> Iterator[ExerciseFault]:
    unit = resolve_name(index, exercise.unit, "unit")["id"]
    body = _body(index, RETURN, f"{week}/{unit}")
    entries: dict[str, Any] = {**body.get("projects", {}), **body.get("tasks", {})}
    for id, fields in exercise.expect.items():
        yield from _field_faults(id, _flat(entries.get(id) or {}), fields)
    for id in exercise.absent:
        if id in entries:
            yield ExerciseFault(f"{id} 不是{exercise.unit}报的，却收进了它的填报；hyzs undo", True)
    if exercise.is_last_week:
        before = _body(index, RETURN, f"{week.plus(-1)}/{unit}").get("projects", {})
        yield from _overwritten(exercise, week.plus(-1), before)
    for id, days in exercise.milestones.items():
        reached = _flat(_body(index, PROJECT, id).get("milestones") or {})
        dates = {stage: reached.get(stage) or reached.get(f"{stage}.on") for stage in days}
        yield from _field_faults(id, {stage: day for stage, day in dates.items() if day}, days)
    if exercise.draft:
        yield from _draft_faults(index, exercise)


def _overwritten(exercise: Exercise, week: Week, before: Mapping[str, Any]) -> Iterator[ExerciseFault]:
    """Faults where the words of this week stand in the return of the week before."""
    for id, cells in exercise.typed.items():
        if fold_wording(str((before.get(id) or {}).get("progress"))) == fold_wording(cells["progress"]):
            yield ExerciseFault(f"{id} 这一周的话写进了{week.heading}，把上周的盖掉了；hyzs undo", True)


def _draft_faults(index: IndexReader, exercise: Exercise) -> Iterator[ExerciseFault]:
    """Faults of the new project: it is not there, there is more than one, or another unit reports it."""
    drafts = [json.loads(row["json"]) for row in index.rows(DRAFTS)]
    units = [body.get("reporter") for body in drafts if fold_wording(body["name"]) == fold_wording(exercise.draft)]
    if not units:
        yield ExerciseFault(f"新项目 {exercise.draft} 还没有收进来作草稿", False)
    elif len(units) > 1:
        yield ExerciseFault(f"新项目 {exercise.draft} 收了 {len(units)} 个，只要一个", True)
    elif units[0] != exercise.unit:
        yield ExerciseFault(f"新项目 {exercise.draft} 的填报单位是{units[0]}，应是{exercise.unit}", True)


def _field_faults(id: str, values: Mapping[str, str], fields: Mapping[str, str | None]) -> Iterator[ExerciseFault]:
    """Faults of one entry: fields that are not there yet, and those that say something else."""
    if missing := [_LABELS.get(name, name) for name in fields if name not in values]:
        yield ExerciseFault(f"{id} 还没有{'、'.join(missing)}", False)
    for name, text in fields.items():
        if name in values and text is not None and fold_wording(values[name]) != fold_wording(text):
            yield ExerciseFault(f"{id} {_LABELS.get(name, name)}写的是“{values[name]}”，应是“{text}”", True)


def _body(index: IndexReader, sql: str, id: str) -> dict[str, Any]:
    text = index.value(sql, id=id)
    return dict(json.loads(text)) if text else {}


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The scalars of a mapping by dotted path, as texts."""
    out: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            out |= _flat(value, f"{prefix}{key}.")
        elif not isinstance(value, list):
            out[f"{prefix}{key}"] = str(value).lower() if isinstance(value, bool) else str(value)
    return out


def calls_page(exercises: Sequence[Exercise], folder: str) -> str:
    """Text of the page with which a trainee begins: the steps, and what each unit says when it is called."""
    calls = "\n".join(f"- **{exercise.unit}**：{exercise.phone}" for exercise in exercises)
    return f"""# 填报练习

今天是 2026 年第 47 周的星期五上午，{len(exercises)} 家单位的表已经交回来，在 `{folder}/` 里；每家都有一处毛病。
把它们都收好，一处也不丢，一处也不收错：

1. `hyzs collect {folder} --dry-run`：先看每一张有什么毛病，什么也不写。
2. 看不懂、拿不准的，打电话问(下面是各家的回答)；能在表里改的，用 WPS 打开那张表改好。
3. `hyzs collect {folder}`；一张里只有一格不对、别的要先收的，加 `--partial`。
4. 表里收不进来的，用 `hyzs log` 记；写错了 `hyzs undo`。
5. `hyzs practice`：哪几处办好了，哪几处办错了，接着做什么。退出码 0 就是都办好了。

重来一遍：换一个文件夹再 `hyzs init --practice`。

## 打电话问到的

{calls}
"""


def picture_of(exercise: Exercise, form: WorkbookForm) -> Answer:
    """The rows that the unit filled in, as an answer that is written as a picture."""
    sheet: FormSheet = form.sheets[0]
    columns_to_fill = [column for column in sheet.columns if column.key in ("name", *_typed_columns(exercise))]
    columns = [PublicColumn(column.key, column.heading) for column in columns_to_fill]
    rows = [{**sheet.rows[id], **cells} for id, cells in exercise.typed.items()]
    return Answer("practice", rows=rows, blocks=[Table(columns, rows)], title=form.title, title_level="公开")


def _typed_columns(exercise: Exercise) -> Iterator[str]:
    for cells in exercise.typed.values():
        yield from cells
