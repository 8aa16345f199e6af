"""Leads that somebody brought say who; numbers that units report are compared with the records."""

import inspect
from datetime import datetime

from hyzs.checks import source_missing
from hyzs.query.task_count_differences import differing_tasks
from support.stores import SHIPPED, index_of, make_store, shipped_index

NOW = datetime(2026, 11, 23, 9)


def test_leads_of_firms_without_the_firm():
    assert len(shipped_index().rows(source_missing.SQL)) == 7


def test_one_that_names_the_firm_is_no_longer_told(tmp_path):
    root = make_store(tmp_path, over=SHIPPED)
    file = root / "data" / "projects" / "2026" / "p26-k7m3.yaml"
    file.write_text(
        file.read_text("utf-8").replace("unit: 市工商联,", "unit: 市工商联, firm: 示例变压器科技,"), "utf-8"
    )

    assert len(index_of(root).rows(source_missing.SQL)) == 6


def test_what_was_reported_is_not_what_the_records_count(tmp_path):
    """
    == data/measures/m02.yaml
    name: 示例举措
    plan: 示政办发〔2026〕1号
    number: 2
    section: 一
    lead: [市招商局]
    responsible: [[市发改委]]
    summary: 略
    tasks:
      - id: m02-1
        text: 组团
        due: 长期
        cadence: 每周
        target: {at_least: 20, unit: 场, per: 年, counts: {count: 活动, source: 示例}}
    == data/returns/2026-W46/zsj.yaml
    submitted: 2026-11-13T09:00
    tasks: {m02-1: {progress: 办了三场, done: 3}}
    == data/events/e26-a1.yaml
    {name: 示例·甲, sample: true, type: 推介会, on: 2026-03-02}
    == data/events/e26-b1.yaml
    {name: 示例·乙, sample: true, type: 推介会, on: 2026-03-03}
    """
    story = inspect.cleandoc(test_what_was_reported_is_not_what_the_records_count.__doc__)
    rows = list(differing_tasks(index_of(make_store(tmp_path, f"{story}\n")), NOW))

    assert [(row["id"], row["reported"], row["counted"]) for row in rows] == [("m02-1", "3", "2")]


def test_numbers_that_hang_on_settings_that_cannot_be_read_are_not_compared(tmp_path):
    story = f"{inspect.cleandoc(test_what_was_reported_is_not_what_the_records_count.__doc__)}\n"
    story = story.replace("count: 活动", "count: 项目, where: 填报状态=heard, on: tracked.since")
    root = make_store(tmp_path, f"{story}== data/settings.yaml\nid: [\n")

    assert list(differing_tasks(index_of(root), NOW)) == []
