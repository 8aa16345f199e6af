"""Result of ``init``: contents of a new store, and the next step."""

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer
from hyzs.model.blocks import PublicColumn, Table, Text

SQL = """
SELECT r.kind, k.label, count(*) AS records
FROM record r JOIN kind k ON k.name = r.kind
GROUP BY r.kind, k.label ORDER BY min(k.pos), r.kind
"""


def init_result(index: IndexReader, folder: str) -> Answer:
    """Numbers of records by kind in the new store in ``folder``."""
    rows = index.rows(SQL)
    columns = [PublicColumn("label", "种类"), PublicColumn("records", "条数", "number")]
    step = "" if folder == "." else f"先 cd {folder}，再"
    return Answer(
        report="init",
        rows=rows,
        blocks=[Table(columns, rows), Text(f"数据仓库已建好。{step}运行 hyzs check；头五个命令见 README.md。")],
        title="新的数据仓库",
    )
