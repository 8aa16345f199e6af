"""Questions over several stores, answered by a Spark session that the caller passes in.

The session reads double quotes as names: ``spark.sql.ansi.enabled`` and ``spark.sql.ansi.doubleQuotedIdentifiers``.
"""

from datetime import date
from typing import Any

from hyzs.lake.lake import Lake, LakeTable, plain_rows, select_columns
from hyzs.lake.project_links import LINK_COLUMNS, LINKED, SHARED, project_links
from hyzs.lake.question import Question
from hyzs.model.blocks import Row

#: Settings of a session that the questions need.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
_TYPES = {"text": "STRING"}


def ask_spark(spark: Any, lake: Lake, question: Question, day: date) -> list[Row]:
    """The rows of a question, as Spark answers it. Raises: CannotRead: a file that the manifest names is not there."""
    for table in lake.tables(question):
        _frame(spark, table).createOrReplaceTempView(table.name)
    values = question.parameters(day)
    if question.counts_once:
        shared = [tuple(row) for row in spark.sql(SHARED, args={"day": day}).collect()]
        schema = ", ".join(f"{name} STRING" for name in LINK_COLUMNS)
        spark.createDataFrame(project_links(shared), schema).createOrReplaceTempView(LINKED)
    frame = spark.sql(question.sql, args=values)
    return plain_rows(frame.columns, [tuple(row) for row in frame.collect()])


def _frame(spark: Any, table: LakeTable) -> Any:
    """The files of a table as one frame with the columns that are asked."""
    if not table.files:
        from hyzs.lake.lake import SQL_TYPES

        types = (f"`{name}` {_TYPES.get(type, SQL_TYPES[type])}" for name, type in table.columns.items())
        return spark.createDataFrame([], f"store STRING, {', '.join(types)}")
    folder = table.files[0].parents[1]
    reader = spark.read.option("mergeSchema", "true").option("basePath", str(folder))
    frame = reader.parquet(*map(str, table.files))
    frame.createOrReplaceTempView("lake_files")
    columns = select_columns(table).replace("VARCHAR", "STRING")
    return spark.sql(f"SELECT {columns} FROM lake_files")
