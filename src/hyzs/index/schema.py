"""The tables of the index, derived from the models; no field is written twice."""

from collections.abc import Iterator

from hyzs.index.term_selects import term_selects
from hyzs.kinds import kinds
from hyzs.model.annotations import Ref
from hyzs.model.field_shapes import FieldShape, column_names, parts, shapes, table_name
from hyzs.model.record import Part, Record

#: Files are stored by path and content; a tree is a set of them.
_FILES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value);
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT NOT NULL, key TEXT NOT NULL, kind TEXT, UNIQUE (path, key));
CREATE TABLE visible_file (file INTEGER PRIMARY KEY);
CREATE TABLE resolved_name (text, kinds, id, name, PRIMARY KEY (text, kinds)) WITHOUT ROWID;
CREATE INDEX resolved_name_id ON resolved_name (id);
CREATE TABLE unresolved (text, kinds, PRIMARY KEY (text, kinds)) WITHOUT ROWID;
CREATE TABLE loop (id TEXT PRIMARY KEY, loop TEXT NOT NULL);
CREATE TABLE tracked_file (path TEXT PRIMARY KEY, signature TEXT, key TEXT NOT NULL, file INTEGER NOT NULL);
CREATE INDEX tracked_file_unsettled ON tracked_file (path) WHERE signature IS NULL;
CREATE TABLE folder (path TEXT PRIMARY KEY, signature TEXT);
CREATE TABLE differs_from_head (path TEXT PRIMARY KEY);
CREATE TABLE file_finding (code, severity, path, line, column, end_line, end_column, message, hint, record, field);
CREATE TABLE absent (path TEXT PRIMARY KEY);
CREATE TABLE check_finding
  (code, severity, path, line, column, end_line, end_column, message, hint, record, field, consequence);
CREATE TABLE rule (code PRIMARY KEY, severity);
CREATE TABLE kind (
  name PRIMARY KEY, label, pos, folder, home, vocabulary, level, columns, owners, offered, former, counted_on
);
CREATE TABLE built_step (
  flow, since, pos, do, first, ends, stays, pauses, extends, meets, keyed, note,
  by, by_field, status, days, of, start, source, judged
);
CREATE TABLE built_after (flow, since, do, "after", pos);
CREATE TABLE field (kind, name, label, type, unit, level, refs, duty, many, pos, col, last, tbl, main, keys, choices,
  word, answer, condition, linted);
CREATE INDEX field_kind ON field (kind, pos);
CREATE TABLE published_column (tbl, tbl_label, name, label, type, unit, level, pos, levelled);
CREATE TABLE path_level (kind, path, level, PRIMARY KEY (kind, path)) WITHOUT ROWID;
CREATE TABLE lint_hit (
  file INTEGER, item INTEGER, at, record, field, of, article, place, title, strength, outcome, words, by, sentence,
  start INTEGER, "end" INTEGER, percent NUMERIC
);
CREATE TABLE lint_file (file INTEGER PRIMARY KEY);
"""

#: ``under``: the key of the part that it stands in, as of a need that of its entry.
_HEAD = "file INTEGER, item INTEGER, seq INTEGER, at, kind, record, week, week_no, owner, field, key, pos, under"

#: Tables that every kind fills, by name: columns, and the columns to look up by.
_COMMON = {
    #: ``monday`` and ``sunday`` of its week; ``filled``: the fields with a value, |investment.total|county|.
    "record": (
        "file INTEGER, item INTEGER, at, kind, id, name, week, week_no, monday, sunday, sample, draft, filled",
        ("id", "kind"),
    ),
    "body": ("file INTEGER, item INTEGER, kind, id, json", ("id",)),
    "name": ("file INTEGER, item INTEGER, at, kind, id, text, called, how, until, folded", ("text", "id", "folded")),
    "mention": (
        "file INTEGER, item INTEGER, at, kind, record, week, week_no, subject_kind, subject_id, subject_name,"
        " field, text, kinds, duty, since, until, open, on_key",
        ("text", "record"),
    ),
    #: A term of a vocabulary that is in no column (see ``term_selects``); no duty comes from it.
    "term_value": ("file INTEGER, item INTEGER, at, record, field, text, kinds, on_key", ("text",)),
    "pair": (_HEAD + ", text, number", ("record",)),
    #: The events of all cases of flows. ``key``: under which the case stands in its record; ``began``: the day of its
    #: first event; ``way``: flow, act and all acts before it, the latest first, each with a bar behind; ``backwards``:
    #: its day is earlier than that of the act before; ``case_due``: the due day that the record has itself.
    "act": (
        "file INTEGER, item INTEGER, at, kind, record, field, flow, key, pos, began, way, backwards, last, case_due,"
        ' "on", do, "by", "to", "from", due, until, note',
        ("record", "way"),
    ),
    "holding": (_HEAD + ", refs, value, since, until, basis", ("record",)),
    #: A code that a comment allows on the line ``covers``.
    "allow": ("file INTEGER, code, covers, line, column, end_line, end_column", ()),
    "parse_finding": (
        "file INTEGER, code, severity, line, column, end_line, end_column, message, hint, record, field",
        (),
    ),
}

#: Further columns to look up by, together: what a week's list asks for must not cost more with every year of history.
_TOGETHER = {
    "project": ('"tracked.since", draft, file',),
    "milestone": ('key, "on", file',),
    "entry": ("key, week_no",),
    "need": ("under, week_no", '"to"'),
    "return": ("week, unit", "unit, week"),
    "pair": ("file, owner",),
}

#: Columns to look up some of the rows by: what that is called, the columns, which rows.
_SOME = {
    "record": (("sample", "file", "sample = 1"),),
    "act": (
        ("last", 'flow, do, "on", file, item, field, key', "last = 1"),
        ("backwards", "file", "backwards = 1"),
    ),
    "mention": (("lead", "file, record", "duty = 'lead'"), ("responsible", "file, record", "duty = 'responsible'")),
}

#: In what order the rows of a file are looked up: milestones by day, as every project's must be read for their order.
_IN_FILE = {"milestone": 'file, record, "on", key', "act": "file, field, key, pos"}

#: Findings of files all of whose records are read none the less.
_HARMLESS = ("private-number", "landline-number", "private-char", "line-ending")
#: Files of which something could not be read.
_BROKEN = f"""
SELECT path FROM finding WHERE severity = 'error' AND code NOT IN {_HARMLESS}
UNION SELECT path FROM file_finding WHERE severity = 'error' AND code <> 'sparse-checkout'
"""
#: Kinds, vocabularies and parts of which there may be more than was read: a record or a file of them is invalid, or git
#: has not checked it out.
_UNREAD = f"""
WITH home AS (
    SELECT f.kind AS name FROM finding f
    WHERE f.severity = 'error' AND f.record NOT IN (SELECT id FROM record) AND f.code NOT IN {_HARMLESS}
    UNION
    SELECT k.name FROM (
        SELECT path FROM absent
        UNION ALL
        SELECT substr(path, 6) FROM file_finding WHERE code IN ('file-unreadable', 'file-type', 'merge-conflict')
    ) a JOIN kind k ON a.path || '/' LIKE k.folder || '/%' OR a.path = k.folder || '.yaml'
)
SELECT k.name FROM home h JOIN kind k ON k.home = h.name
"""

#: The ``+`` keeps SQLite from walking all visible files in every inner loop: visibility is but a filter.
_LIVE = "+t.file IN (SELECT file FROM visible_file)"


def ddl() -> Iterator[str]:
    """The statements that make an empty index, without SQL indexes."""
    yield from (statement for statement in _FILES.split(";") if statement.strip())
    for name, columns, _ in _tables():
        yield f'CREATE TABLE "all_{name}" ({columns})'
    yield from _views()


def index_ddl() -> Iterator[str]:
    """The statements that make the SQL indexes; those over many rows are quicker made when all rows are there."""
    for name, columns, own in _tables():
        by_file = _IN_FILE.get(name, "file, seq" if "seq INTEGER" in columns else "file")
        yield f'CREATE INDEX "{name}_file" ON "all_{name}" ({by_file})'
        for key in own:
            yield f'CREATE INDEX "{name}_{key}" ON "all_{name}" ("{key}")'
        for key, some, which in _SOME.get(name, ()):
            yield f'CREATE INDEX "{name}_{key}" ON "all_{name}" ({some}) WHERE {which}'
        for n, together in enumerate(_TOGETHER.get(name, ())):
            yield f'CREATE INDEX "{name}_together_{n}" ON "all_{name}" ({together})'


def _tables() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The tables that files fill: name, columns, and the columns to look up by."""
    for name, (columns, keys) in _COMMON.items():
        yield name, columns, keys
    weekly = {table_name(p) for kind in kinds().values() if kind.week_of is not Record.week_of for p in parts(kind)}
    for name, model in part_models().items():
        head = "file INTEGER, item INTEGER, at, id" if name in kinds() else _HEAD
        own = ", ".join(f'"{path}" NUMERIC' if s.type == "number" else f'"{path}"' for path, s in own_columns(model))
        by = ("id",) if name in kinds() else ("record", "week") if name in weekly else ("record",)
        yield name, f"{head}, {own}" if own else head, by


def part_models() -> dict[str, type[Part]]:
    """Every model with a table of its own: the kinds and their parts, without the holdings."""
    models: dict[str, type[Part]] = dict(kinds())
    for kind in kinds().values():
        for part in parts(kind):
            name = table_name(part)
            if not name.endswith("_holding"):
                models.setdefault(name, part)
    return models


def own_columns(model: type[Part]) -> Iterator[tuple[str, FieldShape]]:
    """The table's own columns; a record's id stands in the head, a part's ``field`` becomes ``field_``."""
    if "kind" in vars(model):
        return ((path, shape) for path, shape in column_names(model) if path != "id")
    head = {column.split()[0] for column in _HEAD.split(", ")}
    return ((f"{path}_" if path in head else path, shape) for path, shape in column_names(model))


def _views() -> Iterator[str]:
    """The views of one tree: rows of visible files, with names as their records spell them."""
    for name in ("record", "body", "name", "pair", "term_value"):
        yield f'CREATE VIEW "{name}" AS SELECT t.* FROM "all_{name}" t WHERE {_LIVE}'
    yield from _flow_views()
    words = (
        'SELECT t.* FROM "all_term_value" t WHERE 1',
        *term_selects((name, own_columns(model)) for name, model in part_models().items()),
    )
    yield f"CREATE VIEW term AS {' UNION ALL '.join(f'{select} AND {_LIVE}' for select in words)}"
    columns = "t.code, t.severity, 'data/' || f.path AS path, t.line, t.column, t.end_line, t.end_column, f.kind"
    yield (
        f"CREATE VIEW finding AS SELECT {columns}, t.message, t.hint, t.record, t.field"
        f" FROM all_parse_finding t JOIN file f ON f.id = t.file WHERE {_LIVE}"
    )
    yield (
        "CREATE VIEW allow AS SELECT t.code, 'data/' || f.path AS path, t.covers, t.line, t.column, t.end_line,"
        f" t.end_column FROM all_allow t JOIN file f ON f.id = t.file WHERE {_LIVE}"
    )
    yield f"CREATE VIEW unread AS {_UNREAD}"
    yield f"CREATE VIEW broken AS {_BROKEN}"
    yield "CREATE VIEW unknown AS SELECT text, kinds FROM resolved_name WHERE id IS NULL"
    target = _resolved("t.text", "t.kinds", "id")
    yield f"CREATE VIEW mention AS SELECT t.*, {target} AS target FROM all_mention t WHERE {_LIVE}"
    value = _resolved("t.value", "t.refs", "name")
    head = ", ".join(f't."{c.split()[0]}"' for c in (_HEAD + ", refs, since, until, basis").split(", "))
    yield f"CREATE VIEW holding AS SELECT {head}, coalesce({value}, t.value) AS value FROM all_holding t WHERE {_LIVE}"
    yield f'CREATE VIEW "day" AS {" UNION ALL ".join(_days())}'
    keys = _key_refs()
    for name, model in part_models().items():
        yield _view(name, model, keys.get(name))
    yield f"CREATE VIEW captioned AS {' UNION ALL '.join(_captions())}"


def _flow_views() -> Iterator[str]:
    """The events of all cases, with units as they call themselves; the steps of all flows, built in and declared."""
    plain = (
        "file",
        "item",
        "at",
        "kind",
        "record",
        "field",
        "flow",
        "key",
        "pos",
        "began",
        "way",
        "backwards",
        "last",
        "case_due",
    )
    columns = [f't."{column}"' for column in (*plain, "on", "do", "due", "until", "note")]
    units = [f'coalesce({_unit_called(column)}, t."{column}") AS "{column}"' for column in ("by", "to", "from")]
    yield f"CREATE VIEW act AS SELECT {', '.join((*columns, *units))} FROM all_act t WHERE {_LIVE}"
    yield """
CREATE VIEW flow_act AS SELECT * FROM built_step
UNION ALL SELECT d.name, d.since, s.pos, s.do, s.first, s.ends, s.stays, s.pauses, s.extends, s.meets, s.keyed, s.note,
  s."by", s.by_field, s.status, s."limit.days", s."limit.of", s."limit.start", d.source, 0
FROM declared_flow d JOIN flow_step s ON s.file = d.file AND s.owner = d.seq
"""
    yield """
CREATE VIEW flow_after AS SELECT * FROM built_after
UNION ALL SELECT d.name, d.since, s.do, p.text, p.pos FROM declared_flow d
JOIN flow_step s ON s.file = d.file AND s.owner = d.seq
JOIN pair p ON p.file = s.file AND p.owner = s.seq AND p.field = 'flows.steps.after'
"""


def _unit_called(column: str) -> str:
    """The name of the one unit that people call so, whatever else the reference may name."""
    unit = "'|' || c.kinds || '|' LIKE '%|unit|%'"
    return f'(SELECT min(c.name) FROM resolved_name c WHERE c.text = t."{column}" AND {unit})'


def _days() -> Iterator[str]:
    """Every single date that records have, by the name of its field."""
    for name, kind in kinds().items():
        for path, shape in column_names(kind):
            if shape.type == "date" and f"{path}_end" not in dict(column_names(kind)):
                yield (
                    f"SELECT '{name}' AS kind, t.file, t.id, '{path.removesuffix('_end')}' AS field,"
                    f' substr(t."{path}", 1, 10) AS day FROM "all_{name}" t WHERE {_LIVE}'
                )


def _captions() -> Iterator[str]:
    """Names of records and captions of parts with ids, by id."""
    yield "SELECT kind, id, name FROM record"
    for name, model in part_models().items():
        if model.subject and any(path == "id" for path, _ in own_columns(model)):
            kind, caption, _ = model.subject
            yield f'SELECT \'{kind}\' AS kind, id, "{caption}" AS name FROM "{name}"'


def _view(name: str, model: type[Part], key_ref: Ref | None) -> str:
    record = name in kinds()
    head = ["file", "item", "at", "id"] if record else [c.split()[0] for c in _HEAD.split(", ")]
    picks = [f't."{c}"' for c in head]
    if key_ref:
        picks.append(f"coalesce({_resolved('t.key', _quoted(key_ref), 'id')}, t.key) AS key_id")
    for path, shape in own_columns(model):
        column = f't."{path}"'
        if shape.ref:
            column = f"coalesce({_resolved(column, _quoted(shape.ref), 'name')}, {column})"
        picks.append(f'{column} AS "{path}"')
    return f'CREATE VIEW "{name}" AS SELECT {", ".join(picks)} FROM "all_{name}" t WHERE {_LIVE}'


def _resolved(text: str, kinds: str, column: str) -> str:
    """SQL for a column of the record that ``text`` names: its id, or its name."""
    return f"(SELECT c.{column} FROM resolved_name c WHERE c.text = {text} AND c.kinds = {kinds})"


def _quoted(ref: Ref) -> str:
    return f"'{ref.kinds}'"


def _key_refs() -> dict[str, Ref]:
    """For parts that stand in mappings whose keys name something: what the keys name."""
    refs: dict[str, Ref] = {}
    for model in part_models().values():
        for shape in shapes(model):
            if shape.part and shape.key_refs and (ref := shape.key_refs[-1]):
                refs[table_name(shape.part)] = ref
    return refs
