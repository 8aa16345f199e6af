"""Rows of a list by a condition."""

from datetime import datetime

from hyzs.reports.list_ import list_

NOW = datetime(2026, 11, 23, 23, 59)


def rows(index, kind, where=None, sort=None, columns="id"):
    return list(list_(index, kind, NOW, where, sort, columns).rows)


def ids(index, kind, where, sort=None):
    return [row["id"] for row in rows(index, kind, where, sort)]
