"""A store whose files stand as they should not."""

from datetime import date
from pathlib import Path

from hyzs.checking.tree_findings import findings
from hyzs.index.index import Index
from hyzs.model.finding import Finding
from support.stores import index_of

TODAY = date(2026, 11, 23)
PROJECT = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
UNIT = "- {id: xin, name: 新局, type: 政府部门}\n"


class Store:
    """A store on disk and what is wrong with it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, content: str | bytes) -> Path:
        """A file below ``data/``."""
        file = self.root / "data" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    @property
    def index(self) -> Index:
        return index_of(self.root)

    def findings(self) -> list[Finding]:
        return findings(self.index, TODAY)

    def error_codes(self) -> list[tuple[str, str]]:
        """Code and path of every error."""
        return [(f.code, f.path.removeprefix("data/")) for f in self.findings() if f.severity == "error"]

    def error_spans(self) -> list[tuple[str, tuple[int, ...]]]:
        """Code and place of every error."""
        return [(f.code, tuple(f.span)) for f in self.findings() if f.severity == "error"]

    def ids(self, kind: str) -> list[str]:
        return [row["id"] for row in self.index.rows(f"SELECT id FROM {kind} ORDER BY id")]
