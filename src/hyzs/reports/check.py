"""What is wrong with the data, every finding with its place."""

from collections.abc import Sequence

from hyzs.model.answer import Answer, Column, Findings, Row, Text
from hyzs.model.finding import Finding
from hyzs.reports.asked import Asked

_SEVERITIES = {"error": "错误", "warning": "警告"}


def check(index: Asked, findings: Sequence[Finding], paths: Sequence[str] = ()) -> Answer:
    """The findings of the whole store, or of those of its files that lie at or below ``paths`` (``data/units``)."""
    shown = [
        f for f in findings if not paths or any(f.path == p or f.path.startswith(p.rstrip("/") + "/") for p in paths)
    ]
    rows = [_row(f) for f in shown]
    files, records = (int(index.value(sql)) for sql in ("SELECT count(*) FROM live", "SELECT count(*) FROM record"))
    errors = sum(row["severity"] == "error" for row in rows)
    summary = {"errors": errors, "warnings": len(rows) - errors, "files": files, "records": records}
    return Answer(
        report="check",
        params={"paths": list(paths)},
        rows=rows,
        summary=summary,
        blocks=[
            Findings(_COLUMNS, rows),
            Text(_verdict(summary, bool(paths)), "warn" if errors else "plain"),
        ],
        title="数据校验",
    )


def _row(f: Finding) -> Row:
    place = dict(zip(("line", "column", "end_line", "end_column"), f.place, strict=True))
    told = {"message": f.message, "hint": f.hint or None, "record": f.record or None, "field": f.field or None}
    return {"code": f.code, "severity": str(f.severity), "path": f.path, **place, **told}


def _verdict(summary: Row, chosen: bool) -> str:
    whole = f"{summary['files']} 个文件，{summary['records']} 条记录"
    number = f"{summary['errors']} 个错误，{summary['warnings']} 个警告"
    found = number if summary["errors"] or summary["warnings"] else "没有问题"
    if chosen:
        return f"所列文件：{found}(全库 {whole})"
    return f"{whole}{'，' if found != number else '：'}{found}"


_COLUMNS = [
    Column("place", "位置", "code", get=lambda row: f"{row['path']}:{row['line']}:{row['column']}"),
    Column("severity", "程度", type="light", get=lambda row: _SEVERITIES[row["severity"]]),
    Column("code", "代码", "code"),
    Column("message", "说明", wide=True),
    Column("hint", "提示", wide=True),
]
