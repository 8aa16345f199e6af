"""``hyzs sql``: questions in SQL that can neither change anything, nor take for ever, nor see what is not for them."""

import json

import pytest

from hyzs.cli.main import run
from hyzs.index.published_tables import path_levels, published_columns
from hyzs.lake.index_query import ask_index
from hyzs.lake.query_guard import Limits
from hyzs.lake.table_schema import published_tables, visible_tables
from hyzs.model.errors import BadUsage
from hyzs.model.print_options import LEVELS
from support.stores import index_of, make_store

STORE = """== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
public_name: 示例·某项目
tier: 重大
county: 甲县
lead: 市商务局
investment: {total: 120000.5, fixed: 80000}
codes: {省平台: S-1}
milestones: {签约: 2026-03-02}
foreign: {origin: 示例国, reinvestments: [{on: 2026-05-01, amount: 77, encouraged: 否}]}
note: 内部的话
== data/projects/p26-b2.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 乙县
investment: {total: 3000}
milestones: {签约: 2026-06-10}
"""
TODAY = {"today": "2026-11-23"}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("sql"), STORE)


@pytest.fixture(scope="module")
def index(root):
    return index_of(root)


def rows(index, sql, audience="full", **limits):
    return [list(row) for row in ask_index(index, sql, TODAY, audience, Limits(**limits)).rows]


def refusal(index, sql, audience="full", **limits):
    with pytest.raises(BadUsage) as raised:
        ask_index(index, sql, TODAY, audience, Limits(**limits))
    return raised.value.message


def test_a_question_with_a_join_a_group_and_the_day(index):
    sql = """
    SELECT h.value AS tier, count(*) AS n, sum(p."investment.total") AS total
    FROM project p JOIN holding h ON h.record = p.id AND h.field = 'tier'
    JOIN milestone m ON m.record = p.id AND m.key = '签约' AND m."on" <= :today
    GROUP BY h.value ORDER BY total DESC
    """

    assert rows(index, sql) == [["重大", 1, 120000.5], ["一般", 1, 3000]]


@pytest.mark.parametrize(
    ("audience", "columns"),
    [("public", ["id", "public_name"]), ("internal", ["id", "name", "note"]), ("full", ["id", "name", "note"])],
)
def test_readers_have_the_columns_of_their_levels(index, audience, columns):
    seen_values = ask_index(index, "SELECT * FROM project", TODAY, audience).columns

    assert [name for name in columns if name not in seen_values] == []
    assert ("note" in seen_values) == (audience != "public")


HIDDEN = [
    'SELECT "name" FROM project',
    "SELECT id FROM project WHERE note LIKE '%内%'",
    "SELECT count(*) FROM project GROUP BY note",
    "SELECT id FROM project ORDER BY name",
    'SELECT max("investment.fixed") FROM project',
    "WITH p AS (SELECT name AS n FROM project) SELECT n FROM p",
    "SELECT (SELECT name FROM project LIMIT 1)",
    "SELECT a.id FROM project a JOIN project b ON a.name = b.name",
    "SELECT id FROM project UNION SELECT note FROM project",
    "SELECT progress FROM entry",
    "SELECT count(*) FROM reinvestment",
    "SELECT name FROM main.project",
    "SELECT count(*) FROM main.project",
    "SELECT name FROM temp.project",
    "SELECT name FROM all_project",
    "WITH project AS (SELECT * FROM all_project) SELECT * FROM project",
    "WITH x AS (SELECT json FROM all_body) SELECT * FROM x",
    "SELECT sql FROM sqlite_master",
    "SELECT sql FROM temp.sqlite_master",
    "SELECT * FROM pragma_table_info('project')",
    "SELECT * FROM resolved_name",
    "SELECT path FROM file",
]


def test_nothing_that_is_not_for_the_public_is_found_by_any_expression(index):
    answered = {sql: rows(index, sql, "public") for sql in HIDDEN if not refused(index, sql)}

    assert answered == {}


def refused(index, sql):
    try:
        ask_index(index, sql, TODAY, "public")
    except BadUsage:
        return True
    return False


def test_rows_of_tables_that_all_kinds_fill_have_the_level_of_their_field(index):
    sql = "SELECT DISTINCT field FROM pair WHERE record = 'p26-a1'"

    assert (rows(index, sql, "public"), rows(index, sql, "internal")) == ([], [["codes"]])
    assert rows(index, "SELECT text FROM name WHERE kind = 'project'", "public") == []
    assert ["甲县"] in rows(index, "SELECT value FROM holding", "public")


def test_what_is_secret_is_not_for_internal_readers(index):
    assert rows(index, "SELECT amount FROM reinvestment") == [[77]]
    assert "不给这些读者看" in refusal(index, "SELECT amount FROM reinvestment", "internal")


def test_a_column_without_a_level_is_for_nobody_outside():
    assert {column.level for column in published_columns()} <= set(LEVELS)
    assert {level for _, _, level in path_levels()} <= set(LEVELS)


CHANGES = [
    "DELETE FROM project",
    "INSERT INTO project VALUES (1)",
    "WITH x AS (SELECT 1) DELETE FROM all_project",
    "WITH x AS (SELECT 1) INSERT INTO meta VALUES (1, 2)",
    "DROP TABLE meta",
    "ATTACH 'x.db' AS x",
    "PRAGMA writable_schema = 1",
    "VACUUM INTO 'x.db'",
    "SELECT load_extension('x')",
    "SELECT writefile('x', 'y')",
    "SELECT readfile('/etc/passwd')",
    "SELECT randomblob(1000000000)",
    "SELECT current_timestamp",
    "EXPLAIN SELECT 1",
    "SELECT 1; DELETE FROM meta",
    "CREATE TEMP TABLE x (y)",
]


def test_nothing_but_a_question_is_taken(index):
    def is_taken(sql):
        try:
            ask_index(index, sql, TODAY)
        except BadUsage:
            return False
        return True

    before = index.value("SELECT count(*) FROM meta")
    assert [sql for sql in CHANGES if is_taken(sql)] == []
    assert index.value("SELECT count(*) FROM meta") == before


CLOCK = [
    *(
        "SELECT date()",
        "SELECT date('now')",
        "SELECT DATE('NOW', '-1 day')",
        "SELECT julianday()",
        "SELECT strftime('%Y')",
    ),
    *("SELECT date('n' || 'ow')", "SELECT date(x'6e6f77')", "SELECT date('now' || char(0))", "SELECT date('subsec')"),
    *("SELECT julianday('2026-01-01', 'localtime')", "SELECT strftime('%d', '2026-01-01', 'utc')", "SELECT time()"),
    *("SELECT CURRENT_DATE", "SELECT current_time", "SELECT CURRENT_TIMESTAMP", "SELECT unixepoch()"),
    "SELECT id FROM project WHERE date(replace(id, id, 'now')) > '2026-01-01'",
]


def test_the_clock_of_the_machine_is_not_asked(index):
    assert [sql for sql in CLOCK if ":today" not in refusal(index, sql)] == []
    assert refusal(index, "SELECT id FROM project ORDER BY random()").startswith("不能用 random：同一个仓库")


def test_functions_of_days_answer_as_ever_when_they_have_a_day(index):
    days = "SELECT date(:today, '-30 day'), julianday('2026-11-23'), strftime('%Y', :today), date(NULL), date('x')"

    assert rows(index, days) == [["2026-10-24", 2461367.5, "2026", None, None]]
    assert rows(index, days) == rows(index, days, "public")


def test_a_question_that_takes_too_long_is_stopped(index):
    endless = "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(n) FROM t"

    assert refusal(index, endless, seconds=0.1) == "查了 0.1 秒还没有完，停了"


def test_rows_beyond_the_limit_are_counted(index):
    numbers = "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT {}) SELECT n FROM t"
    result = ask_index(index, numbers.format(50), TODAY, limits=Limits(rows=3))

    assert (list(map(list, result.rows)), result.total, result.is_counted) == ([[1], [2], [3]], 50, True)


def test_counting_ends_with_the_time(index):
    endless = "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t"
    result = ask_index(index, endless, TODAY, limits=Limits(rows=3, seconds=0.1))

    assert len(result.rows) == 3 and result.total > 3 and not result.is_counted


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT nme FROM project", "没有列 nme\n  SELECT nme FROM project\n         ^^^"),
        ("SELECT id FROM prject", "没有表 prject\n  SELECT id FROM prject\n                 ^^^^^^"),
        ("SELECT id FROM project WHERE )", "“)”这里看不懂\n  SELECT id FROM project WHERE )\n" + " " * 31 + "^"),
        ("SELECT 'a', a FROM (SELECT 1 AS b)", "没有列 a\n  SELECT 'a', a FROM (SELECT 1 AS b)\n" + " " * 14 + "^"),
        ('SELECT "investment.totl" FROM project', "没有列 investment.totl\n"),
        ('SELECT "name" FROM milestone, holding', "没有列 name\n"),
        ("SELECT foo(id) FROM project", "不能用函数 foo\n"),
        ("SELECT id FROM project WHERE id = 'p", "“'p”这里看不懂\n"),
        ("SELECT :day", "SQL 里的参数没有值"),
        ("", "没有写 SQL"),
        ("SELECT 1; SELECT 2", "一次只能问一句"),
    ],
)
def test_an_error_says_where(index, sql, message):
    assert refusal(index, sql).startswith(message)


def test_the_index_answers_as_before_when_the_question_is_answered(index):
    before = index.rows("SELECT * FROM project ORDER BY id")
    rows(index, "SELECT id FROM project", "public")
    refusal(index, "SELECT note FROM project", "public")

    assert index.rows("SELECT * FROM project ORDER BY id") == before
    assert index.rows("SELECT name FROM temp.sqlite_master WHERE type = 'view'") == []


def test_two_columns_of_one_name_are_two_columns(index):
    result = ask_index(index, "SELECT a.id, b.id FROM project a JOIN project b ON b.id > a.id", TODAY)

    assert (result.columns, result.rows) == (["id", "id_2"], [["p26-a1", "p26-b2"]])


def test_the_catalogue_has_labels_types_units_and_levels(root, capsys):
    code = run(["--store", str(root), "sql", "--schema", "project", "-f", "json", "--audience", "internal"])
    document = json.loads(capsys.readouterr().out)

    row = next(row for row in document["rows"] if row["column"] == "investment.total")
    assert code == 0
    assert row == {
        "table": "project",
        "table_label": "项目",
        "column": "investment.total",
        "label": "总投资",
        "type": "money",
        "unit": "万元",
        "level": "公开",
    }


def test_the_catalogue_says_how_many_columns_are_hidden(root, capsys):
    run(["--store", str(root), "sql", "--schema", "reinvestment,project", "--audience", "full", "-f", "json"])
    every = json.loads(capsys.readouterr().out)["summary"]
    run(["--store", str(root), "sql", "--schema", "project", "--audience", "public"])
    out = capsys.readouterr().out

    assert every["hidden"] == 0 and "列不给这些读者看" in out


def test_an_answer_that_is_cut_says_so_and_fails(root, capsys):
    code = run(["--store", str(root), "sql", "SELECT id FROM project ORDER BY id", "--rows", "1"])

    assert (code, capsys.readouterr().out) == (1, "id\np26-a1\n共 2 行，只列了前 1 行；都要就写 --rows，或者缩小范围\n")


@pytest.mark.parametrize("format", ["json", "csv", "md", "html"])
def test_it_comes_in_every_format_for_every_reader(root, capsys, format):
    sql = "SELECT id, public_name FROM project ORDER BY id"
    code = run(["--store", str(root), "sql", sql, "--audience", "public", "-f", format])
    out = capsys.readouterr().out

    assert code == 0 and "示例·某项目" in out and "p26-b2" in out


def test_every_table_can_be_asked(index):
    tables = visible_tables(published_tables(index), "full")
    union = " UNION ALL ".join(f'SELECT count(*) FROM "{table.name}"' for table in tables[:90])

    assert sum(row[0] for row in rows(index, union)) > 0
    assert len(tables) == len({table.name for table in tables}) > 100
