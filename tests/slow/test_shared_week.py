"""Three people on one shared repository for a week: whatever anybody saved is there at the end, with everybody."""

import json
import random
import re

from support import program
from support.stores import make_store

PEOPLE = ("jia", "yi", "bing")
DAYS = ("11-16", "11-17", "11-18", "11-19", "11-20")
PROJECTS = [f"p26-a{number}" for number in range(6)]
PROJECT = """\
== data/projects/{id}.yaml
name: 示例·{id}项目
sample: true
tier: 一般
county: 衡南县
lead: 市工信局
tracked: {{since: 2026-11-09}}
milestones: {{在谈: 2026-01-20}}
claims:
  - {{unit: 衡南县, on: 2026-11-09}}
"""


def run(folder, day, *words, codes=(0,)):
    env = {"HYZS_TODAY": f"2026-{day}", "HYZS_CONFIG": str(folder.parent / f"config-{folder.name}")}
    process = program.run([*words, "-f", "json"], folder, env, encoding="utf-8")
    assert process.returncode in codes, process.stderr
    return json.loads(process.stdout)


def write(folder, id, change):
    """Somebody edits a project's file by hand."""
    file = folder / "data" / "projects" / f"{id}.yaml"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def sync(folder, day):
    """A sync as an office does it: what both changed is decided, each time for oneself."""
    answer = run(folder, day, "sync", codes=(0, 1))
    overruled = [(row["id"], row["field"], row["theirs"]) for row in answer["rows"] if answer["summary"]["conflicts"]]
    for id, field, _ in overruled:
        run(folder, day, "resolve", id, field, "--ours")
    if overruled:
        assert run(folder, day, "sync")["summary"]["conflicts"] == 0
    return overruled


def test_a_week_of_three_people_loses_nothing(tmp_path):
    """Each day each of them writes a line of their own and one that others write too, and the order is drawn."""
    first, *others = (tmp_path / name for name in PEOPLE)
    make_store(first, "".join(PROJECT.format(id=id) for id in PROJECTS))
    run(first, DAYS[0], "save", "--yes", "--author", "甲")
    program.run(["init", "--shared", str(tmp_path / "share")], tmp_path, {}, check=True)
    run(first, DAYS[0], "sync", "--to", str(tmp_path / "share"))
    for folder, name in zip(others, "乙丙", strict=True):
        env = {"HYZS_CONFIG": str(tmp_path / f"config-{folder.name}")}
        program.run(["init", str(folder), "--from", str(tmp_path / "share")], tmp_path, env, check=True)
        run(folder, DAYS[0], "save", "--author", name)
    draw = random.Random(11)
    for day in DAYS:
        for name in draw.sample(PEOPLE, 3):
            folder, own = tmp_path / name, PROJECTS[PEOPLE.index(name)]
            write(folder, own, lambda text, day=day: text + f"  - {{unit: 衡南县, on: 2026-{day}}}\n")
            note = f"note: {name} {day} 的备注\nclaims:\n"
            write(folder, draw.choice(PROJECTS), lambda text, note=note: re.sub(r"(note: .*\n)?claims:\n", note, text))
            run(folder, day, "save", "--yes")
            if draw.random() < 0.7:
                assert {field for _, field, _ in sync(folder, day)} <= {"note", "claims"}
    for name in (*PEOPLE, *PEOPLE):
        sync(tmp_path / name, DAYS[-1])

    projects = [
        {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / name / "data" / "projects").iterdir()}
        for name in PEOPLE
    ]
    assert projects[0] == projects[1] == projects[2]
    lost = [(id, day) for id in PROJECTS[:3] for day in DAYS if f"on: 2026-{day}" not in projects[0][id]]
    assert lost == []
