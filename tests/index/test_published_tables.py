"""Tables and columns that ``hyzs sql`` and exported Parquet have shown once keep their names."""

from pathlib import Path

from hyzs.index.published_tables import published_columns

#: A table a line: ``table: column column …``; new ones are added at a release.
PUBLISHED = Path(__file__).with_name("published_tables.txt").read_text(encoding="utf-8").splitlines()


def test_no_published_table_or_column_goes_or_is_renamed():
    lines = [line.partition(": ") for line in PUBLISHED]
    published = {(table, column) for table, _, columns in lines for column in columns.split()}

    assert published - {(column.table, column.name) for column in published_columns()} == set()
