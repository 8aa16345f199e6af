"""Tables of a print that came back as .docx: cells, comments by row, the texts beside the tables, the hidden lines."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hyzs.documents.docx_reader import DEL, INS, W, blocks, list_numbers, paragraph_text, table_rows
from hyzs.model.workbook_form import HIDDEN_PART

_COMMENTS = "/comments"


def read_tables(path: Path) -> dict[str, Any]:
    """``tables``: rows of texts, ``comments``: by table and row, ``texts`` beside the tables, ``lines`` hidden."""
    import docx

    opened = docx.Document(str(path))
    body, numbers, comments = opened.element.body, list_numbers(opened), _comments(opened)
    is_tracked = next(body.iter(INS, DEL), None) is not None
    out: dict[str, Any] = {"tables": [], "comments": [], "texts": [], "lines": _hidden_lines(opened)}
    out["remarks"] = ["文件有修订痕迹：按接受全部修订来读"] if is_tracked else []
    for block in blocks(body):
        if block.tag == f"{W}tbl":
            out["tables"].append(table_rows(block, numbers))
            out["comments"].append(_comments_by_row(block, comments))
        elif text := paragraph_text(block, numbers).strip():
            out["texts"].append(text)
            out["texts"] += [f"批注：{comment}" for comment in _comments_in(block, comments)]
        else:
            out["texts"] += [f"批注：{comment}" for comment in _comments_in(block, comments)]
    return out


def _comments(opened: Any) -> dict[str, str]:
    """The text of each comment by its number; who wrote it is not read."""
    from docx.oxml import parse_xml

    texts = {}
    for relation in opened.part.rels.values():
        if relation.reltype.endswith(_COMMENTS) and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            for comment in root.iter(f"{W}comment"):
                lines = ("".join(text.text or "" for text in p.iter(f"{W}t")) for p in comment.iter(f"{W}p"))
                texts[comment.get(f"{W}id", "")] = "\n".join(line for line in lines if line.strip())
    return texts


def _comments_in(element: Any, comments: dict[str, str]) -> Iterator[str]:
    for reference in element.iter(f"{W}commentReference"):
        if text := comments.get(reference.get(f"{W}id")):
            yield text


def _comments_by_row(table: Any, comments: dict[str, str]) -> dict[int, list[str]]:
    by_row: dict[int, list[str]] = defaultdict(list)
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    for number, row in enumerate(rows):
        if texts := list(_comments_in(row, comments)):
            by_row[number] = texts
    return dict(by_row)


def _hidden_lines(opened: Any) -> list[list[str]]:
    """The lines of the custom part that a print carries; a program may have copied it."""
    from docx.oxml import parse_xml

    for part in opened.part.package.iter_parts():
        if str(part.partname).startswith("/customXml/") and HIDDEN_PART.encode() in part.blob:
            root = parse_xml(part.blob)
            if root.tag == f"{{{HIDDEN_PART}}}print":
                lines = json.loads(root.text or "[]")
                return [[str(text) for text in line] for line in lines]
    return []
