"""An id is one record's only, over all kinds; letter case does not tell two apart."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "duplicate-id",
    Severity.error,
    "两条记录用了同一个编号。",
    "编号全库唯一(不分大小写)；重了，进度和责任就记到同一条上，分不清是谁的。",
    "给后登记的一条换一个编号，并改掉引用它的地方。",
    "== data/units/z.yaml\n- {id: »swj«, name: 市水文局, type: 政府部门, files: true}\n",
)
SQL = """
WITH numbered AS (
    SELECT n.*, f.path,
        row_number() OVER same AS nth,
        first_value(n.id) OVER same AS first_id,
        first_value(f.path) OVER same AS first_path
    FROM name n JOIN file f ON f.id = n.file
    WHERE n.how = 'id' AND n.text IN (SELECT text FROM all_name GROUP BY text HAVING count(*) > 1)
    WINDOW same AS (PARTITION BY lower(n.id) ORDER BY f.path, n.item, n.at)
)
SELECT c.file, CASE WHEN c.at LIKE '%/id' THEN c.at ELSE c.at || '/id' END AS at,
    c.id AS record, 'id' AS field, c.first_id, c.first_path
FROM numbered c
WHERE c.nth > 1
"""
MESSAGE = "编号“{first_id}”已经用在 data/{first_path}"
HINT = "换一个没用过的编号"
