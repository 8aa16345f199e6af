"""Spark answers every question as DuckDB does, byte for byte: the same SQL, another engine."""

from pathlib import Path

import pytest

pyspark_sql = pytest.importorskip("pyspark.sql", reason="Spark 有自己的环境：make lake-test")

from hyzs.lake.lake import Lake, ask_duckdb  # noqa: E402
from hyzs.lake.question import questions  # noqa: E402
from hyzs.lake.rollup_answer import rollup_answer  # noqa: E402
from hyzs.lake.spark_engine import SETTINGS, ask_spark  # noqa: E402
from hyzs.output import NO_STORE  # noqa: E402
from hyzs.render import render  # noqa: E402
from support.lake_stories import DAY, JIA, YI, export_story  # noqa: E402

#: Spark's own client leaves sockets open and uses what Python and pandas will drop.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{name}")
    for name in ("pytest.PytestUnraisableExceptionWarning", "ResourceWarning", "DeprecationWarning", "FutureWarning")
]


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    builder = pyspark_sql.SparkSession.builder.master("local[2]").appName("hyzs")
    settings = {
        **SETTINGS,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """Two cities; the second left its internal columns at home, so that much is null."""
    folder = tmp_path_factory.mktemp("cities")
    export_story(JIA, folder / "jia", folder / "lake")
    export_story(YI, folder / "yi", folder / "lake", audience="public")
    export_story(YI.replace("id: yi", "id: bing"), folder / "bing", folder / "lake")
    return Lake([Path(folder / "lake")])


def document(lake, question, rows) -> bytes:
    return str(render(rollup_answer(lake, question, DAY, rows), "json", store=NO_STORE)).encode()


@pytest.mark.parametrize("name", questions())
def test_both_engines_give_the_same_bytes(spark, lake, name):
    question = questions()[name]

    rows = ask_duckdb(lake, question, DAY)
    assert rows and document(lake, question, ask_spark(spark, lake, question, DAY)) == document(lake, question, rows)
