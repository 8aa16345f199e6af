"""``hyzs manual``: a page of the manual as an answer, so that it can be read, printed and sent in any format."""

import re
from collections.abc import Iterator, Mapping

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Heading, PublicColumn, Table, Text

_FENCE = "```"
_MARKUP = re.compile(r"\*\*|`")


def manual_list(pages: Mapping[str, str]) -> Answer:
    """One row per page: {page, title}."""
    rows = [{"page": name, "title": text.partition("\n")[0].lstrip("# ")} for name, text in pages.items()]
    columns = [PublicColumn("page", "谁"), PublicColumn("title", "讲什么")]
    blocks: list[Block] = [Table(columns, rows), Text("hyzs manual 填报人 -o 填报人.pdf", "note", "公开")]
    return Answer("manual", rows=rows, blocks=blocks, title="手册", title_level="公开", stamp=Stamp(sample=False))


def manual_page(name: str, text: str) -> Answer:
    """One page: its headings, sentences and commands in their order."""
    title, _, body = text.partition("\n")
    return Answer(
        "manual",
        {"page": name},
        rows=[{"page": name, "text": text}],
        blocks=list(_blocks(body)),
        title=title.lstrip("# "),
        title_level="公开",
        stamp=Stamp(sample=False),
        prose=True,
        one_page=_FENCE not in text,
    )


def _blocks(text: str) -> Iterator[Block]:
    for number, piece in enumerate(text.split(_FENCE)):
        if number % 2:
            yield Text(piece.partition("\n")[2].rstrip("\n"), "code", "公开")
            continue
        for line in filter(None, map(str.strip, piece.splitlines())):
            if line.startswith("#"):
                yield Heading(line.lstrip("# "), 2, "公开")
            else:
                yield Text(_MARKUP.sub("", line), level="公开")
