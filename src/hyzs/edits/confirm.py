"""A completion that was reported is confirmed by another unit, or sent back."""

from datetime import date

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.change import Change, Plain, Set, Value
from hyzs.model.errors import BadUsage
from hyzs.model.week import Week
from hyzs.query.duties import Duties
from hyzs.query.record_positions import locate_record
from hyzs.query.tasks import CLAIMED, DONE, TaskDuty, find_task


def confirm(
    index: IndexReader, book: Duties, text: str, by: str, on: date, note: str | None = None, refused: str | None = None
) -> list[Change]:
    """The change that writes who confirmed the completion of a task, or why it was sent back (``refused``).

    Raises: BadUsage where no completion had been reported by then, and where ``by`` reported it.
    """
    task, unit = locate_record(index, text, "task"), resolve_name(index, by, "unit")["name"]
    if on > book.now.date():
        raise BadUsage(f"{on} 还没有到", "确认只记已经确认的")
    week = Week.of(on)
    _refuse(find_task(book, week, task.id), unit, week, on)
    values: dict[str, Value] = {"by": unit, "on": Plain(on)}
    values |= {key: words for key, words in (("refused", refused), ("note", note)) if words}
    return [Set(task.path, (*task.route, "confirmation"), values)]


def _refuse(about: TaskDuty, unit: str, week: Week, on: date) -> None:
    id, state = about.row["id"], about.state(week, on)
    claims = [
        row for row in about.all_entries(by_reporters=True) if row["state"] == DONE and row["submitted"][:10] <= str(on)
    ]
    if state == DONE:
        raise BadUsage(f"{id} 已由{about.row['confirmed_by']}在 {about.row['confirmed_on']} 确认完成")
    if not claims or (state != CLAIMED and not about.row["refused"]):
        message = f"{id} 到 {on} 没有报过完成(现在{state})，不能确认" if not claims else f"{id} 又报了{state}，不能确认"
        raise BadUsage(message, f"先由填报单位报：hyzs log {id} --state {DONE}")
    if unit in {row["unit"] for row in claims}:
        raise BadUsage(f"{id} 的完成是{unit}自己报的，不能自己确认", "请别的单位确认，一般是督查部门")
