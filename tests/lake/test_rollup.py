"""``hyzs rollup``: a dozen questions to many stores, each with its exact answer on two small ones."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from hyzs.cli.main import run
from hyzs.index.published_tables import published_columns
from hyzs.lake.lake import Lake, ask_duckdb
from hyzs.lake.manifest import read_manifest, write_manifest
from hyzs.lake.project_links import project_links
from hyzs.lake.question import questions
from hyzs.model.errors import Exit
from support.lake_stories import DAY, JIA, YI, export_story, settings, two_cities

pytestmark = pytest.mark.slow

ANSWERS = {
    "projects": [
        ["jia", "一般", "在谈", 1, 3000],
        ["jia", "重大", "开工", 1, "120000.5"],
        ["yi", "一般", "签约", 1, 8000],
        ["yi", "重大", "签约", 1, 52000],
    ],
    "paid": [
        ["jia", "重大", 1, "120000.5", "40000.25", "33.3"],
        ["yi", "一般", 1, 8000, 0, "0.0"],
        ["yi", "重大", 1, 52000, 0, "0.0"],
    ],
    "started": [["jia", "重大", 1, 1, "100.0"], ["yi", "一般", 1, 0, "0.0"], ["yi", "重大", 1, 0, "0.0"]],
    "land": [["jia", "重大", 1, "120000.5", 200, "600.0"], ["yi", "一般", 1, 8000, 32, "250.0"]],
    "industries": [[None, 2, 4, "183000.5"]],
    "channels": [["jia", "以商招商", 1, "120000.5"], ["jia", None, 1, 3000], ["yi", None, 2, 60000]],
    "types": [["jia", "新引进", 1, "120000.5"], ["jia", None, 1, 3000], ["yi", None, 2, 60000]],
    "yearly": [["jia", 2025, 1, "120000.5"], ["yi", 2024, 1, 8000], ["yi", 2026, 1, 52000]],
    "overdue": [["jia", "达产", 1, "120000.5", "2026-06-30"]],
    "silence": [
        ["jia", "一般", 1, 1, 1, "100.0"],
        ["jia", "重大", 1, 0, 0, "0.0"],
        ["yi", "一般", 1, 1, 1, "100.0"],
        ["yi", "重大", 1, 1, 1, "100.0"],
    ],
    "duties": [
        ["jia", "市属国企", 1, 0, 1],
        ["jia", "政府部门", 4, 1, 1],
        ["jia", "群体", 3, 0, 1],
        ["yi", "市属国企", 1, 0, 1],
        ["yi", "政府部门", 4, 1, 1],
        ["yi", "群体", 3, 0, 1],
    ],
    "investors": [
        ["示例集团", 2, "jia", "p26-a1", "示例·甲一", "120000.5"],
        ["示例集团", 2, "yi", "p26-b2", "示例·乙二", 8000],
    ],
    "passed": [
        ["省平台", "S-9", "jia", "p26-a3", "示例·甲三", "不再算"],
        ["省平台", "S-9", "yi", "p26-b1", "示例·乙一", "算在这里"],
    ],
}


def rows(lake, name):
    question = questions()[name]
    return question.complete(ask_duckdb(lake, question, DAY))


@pytest.mark.parametrize("name", questions())
def test_each_question_has_its_exact_answer(lake, name):
    answer = [
        [str(value) if isinstance(value, Decimal) else value for value in row.values()] for row in rows(lake, name)
    ]

    assert answer == ANSWERS[name]


def test_each_column_of_an_answer_is_in_its_rows():
    odd = {
        name: [
            column.key for column in question.columns if f"{column.key}" not in question.sql and column.key != "rate"
        ]
        for name, question in questions().items()
    }

    assert {name: keys for name, keys in odd.items() if keys} == {}


def test_what_the_questions_read_are_columns_of_the_tables_with_their_types():
    types = {(column.table, column.name): column.type for column in published_columns()}
    types |= {(table, "file"): "text" for table, name in types if name == "file"}
    reads = {
        (table, column): type
        for question in questions().values()
        for table in question.reads
        for column, type in question.columns_read(table).items()
    }

    assert {place: type for place, type in reads.items() if types.get(place) != type} == {}


def test_a_project_that_was_passed_on_is_counted_once(lake):
    counted = {row["store"]: row["projects"] for row in rows(lake, "types")}

    assert sum(row["projects"] for row in rows(lake, "projects")) == 4
    assert counted["yi"] == 2


CHAIN = """{settings}
== data/projects/p26-{id}.yaml
name: 示例·{id}
sample: true
tier: 一般
county: 甲县
investment: {{total: 1000}}
codes: {codes}
milestones: {{在谈: 2025-01-01}}
tracked: {{since: {since}}}
"""


@pytest.mark.slow
def test_a_chain_of_numbers_is_one_project(tmp_path):
    """Each shares a number with the next, and none with others: the last, which has followed it least, counts it."""
    lake = tmp_path / "lake"
    for store, codes, since in (
        ("aa", "{省平台: S-1}", "2026-09-01"),
        ("bb", "{省平台: S-1, 国家平台: G-1}", "2025-02-01"),
        ("cc", "{国家平台: G-1, 市平台: C-1}", "2025-03-01"),
        ("dd", "{市平台: C-1}", "2026-10-01"),
        ("ee", "{市平台: S-1}", "2025-01-01"),
    ):
        store_text = CHAIN.format(settings=settings(store, f"示例{store}市"), id=f"{store}1", codes=codes, since=since)
        export_story(store_text, tmp_path / store, lake)

    assert [(row["store"], row["projects"]) for row in rows(Lake([lake]), "types")] == [("dd", 1), ("ee", 1)]


@pytest.mark.parametrize("names", [["a", "b", "c", "d"], ["d", "b", "c", "a"]])
def test_links_are_closed_whatever_their_order(names):
    a, b, c, d = names
    shared = [(a, "1", "P", "x"), (b, "1", "P", "x"), (c, "1", "P", "y"), (d, "1", "P", "y"), (d, "1", "Q", "x")]
    joined = [*shared, (b, "1", "Q", "x")]

    assert len({link.chain for link in project_links(shared)}) == 2
    assert {link.chain for link in project_links(joined)} == {"a 1"}
    assert project_links(reversed(joined)) == project_links(joined)


def test_the_rate_of_all_is_made_of_the_sums(lake):
    question = questions()["paid"]
    total = question.total(rows(lake, "paid"))

    assert (total["paid_in"], total["total"], total["rate"]) == (
        Decimal("40000.25"),
        Decimal("180000.5"),
        Decimal("22.2"),
    )


def test_a_store_that_lacks_columns_gives_nulls_and_the_stamp_names_them(tmp_path, capsys):
    """The second city's program knew no channel."""
    folder = two_cities(tmp_path)
    first, second = read_manifest(folder)
    older = second.tables["project"]
    columns = tuple(column for column in older.schema.columns if column.name != "source.channel")
    older = replace(older, schema=replace(older.schema, columns=columns))
    write_manifest(folder, [first, replace(second, tables=second.tables | {"project": older})])
    run(["rollup", str(folder), "channels", "-f", "md"])
    out = capsys.readouterr().out

    assert "yi 没有 project.source.channel，按空算" in out and out.count("没有 project") == 2


def test_a_store_whose_columns_stayed_at_home_gives_nulls(tmp_path):
    export_story(JIA, tmp_path / "jia", tmp_path / "lake")
    export_story(YI, tmp_path / "yi", tmp_path / "lake", audience="public")
    lake = Lake([tmp_path / "lake"])

    assert rows(lake, "paid")[1:] == [
        {"store": "yi", "tier": "一般", "projects": 1, "total": 8000, "paid_in": 0, "rate": Decimal("0.0")},
        {"store": "yi", "tier": "重大", "projects": 1, "total": 52000, "paid_in": 0, "rate": Decimal("0.0")},
    ]
    assert "entry.key_id" in lake.missing(questions()["paid"])["yi"]


def test_the_document_names_the_stores_their_days_and_samples(folder, capsys):
    code = run(["--today", "2026-11-23", "rollup", str(folder), "到位率", "-f", "json"])
    document = json.loads(capsys.readouterr().out)

    assert (code, document["params"]) == (0, {"question": "paid", "day": "2026-11-23"})
    assert [(store["store"], store["day"], store["sample"]) for store in document["stores"]] == [
        ("jia", "2026-11-23", True),
        ("yi", "2026-11-23", True),
    ]
    assert document["rows"][0]["rate"] == 33.3


def test_public_readers_have_no_reported_money(folder, capsys):
    run(["rollup", str(folder), "paid", "-f", "json", "--audience", "public"])
    (first, *_) = json.loads(capsys.readouterr().out)["rows"]

    assert set(first) == {"store", "tier", "projects", "total"}


def document(capsys, *words):
    run(["rollup", *map(str, words), "-f", "json"])
    return json.loads(capsys.readouterr().out)


def test_rows_by_a_value_that_readers_may_not_see_are_counted_and_not_listed(folder, capsys):
    public = document(capsys, folder, "channels", "--audience", "public")
    internal = document(capsys, folder, "channels", "--audience", "internal")
    run(["rollup", str(folder), "channels", "--audience", "public", "-f", "md"])
    page = capsys.readouterr().out

    assert (public["rows"], public["withheld"]) == ([], {"rows": 3, "by": ["channel"]})
    assert len(internal["rows"]) == 3 and "withheld" not in internal
    assert "3 行是按渠道(内部)分的，不给这些读者看，没有列；合计里都有" in page and "| 合计 | 4 | 183000.5 |" in page


@pytest.mark.parametrize("format", ["md", "json", "tsv"])
def test_the_public_learns_nothing_of_what_makes_the_rows(folder, capsys, format):
    """Canaries: an internal number elsewhere, internal names of a project and a firm, an internal channel."""
    for name in ("channels", "investors", "passed", "overdue"):
        assert run(["rollup", str(folder), name, "--audience", "public", "-f", format]) == 0
    out = capsys.readouterr()

    assert [word for word in ("S-9", "示例·甲", "示例集团", "以商招商") if word in out.out + out.err] == []


def test_rows_of_fields_that_stayed_at_home_are_named(tmp_path):
    """Without the numbers elsewhere, which are 内部, the project that was passed on is counted twice: it is said."""
    export_story(JIA, tmp_path / "jia", tmp_path / "lake", audience="public")
    lake = Lake([tmp_path / "lake"])

    assert "pair(project.codes)" in lake.missing(questions()["projects"])["jia"]
    assert "pair(return.projects.figures)" in lake.missing(questions()["paid"])["jia"]


def test_a_question_says_of_which_fields_it_reads_rows_that_have_levels():
    levelled = {column.table for column in published_columns() if column.levelled}

    assert [
        name for name, question in questions().items() if set(question.fields) != levelled & set(question.reads)
    ] == []


def test_folders_may_be_several_but_no_store_stands_in_two(folder, tmp_path, capsys):
    export_story(JIA.replace("id: jia", "id: bing"), tmp_path / "bing", tmp_path / "lake")
    assert run(["rollup", str(folder), str(tmp_path / "lake"), "projects"]) == 0
    assert "bing" in capsys.readouterr().out
    export_story(JIA, tmp_path / "jia", tmp_path / "lake")
    assert run(["rollup", str(folder), str(tmp_path / "lake"), "projects"]) == Exit.USAGE
    assert "库 jia 在" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["projects"], Exit.USAGE, "只写了一样：projects"),
        (["{}", "projcts"], Exit.NOT_FOUND, "没有这个汇总：projcts"),
        (["{}/no", "projects"], Exit.NOT_FOUND, "里没有导出的数据"),
    ],
)
def test_a_wrong_word_is_a_sentence(folder, capsys, words, code, message):
    assert run(["rollup", *(word.format(folder) for word in words)]) == code
    assert message in capsys.readouterr().err


def test_a_file_that_is_gone_is_a_sentence(tmp_path, capsys):
    folder = two_cities(tmp_path)
    next(folder.glob("milestone/store=yi/*.parquet")).unlink()

    assert run(["rollup", str(folder), "projects"]) == Exit.CANNOT_READ
    assert "重新导出一次" in capsys.readouterr().err


def test_a_file_that_is_damaged_is_a_sentence(tmp_path, capsys):
    folder = two_cities(tmp_path)
    next(folder.glob("milestone/store=yi/*.parquet")).write_bytes(b"PAR1 nothing")

    assert run(["rollup", str(folder), "projects"]) == Exit.CANNOT_READ
    assert "重新导出一次" in capsys.readouterr().err


def test_without_words_the_questions_are_listed(capsys):
    assert run(["rollup"]) == 0
    out = capsys.readouterr().out

    assert all(question.title in out for question in questions().values()) and len(questions()) >= 12
