"""Catalogue: who is listed, who not and why; the difference from an edition; conversion by first listing."""

from datetime import datetime

import pytest

from hyzs.model.errors import NotFound
from hyzs.query.catalogue import catalogue_problems
from hyzs.reports.assessment.catalogue import catalogue, planning
from support.stores import index_of, make_store

NOW = datetime(2026, 11, 23, 9)
SETTINGS = (
    "catalogue:\n  where: 阶段=线索\n  requires: [{where: study.feasibility.done=true, why: 未论证}]\n"
    "  signed: 签约\n  stale_days: 365\n  source: 示例\n"
)


def project(id, *, is_done=True, industry="输变电装备", stage="线索: 2026-01-05", on="2026-09-20"):
    return (
        f"== data/projects/p26-{id}.yaml\nname: 示例·{id}策划项目\nsample: true\npublic_name: 示例·{id}\ntier: 一般\n"
        f"county: 衡南县\npark: 绿色食品产业园\nindustry: {industry}\nmilestones: {{{stage}}}\n"
        f"study: {{feasibility: {{done: {str(is_done).lower()}}}}}\nproposed: {{unit: 衡南县, on: {on}}}\n"
    )


def edition(id, day, *projects):
    subjects = ", ".join(f"{{of: p26-{project}}}" for project in projects)
    return (
        f"== data/editions/2026/{id}.yaml\nname: 示例·目录\nsample: true\nreport: catalogue\nperiod: {id}\n"
        f"data: {{commit: 3f2a, hyzs: 0.4.0, day: {day}, sha256: 9c41}}\nsubjects: [{subjects}]\n"
        f"events: [{{on: {day}, do: 草案}}, {{on: {day}, do: 发布}}]\n"
    )


def store(folder, *texts, settings=SETTINGS):
    root = make_store(folder, "".join(texts))
    units = root / "data/units/units.yaml"
    text = units.read_text("utf-8").replace(
        "type: 园区, parent: 衡南县", "type: 园区, parent: 衡南县, industries: [输变电装备]"
    )
    units.write_text(text, "utf-8")
    own = root / "data/settings.yaml"
    own.write_text(own.read_text("utf-8") + settings, "utf-8")
    industries = root / "data/industries/industries.yaml"
    industries.write_text(industries.read_text("utf-8") + "- {id: nykj, name: 示例别的产业}\n", "utf-8")
    return index_of(root)


def test_of_twelve_proposals_eight_are_listed_and_four_are_told_why(tmp_path):
    text = [project(f"a{n}") for n in range(8)] + [project(f"b{n}", is_done=False) for n in range(3)]
    answer = catalogue(store(tmp_path, *text, project("c0", industry="示例别的产业")), NOW)

    assert answer.summary == {"listed": 8, "rejected": {"未论证": 3, "不在园区产业": 1}, "stale": 0}


def test_an_edition_is_compared_with_the_one_before(tmp_path):
    """Five stay, three are new, two left: one signed, one was not revised for 400 days and is no longer planned."""
    texts = [project(f"a{n}") for n in range(8)]
    signed = project("s1", stage="线索: 2026-01-05, 签约: 2026-10-20")
    old = project("o1", is_done=False, on="2025-10-19")
    first = edition("catalogue-1", "2026-06-01", *(f"a{n}" for n in range(5)), "s1", "o1")
    answer = catalogue(store(tmp_path, *texts, signed, old, first), NOW, "上期")
    changes = [row["change"] for row in answer.extra["changes"]]

    assert [changes.count(word) for word in ("延续", "新增", "已签约", "移出")] == [5, 3, 1, 1]
    assert {row["id"]: row["note"] for row in answer.extra["changes"] if row["note"]} == {
        "p26-s1": "2026-10-20 签约",
        "p26-o1": "上次修订 2025-10-19",
    }


def test_a_project_that_signed_after_it_left_counts_for_the_edition_that_listed_it_first(tmp_path):
    texts = [project(f"a{n}") for n in range(6)]
    signed = project("s1", stage="线索: 2026-01-05, 签约: 2026-10-20")
    first = edition("catalogue-1", "2026-06-01", *(f"a{n}" for n in range(6)), "s1")
    second = edition("catalogue-2", "2026-09-01", *(f"a{n}" for n in range(6)))
    editions = planning(store(tmp_path, *texts, signed, first, second), NOW).extra["editions"]

    assert [(row["first_listed"], row["signed"], row["rate"] and str(row["rate"])) for row in editions] == [
        (7, 1, "14.3"),
        (0, 0, None),
    ]


def test_what_was_not_revised_for_long_is_said(tmp_path):
    answer = catalogue(store(tmp_path, project("a1", on="2025-10-01")), NOW)

    assert (answer.summary["listed"], answer.summary["stale"]) == (1, 1)


def test_the_next_edition_is_due_by_the_end_of_the_period_after_the_last(tmp_path):
    """Published in the third quarter: the fourth has time for the next, in January it is overdue."""
    first = edition("catalogue-1", "2026-09-01", "a1", "b1")
    text = (project("a1"), project("b1", is_done=False, on="2025-10-01"), first)
    index = store(tmp_path, *text, settings=f"{SETTINGS}  every: quarter\n")
    problems = dict(catalogue_problems(index, NOW))
    later = dict(catalogue_problems(index, datetime(2027, 1, 2, 9)))

    assert {code: row["record"] for code, row in problems.items()} == {
        "plan-stale": "p26-b1",
        "plan-unstudied-listed": "p26-b1",
    }
    assert later["catalogue-overdue"]["said"].endswith("catalogue-1 在 2026-09-01 发布，下一期该在 2026-12-31 以前")


def test_an_edition_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotFound, match="没有这一期目录"):
        catalogue(store(tmp_path, project("a1")), NOW, "上期")
