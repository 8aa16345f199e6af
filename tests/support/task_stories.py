"""A measure with tasks, and who reports on them."""

from datetime import datetime

from hyzs.fields.reporting_week import load_schedule
from hyzs.model.week import Week
from hyzs.query.duties import load_duties
from hyzs.query.task_duties import task_duties
from support.stores import index_of, make_store

MEASURE = """== data/measures/m02.yaml
name: 完善招商网络
plan: 示政办发〔2026〕1号
number: 2
section: 一
lead: [市商务局]
responsible: [[各县市区, 园区]]
summary: 测试用举措。
tasks:
"""
DATED = "  - {id: m02-1, text: 出台办法, due: 2026-12}\n"
LONG = "  - {id: m02-2, text: 建好平台, due: 长期}\n"
WEEKLY = "  - {id: m02-3, text: 逐周报进度, due: 长期, cadence: 每周}\n"
EACH = "  - {id: m02-4, text: 清理政策, due: 长期, reports: each, responsible: [各县市区, 园区]}\n"
#: The first return of all: from this week on the store is in use.
BEGUN = "== data/returns/2026-W39/hengshan.yaml\nsubmitted: 2026-09-25T09:00\nnil: true\n"


def entry(week: str, words: str, unit: str = "swj", task: str = "m02-1") -> str:
    """A return of that week with one line on a task, filed on the week's Thursday."""
    thursday = Week.parse(week).days()[3]
    return f"== data/returns/{week}/{unit}.yaml\nsubmitted: {thursday}T09:00\ntasks: {{{task}: {{{words}}}}}\n"


def duties(tmp_path, store_text: str, week: str, now: str = "") -> list[dict]:
    """The duties of that week, as of the Monday after it."""
    the_week = Week.parse(week)
    time = datetime.fromisoformat(now or f"{the_week.plus(1).monday}T09:00")
    index = index_of(make_store(tmp_path, store_text))
    return task_duties(index, load_duties(index, load_schedule(index), time, the_week), the_week)


# The state


def state(tmp_path, store_text: str, week: str = "2026-W47", confirmation: str = "") -> str:
    """The state of the one task as of that week."""
    words = f", confirmation: {{{confirmation}}}" if confirmation else ""
    return duties(tmp_path, MEASURE + DATED.replace("}", f"{words}}}") + BEGUN + store_text, week)[0]["state"]
