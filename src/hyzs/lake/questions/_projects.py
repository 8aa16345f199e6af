"""Projects of all stores on a day, each counted once: CTEs that the questions share."""

from hyzs.lake.project_links import CODE, LINKED
from hyzs.model.blocks import PublicColumn
from hyzs.model.lateness import in_force

#: Columns of the tables that ``COUNTED`` reads.
READS = {
    "project": "id draft:flag type industry investment.total:money land.area_mu:number source.channel"
    " tracked.since:date name",
    "pair": "kind record field key text",
    "transfer": "record on:date do",
    "holding": "kind record field value since:date until:date",
    "stage": "name pos:integer",
    "milestone": "kind record key on:date",
}
#: Rows of fields that ``COUNTED`` reads.
FIELDS = {"pair": ("project.codes",), "holding": ("project.tier",)}
#: ``code`` has the numbers of projects elsewhere; ``twin`` the projects that are counted in another store: of a chain
#: of the same project that to which it was passed on, else the one that has followed it for a shorter time, else the
#: first by id. ``counted`` has all others, drafts left out, with tier and stage: the last milestone in the order of the
#: settings.
COUNTED = f"""
WITH {CODE}, member AS (
    SELECT DISTINCT l.chain, c.store, c.id, c.since, c.stays
    FROM {LINKED} l JOIN code c ON c.store = l.store AND c.id = l.id
), twin AS (
    SELECT DISTINCT a.store, a.id FROM member a JOIN member b ON b.chain = a.chain AND b.store <> a.store
    WHERE b.stays > a.stays
       OR (b.stays = a.stays AND (b.since > a.since OR (b.since = a.since AND b.store < a.store)))
), tier AS (
    SELECT h.store, h.record, min(h.value) AS tier FROM holding h
    WHERE h.kind = 'project' AND h.field = 'tier' AND {in_force("h")}
    GROUP BY h.store, h.record
), reached AS (
    SELECT m.store, m.record, max(s.pos) AS pos FROM milestone m
    JOIN stage s ON s.store = m.store AND s.name = m.key
    WHERE m.kind = 'project' AND m."on" <= :day GROUP BY m.store, m.record
), counted AS (
    SELECT p.store, p.id, p.name, p.type, p.industry, p."source.channel" AS channel, t.tier, s.name AS stage,
           p."investment.total" AS total, p."land.area_mu" AS area
    FROM project p
    LEFT JOIN twin w ON w.store = p.store AND w.id = p.id
    LEFT JOIN tier t ON t.store = p.store AND t.record = p.id
    LEFT JOIN reached r ON r.store = p.store AND r.record = p.id
    LEFT JOIN stage s ON s.store = r.store AND s.pos = r.pos
    WHERE coalesce(p.draft, FALSE) = FALSE AND w.id IS NULL
), signed AS (
    SELECT DISTINCT m.store, m.record FROM milestone m
    WHERE m.kind = 'project' AND m.key = '签约' AND m."on" <= :day
), started AS (
    SELECT DISTINCT m.store, m.record FROM milestone m
    WHERE m.kind = 'project' AND m.key = '开工' AND m."on" <= :day
)
"""
#: A further CTE: the states of each project since the last of which place 1 holds on the day.
LAST_STATE = """last_state AS (
    SELECT s.store, s.record, s.state, row_number() OVER (PARTITION BY s.store, s.record ORDER BY s.since DESC) AS place
    FROM state s WHERE s.kind = 'project' AND s.since <= :day
)"""
STORE = PublicColumn("store", "库")
TIER = PublicColumn("tier", "项目类别")
PROJECTS = PublicColumn("projects", "项目", "number")
TOTAL = PublicColumn("total", "总投资", "number", "万元")
