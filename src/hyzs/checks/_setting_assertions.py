"""SQL shared by the rules on assertions: the records that an assertion of the settings is about."""

from hyzs.checks._term_places import places_of_terms
from hyzs.model.lateness import in_force

SETTINGS = (
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\n"
)

#: ``asserted``: the assertions, each with what people call its records; ``condition``: what a condition names;
#: ``placed``: where these words stand; ``chosen``: the records. An assertion with a condition that nobody understands
#: chooses nothing and is not judged.
CHOSEN = f"""
asserted AS MATERIALIZED (
    SELECT a.file, a.seq, a.at, a.record, k.name AS kind, a.at_least, a.at_most, a.filled, a.within,
           a.field_ AS about, coalesce((SELECT f.label FROM field f WHERE f.kind = k.name AND f.name = a.field_),
                                       a.field_) AS about_label,
           (SELECT coalesce(group_concat(p.text, '、'), '') FROM pair p
            WHERE p.file = a.file AND p.owner = a.seq AND p.field = 'assertions.where') || k.label AS called
    FROM assertion a JOIN kind k ON a.of IN (k.name, k.label) AND k.folder IS NOT NULL
), condition AS MATERIALIZED (
    SELECT a.seq, p.key, p.text, f.tbl, n.id, n.called
    FROM asserted a
    JOIN pair p ON p.file = a.file AND p.owner = a.seq AND p.field = 'assertions.where'
    LEFT JOIN field f ON f.kind = a.kind AND f.name = p.key
    LEFT JOIN name n ON n.text = p.text AND instr('|' || f.refs || '|', '|' || n.kind || '|') > 0
), {places_of_terms("condition")}, chosen AS MATERIALIZED (
    SELECT a.seq, a.kind, r.file, r.id, r.name, r.filled
    FROM asserted a CROSS JOIN record r
    WHERE r.kind = a.kind AND r.draft = 0 AND NOT EXISTS (
        SELECT 1 FROM (SELECT DISTINCT c.key FROM condition c WHERE c.seq = a.seq) w
        WHERE NOT EXISTS (
            SELECT 1 FROM condition c
            WHERE c.seq = a.seq AND c.key = w.key AND CASE coalesce(c.tbl, '')
                WHEN 'holding' THEN EXISTS (
                    SELECT 1 FROM holding h
                    WHERE h.file = r.file AND h.record = r.id AND h.field = c.key AND h.value = c.called
                      AND {in_force("h", ":today")})
                ELSE EXISTS (
                    SELECT 1 FROM mention m
                    WHERE m.file = r.file AND m.record = r.id AND m.field = c.key AND m.target = c.id)
                  OR EXISTS (
                    SELECT 1 FROM placed w
                    WHERE w.file = r.file AND w.record = r.id AND w.field = c.key AND w.text = c.text)
                END))
), judged AS (
    SELECT a.* FROM asserted a WHERE a.seq NOT IN (SELECT c.seq FROM condition c WHERE c.id IS NULL)
)
"""
