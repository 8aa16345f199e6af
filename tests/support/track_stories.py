"""Stores for the week's tracking list, and its rows."""

from datetime import datetime

from hyzs.reports.track import TrackFilter, track

MONDAY = datetime(2026, 11, 23, 9, 0)
#: A project of 衡南县, in play since W44; what a test writes below it comes on top.
A1 = "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\nlead: 市工信局\n"
PLAIN = f"{A1}tier: 一般\ncounty: 衡南县\n"
IN_PLAY = f"{PLAIN}tracked: {{since: 2026-10-26}}\n"
STORIES = {
    "{a1}\n": A1,
    "{plain}\n": PLAIN,
    "{since W44}\n": "tracked: {since: 2026-10-26}\n",
    "{in play}\n": IN_PLAY,
}
#: What the story of the move tells: 衡山县 until W45, 衡东县 from W46 on.
MOVE = """
{a1}
tier: 重点
county: [{unit: 衡山县, until: 2026-11-08}, {unit: 衡东县, since: 2026-11-09}]
{since W44}
== data/returns/2026-W44/hengshan.yaml
submitted: 2026-10-30T09:00
projects: {p26-a1: {progress: 打桩}}
== data/returns/2026-W45/hengshan.yaml
submitted: 2026-11-06T09:00
projects: {p26-a1: {progress: 浇筑承台}}
"""
#: Three projects: one owes, one is heard, one is late.
THREE = """
{a1}
tier: 重大
county: 衡南县
patron: 示例·李副市长
milestones: {签约: 2026-03-02}
{since W44}
== data/projects/p26-b1.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 衡山县
lead: 市商务局
milestones: {在谈: 2026-03-02}
{since W44}
== data/projects/p26-c1.yaml
name: 示例·丙项目
sample: true
tier: 重大
county: 衡东县
lead: 市工信局
{since W44}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects: {p26-a1: {progress: 平整}}
== data/returns/2026-W47/hengshan.yaml
submitted: 2026-11-20T09:00
projects: {p26-b1: {no_change: true, reason: 等待批复}}
== data/returns/2026-W47/hengdong.yaml
submitted: 2026-11-20T10:01
projects: {p26-c1: {progress: 备案}}
"""


def row_of(index, week="2026-W47", now=MONDAY, **options):
    [row] = track(index, week, now, TrackFilter(**options)).rows
    return row


def ids(answer):
    return [row["id"].removeprefix("p26-") for row in answer.rows]


def unit(answer, name):
    return next(row for row in answer.extra["units"] if row["unit"] == name)


#: 衡南县 reports three projects, in W47 only one of them; of the others one was silent in W46 too.
PARTLY = """
{in play}
== data/projects/p26-b1.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 衡南县
lead: 市工信局
{since W44}
== data/projects/p26-c1.yaml
name: 示例·丙项目
sample: true
tier: 一般
county: 衡南县
lead: 市工信局
{since W44}
== data/returns/2026-W45/hengnan.yaml
submitted: 2026-11-06T09:00
projects: {p26-a1: {progress: 打桩}, p26-b1: {progress: 打桩}, p26-c1: {progress: 打桩}}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects: {p26-a1: {progress: 承台}, p26-c1: {progress: 承台}}
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects: {p26-a1: {progress: 封顶}}
"""
