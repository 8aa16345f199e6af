"""应报: what is asked once for projects that are alike is what each would be asked by itself."""

from datetime import date, datetime

from hyzs.query import project_duties
from support.stores import repo_index


def test_projects_that_are_alike_have_the_weeks_that_each_has_by_itself(monkeypatch):
    first, now = date(2026, 1, 1), datetime(2026, 11, 23, 9)
    together = list(project_duties.project_duty_rows(repo_index(), first, now))
    monkeypatch.setattr(project_duties, "_is_constant", lambda *project: False)

    assert list(project_duties.project_duty_rows(repo_index(), first, now)) == together
    assert len(together) > 40
