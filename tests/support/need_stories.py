"""Needs over some weeks, told a line a week."""

from datetime import datetime

from hyzs.model.week import Week

MONDAY = datetime(2026, 11, 23, 9, 0)
PROJECT = """\
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
lead: 市商务局
content: 建一条线
milestones: {在谈: 2026-05-11}
tracked: {since: 2026-05-11}
"""


def as_return_files(story: str) -> str:
    """``W46 hengnan: [needs]`` spelled out as the return of that unit in that week; all else stands as it is."""
    lines, files = [], [PROJECT]
    for line in story.splitlines(keepends=True):
        head, colon, needs = line.partition(": ")
        if head.startswith("W") and colon:
            week, unit = head.split()
            monday = Week.parse(f"2026-{week}").monday
            files.append(
                f"== data/returns/2026-{week}/{unit}.yaml\nsubmitted: {monday}T09:00\n"
                f"projects: {{p26-a1: {{progress: 略, needs: {needs.strip()}}}}}\n"
            )
        else:
            lines.append(line)
    return "".join([*files, *lines])
