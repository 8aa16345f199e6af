"""A name is one record's only, among its kind: names that look alike are one."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "ambiguous-name",
    Severity.error,
    "同一个叫法指向两条记录，或者两个叫法看上去一样。",
    "名称、全称、别名、曾用名都可以用来引用；一个叫法指两家，责任就算到别人头上。空格、看不见的字符、部首字、"
    "全角半角、各式括号和点号，眼睛分不出来，比较时都不计。",
    "给其中一条换一个叫法，例如前面加上地名。",
    "== data/units/z.yaml\n- {id: wsj, name: 市外商局, aliases: [»市招商局«], type: 政府部门, files: true}\n",
)
# A word of a vocabulary is its own id: it is named twice when one file (settings, a plan) lists it twice.
SQL = """
WITH titled AS (
    SELECT n.*, f.path,
        first_value(n.id) OVER same AS first_id,
        first_value(n.text) OVER same AS first_text,
        first_value(f.path) OVER same AS first_path,
        row_number() OVER (PARTITION BY n.kind, n.folded, n.file ORDER BY n.item, n.at) AS in_file
    FROM name n JOIN file f ON f.id = n.file
    WHERE n.folded IN (SELECT folded FROM all_name GROUP BY folded HAVING count(*) > 1)
    WINDOW same AS (PARTITION BY n.kind, n.folded ORDER BY f.path, n.item, n.at)
)
SELECT c.file, c.at, c.id AS record, '' AS field, c.text, c.first_id, c.first_path,
    CASE WHEN c.text <> c.first_text THEN '看上去和“' || c.first_text || '”一样，' ELSE '' END AS alike
FROM titled c
WHERE c.id <> c.first_id
   OR (c.in_file > 1 AND c.how = 'name' AND c.kind NOT IN (SELECT r.kind FROM record r))
"""
MESSAGE = "“{text}”{alike}已经是 {first_id} 的叫法，见 data/{first_path}"
HINT = "换一个不重的叫法"
