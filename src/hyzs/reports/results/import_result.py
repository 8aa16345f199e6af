"""Result of ``import``: outcome of a spreadsheet, cell by cell, and counts that add up."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Heading, PublicColumn, Row, Text
from hyzs.model.private_number import mask
from hyzs.reports.optional_sections import filled_table
from hyzs.reports.results.collect_result import untracked_drafts

_STATES = {
    "bad": "不能收",
    "conflict": "两边都改了",
    "differs": "不一样",
    "changed": "收下",
    "new": "新草稿",
    "same": "一样",
    "remark": "说明",
}
#: Order of states: cells that cannot be taken come first; taken cells stay together record by record.
_ORDER = {"bad": 0, "conflict": 1, "differs": 2, "new": 3, "changed": 3, "same": 4, "remark": 5}
_COLUMNS = [
    PublicColumn("cell", "单元格"),
    PublicColumn("subject", "名称"),
    PublicColumn("field", "栏目"),
    PublicColumn("returned", "台账里的", wide=True),
    PublicColumn("value", "写成", get=lambda row: row["value"] if row["state"] in ("new", "changed") else None),
    PublicColumn("message", "说明", wide=True),
]
_NAMES = ("state", "file", "cell", "subject", "field", "message", "returned", "now", "value", "record", "path")
#: Ids that one sentence names.
_NAMED = 10


def import_result(index: IndexReader, result: Any, *, dry: bool) -> Answer:
    """One row per cell, the worst first; then counts of rows and records."""
    labels = {kind.name: kind.label for kind in FieldCatalog(index).kinds}
    rows = sorted((_row(cell, result.file) for cell in result.cells), key=lambda row: _ORDER[row["state"]])
    counts, records = Counter(row["state"] for row in rows), result.records
    is_refused = not result.changes and not result.is_whole
    summary = {
        "files": 1,
        "taken": int(bool(result.changes)),
        "untouched": int(not result.changes and result.is_whole),
        "refused": int(is_refused),
        **{state: counts[state] for state in _STATES},
        "records": {name: records[name] for name in ("new", "updated", "same", "differs", "refused")},
        "rows": dict(sorted(result.rows.items())),
    }
    blocks: list[Block] = [Heading(mask(result.file), 2)]
    cell_rows = [row for row in rows if row["cell"] or row["subject"]]
    words = {**_STATES, "new": result.new_word}
    state = PublicColumn("state", "结果", get=lambda row: words[row["state"]])
    blocks += filled_table([state, *_COLUMNS], cell_rows)
    blocks += [Text(row["message"], "note") for row in rows if not (row["cell"] or row["subject"])]
    for text in _sentences(result, counts, labels, dry=dry):
        blocks.append(Text(text, "plain" if result.is_whole else "warn"))
    left_out = {mask(sheet): mask(why) for sheet, why in result.sheets_left_out.items()}
    sheets = {"sheets": [mask(sheet) for sheet in result.sheets], "sheets_left_out": left_out}
    extra = {"drafts": result.drafts, **sheets}
    return Answer("import", {"dry_run": dry}, rows, summary, extra, blocks=blocks, title="收台账")


def _row(cell: Any, file: str) -> Row:
    values = {name: mask(str(file if name == "file" else getattr(cell, name) or "")) or None for name in _NAMES}
    return {**values, "message": mask(cell.message), "sent": None}


def _sentences(result: Any, counts: Counter[str], labels: dict[str, str], *, dry: bool) -> Iterator[str]:
    """Sentences on the rows that were read, the outcome of their records, and the next step."""
    rows, records = result.rows, result.records
    unsettled = sum(rows.values()) - rows["record"] - rows["continued"]
    if rows:
        further = f"，续着上一条的 {rows['continued']} 行" if rows["continued"] else ""
        others = f"{further}，另有 {unsettled} 行不是{result.label}" if unsettled else further
        yield f"{mask('、'.join(result.sheets))}：{result.label} {rows['record']} 行{others}"
    words = {
        "new": result.new_word,
        "updated": "改了",
        "same": "一样",
        "differs": "不一样、没有动",
        "refused": "没有收",
    }
    outcomes = "，".join(f"{word} {records[name]}" for name, word in words.items() if records[name])
    yield f"{mask(result.file)}：{_outcome(result, counts, dry=dry)}{f'：{outcomes}' if outcomes else ''}"
    yield from _next(result, labels, dry=dry)


def _outcome(result: Any, counts: Counter[str], *, dry: bool) -> str:
    bad = counts["bad"] + counts["conflict"]
    if result.changes:
        return f"{'可以收下' if dry else '已收下'}{f'，另有 {bad} 处没有收' if bad else ''}"
    if bad:
        return f"没有收，{bad} 处要改好再收"
    return "没有要收的" if counts["differs"] else "和库里一样，没有要收的"


def _next(result: Any, labels: dict[str, str], *, dry: bool) -> Iterator[str]:
    """Sentences on the drafts and the command that confirms them."""
    for kind, ids in result.drafts.items():
        if kind == "project":
            yield untracked_drafts(ids, dry=dry)
        else:
            ids_text = f"{'、'.join(ids[:_NAMED])}{f' 等 {len(ids)} 个' if len(ids) > _NAMED else ''}"
            count = f"{'要登记' if dry else '登记了'} {len(ids)} 个{labels.get(kind, kind)}草稿"
            yield f"{count}：{ids_text}；核对以后 hyzs set 编号 draft="
