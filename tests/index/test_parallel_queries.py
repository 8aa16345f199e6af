"""Several questions at a time get the answers that they would get one after the other."""

import sqlite3

import pytest

from hyzs.index.parallel_queries import select, select_many

QUESTIONS = [f"SELECT value + {n} AS sum, :word AS word FROM meta" for n in range(40)]
VALUES = {"word": "词"}


@pytest.fixture
def db(tmp_path):
    """An index file with one row, in a transaction."""
    result = sqlite3.connect(tmp_path / "index.db", isolation_level=None)
    result.execute("CREATE TABLE meta (value)")
    result.execute("INSERT INTO meta VALUES (1)")
    result.execute("BEGIN")
    yield result
    result.close()


def test_all_are_answered_in_their_order(db):
    assert select_many(db, QUESTIONS, VALUES) == [[{"sum": 1 + n, "word": "词"}] for n in range(40)]


def test_while_somebody_waits_to_write_they_are_answered_as_well(db, tmp_path):
    writer = sqlite3.connect(tmp_path / "index.db", isolation_level=None, timeout=0)
    db.execute("SELECT 1 FROM meta").fetchone()
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO meta VALUES (2)")
    with pytest.raises(sqlite3.OperationalError):
        writer.execute("COMMIT")  # we are reading; from here on nobody new may begin to

    result = select_many(db, QUESTIONS, VALUES)
    writer.close()

    assert result == [select(db, question, VALUES) for question in QUESTIONS]


def test_a_question_that_cannot_be_asked_is_an_error(db):
    with pytest.raises(sqlite3.OperationalError):
        select_many(db, [*QUESTIONS, "SELECT nothing FROM nowhere"], VALUES)
