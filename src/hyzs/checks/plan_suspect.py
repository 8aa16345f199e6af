"""The words that a measure quotes must still be in the text of its plan."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "plan-suspect",
    Severity.warning,
    "举措所据的原文，方案正文里已经没有了。",
    "方案换了新版，举措摘录的那一段原文改动过或删去了；举措可能也要跟着改。只有原文动过的举措提示。",
    "对照新的正文改举措，再用 hyzs accept 编号 认下新的原文。",
    "== data/plans/a.yaml\nname: 示例方案\nnumber: 示政办发〔2026〕9号\n"
    "issuer: 示例市人民政府办公室\nissued: 2026-01-05\n"
    "sections: [{number: 一, title: 示例}]\nparagraphs: [示例方案, 1.示例举措。办好示例展会。]\n"
    "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕9号\nnumber: 1\nsection: 一\nlead: [市招商局]\n"
    "quote: »{text: 示例举措。办好两场示例展会。, paragraph: 2, at: 2, sha256: 0f}«\n",
)
#: Each line of the quote must stand in some paragraph; texts are kept without backslashes, which JSON would read.
SQL = """
WITH line AS (
    SELECT m.file, m.at, m.id, m.name, m.plan, j.value AS text
    FROM measure m, json_each('[' || replace(json_quote(replace(m."quote.text", '\\', '＼')), '\\n', '","') || ']') j
    WHERE m."quote.text" IS NOT NULL
),
paragraph AS (
    SELECT p.name AS plan, replace(j.value, '\\', '＼') AS text FROM plan p
    JOIN body b ON b.kind = 'plan' AND b.id = p.id CROSS JOIN json_each(b.json, '$.paragraphs') j
)
SELECT DISTINCT l.file, l.at || '/quote' AS at, l.id AS record, 'quote' AS field, l.name AS text FROM line l
WHERE EXISTS (SELECT 1 FROM paragraph p WHERE p.plan = l.plan)
  AND NOT EXISTS (SELECT 1 FROM paragraph p WHERE p.plan = l.plan AND instr(p.text, l.text) > 0)
"""
MESSAGE = "{record}“{text}”所据的原文，方案正文里已经没有了"
HINT = "对照新的正文改举措，再用 hyzs accept {record} 认下新的原文"
