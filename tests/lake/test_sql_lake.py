"""``hyzs sql --lake``: the same guards over many stores; what the engine could do besides, no statement can."""

import json

import pytest

from hyzs.cli.main import run
from hyzs.lake.lake_query import ask_lake, lake_tables
from hyzs.lake.query_guard import Limits
from hyzs.model.errors import BadUsage
from support.lake_stories import DAY

pytestmark = pytest.mark.slow


def rows(lake, sql, audience="full", **limits):
    return [list(row) for row in ask_lake(lake, sql, DAY, audience, Limits(**limits)).rows]


def test_a_question_over_both_stores(lake):
    sql = """
    SELECT p.store, count(*) AS n, sum(p."investment.total") AS total
    FROM project p JOIN milestone m ON m.store = p.store AND m.record = p.id AND m.key = '签约' AND m."on" <= :today
    GROUP BY p.store ORDER BY p.store
    """

    assert [[str(value) for value in row] for row in rows(lake, sql)] == [
        ["jia", "1", "120000.5"],
        ["yi", "2", "60000"],
    ]


FORBIDDEN = [
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_parquet('{}/**/*.parquet')",
    "SELECT * FROM '{}/_manifest.json'",
    "SELECT getenv('HOME')",
    "SELECT current_setting('threads')",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM duckdb_views",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('project')",
    "SELECT * FROM (SHOW TABLES)",
    "SELECT * FROM (DESCRIBE project)",
    "SELECT current_date",
    "SELECT now()",
    "SELECT 1; SELECT 2",
    "SET threads = 1",
    "COPY project TO 'x.csv'",
    "ATTACH 'x.db' AS x",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CREATE TABLE x (y INT)",
    "PRAGMA version",
    "CALL pragma_version()",
    "EXPLAIN SELECT 1",
    "WITH x AS (INSERT INTO project VALUES (1) RETURNING *) SELECT * FROM x",
    "SELECT (SELECT content FROM read_text('/etc/passwd'))",
    "SELECT id FROM project WHERE id IN (SELECT content FROM read_text('/etc/passwd'))",
    "SELECT id FROM main.project",
]


def test_nothing_but_a_question_about_the_tables_is_taken(lake, folder):
    assert [sql for sql in FORBIDDEN if not is_refused(lake, sql.format(folder), "full")] == []


CLOCK = ["now()", "today()", "current_date", "CURRENT_TIMESTAMP", "localtime", "get_current_timestamp()", "age(:today)"]


def test_neither_the_clock_of_the_machine_nor_chance_is_asked(lake):
    def message(sql):
        with pytest.raises(BadUsage) as raised:
            ask_lake(lake, sql, DAY)
        return raised.value.message

    assert [name for name in CLOCK if ":today，不看机器的钟" not in message(f"SELECT {name}")] == []
    assert "不能抽样" in message("SELECT id FROM (SELECT * FROM project USING SAMPLE 1)")
    assert "不能抽样" in message("SELECT id FROM project TABLESAMPLE 10%")
    assert "不能用 random" in message("SELECT id FROM project ORDER BY random()")


HIDDEN = [
    "SELECT name FROM project",
    "SELECT id FROM project WHERE note LIKE '%'",
    "WITH p AS (SELECT name AS n FROM project) SELECT n FROM p",
    "SELECT progress FROM entry",
    "SELECT text FROM pair",
    "SELECT value FROM holding",
]


def test_public_readers_find_nothing_else_by_any_expression(lake):
    """The rows of ``pair`` and ``holding`` left their store for internal readers: none is for the public."""
    assert [sql for sql in HIDDEN if not is_refused(lake, sql, "public")] == []
    assert "name" not in ask_lake(lake, "SELECT * FROM project", DAY, "public").columns


def is_refused(lake, sql, audience):
    try:
        ask_lake(lake, sql, DAY, audience)
    except BadUsage:
        return True
    return False


def test_a_question_that_takes_too_long_is_stopped(lake):
    with pytest.raises(BadUsage, match=r"查了 0.2 秒还没有完，停了"):
        rows(lake, "SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i)", seconds=0.2)


def test_rows_beyond_the_limit_are_counted(lake):
    result = ask_lake(lake, "SELECT i FROM range(5000) t(i)", DAY, limits=Limits(rows=2))

    assert (list(map(list, result.rows)), result.total, result.is_counted) == ([[0], [1]], 5000, True)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT nme FROM project", "没有列 nme\n  SELECT nme FROM project\n         ^^^"),
        ("SELECT id FROM prject", "没有表 prject\n  SELECT id FROM prject\n                 ^^^^^^"),
        ("SELECT id FROM project WHERE )", "这里看不懂\n"),
        ("SELECT foo(id) FROM project", "不能用函数 foo\n"),
    ],
)
def test_an_error_says_where(lake, sql, message):
    with pytest.raises(BadUsage) as raised:
        ask_lake(lake, sql, DAY)

    assert raised.value.message.startswith(message)


def test_the_catalogue_has_the_store_first(lake, folder, capsys):
    run(["sql", "--lake", str(folder), "--schema", "project", "-f", "json"])
    first = json.loads(capsys.readouterr().out)["rows"][0]

    assert (first["table"], first["column"], len(lake_tables(lake)) > 100) == ("project", "store", True)


def test_the_command_cuts_and_says_so(folder, capsys):
    code = run(["sql", "--lake", str(folder), "SELECT store, id FROM project ORDER BY 1, 2", "--rows", "1"])

    assert (code, capsys.readouterr().out.splitlines()[1:]) == (
        1,
        ["jia\tp26-a1", "共 6 行，只列了前 1 行；都要就写 --rows，或者缩小范围"],
    )
