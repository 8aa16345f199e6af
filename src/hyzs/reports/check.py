"""Findings on the data, each with its position."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer
from hyzs.model.blocks import Findings, PublicColumn, Row, Text
from hyzs.model.errors import BadUsage
from hyzs.model.finding import CheckRun, Finding

CODES = "SELECT code FROM rule ORDER BY code"
FILES = "SELECT f.path FROM visible_file JOIN file f ON f.id = visible_file.file"
#: Findings of one code that are listed of one file, unless ``max`` is given; the others are counted.
MOST_LISTED = 200
_SEVERITIES = {"error": "错误", "warning": "警告"}


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Selection of findings: of files at or below ``paths`` (``data/units``), of these codes, and no others.

    At most ``max`` are listed, else ``MOST_LISTED`` of a code and a file; all are counted. ``changed`` and ``baseline``
    name the revision and file whose findings were left out; ``staged``: git's index was checked, not the working tree.
    """

    paths: Sequence[str] = ()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    max: int | None = None
    changed: str | None = None
    baseline: str | None = None
    staged: bool = False


def check(index: IndexReader, run: CheckRun, options: CheckOptions = CheckOptions()) -> Answer:
    """Selected findings of a run; the summary counts those that are not listed, too.

    Raises: BadUsage for an unknown code.
    """
    _require_codes(index, (*options.select, *options.ignore))
    selected = [f for f in run.findings if _is_selected(f, options)]
    rows = [_row(f) for f in (_first_of_each(selected) if options.max is None else selected[: options.max])]
    summary = _summary(index, selected, len(rows), run)
    narrowed = "所列问题" if options.select or options.ignore else "所列文件" if options.paths else ""
    sentence = _verdict(summary, narrowed, "暂存区" if options.staged else "")
    if empty := _without_files(index, options.paths, run.findings):
        note = f"{'、'.join(empty)} 里没有数据文件"
        sentence = f"{sentence}；{note}" if len(empty) < len(options.paths) else f"{note}，什么也没有查"
    summary["empty_paths"] = empty
    return Answer(
        report="check",
        params={**asdict(options), **{key: list(getattr(options, key)) for key in ("paths", "select", "ignore")}},
        rows=rows,
        summary=summary,
        blocks=[
            Findings(_COLUMNS, rows),
            Text(sentence, "warn" if summary["errors"] else "plain"),
        ],
        title="数据校验",
    )


def _first_of_each(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings without those beyond MOST_LISTED of one code and file."""
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        counts[finding.path, finding.code] += 1
        if counts[finding.path, finding.code] <= MOST_LISTED:
            yield finding


def _require_codes(index: IndexReader, codes: Iterable[str]) -> None:
    """Require that all codes are known. Raises: BadUsage."""
    every_code = [code for (code,) in index.tuples(CODES)] if codes else []
    for code in codes:
        if code not in every_code:
            from difflib import get_close_matches

            near = get_close_matches(code, every_code, 3, 0.5)
            raise BadUsage(
                f"没有代码“{code}”", f"是不是：{'、'.join(near)}" if near else "运行 hyzs explain 列出所有代码"
            )


def _is_selected(f: Finding, options: CheckOptions) -> bool:
    if options.paths and not any(p in (".", f.path) or f.path.startswith(p.rstrip("/") + "/") for p in options.paths):
        return False
    return f.code not in options.ignore and (not options.select or f.code in options.select)


def _without_files(index: IndexReader, paths: Sequence[str], findings: Sequence[Finding]) -> list[str]:
    """Paths without a record file or finding at or below them."""
    if not paths:
        return []
    folders = [*(f"data/{path}/" for (path,) in index.tuples(FILES)), *(f"{finding.path}/" for finding in findings)]
    return [p for p in paths if p != "." and not any(path.startswith(f"{p.rstrip('/')}/") for path in folders)]


def _summary(index: IndexReader, findings: Sequence[Finding], listed: int, run: CheckRun) -> Row:
    files, records = (
        int(index.value(sql)) for sql in ("SELECT count(*) FROM visible_file", "SELECT count(*) FROM record")
    )
    errors = sum(f.severity == "error" for f in findings)
    counts = {"errors": errors, "warnings": len(findings) - errors, "files": files, "records": records}
    left_out = {"allowed": run.suppressed, "known": run.baselined, "stood": run.preexisting}
    looked_at = {"evidence": run.evidence, "evidence_unchecked": run.evidence_unchecked}
    return {**counts, **left_out, "held_back": len(run.consequences), "more": len(findings) - listed, **looked_at}


def _row(f: Finding) -> Row:
    place = dict(zip(("line", "column", "end_line", "end_column"), f.span, strict=True))
    texts = {"message": f.message, "hint": f.hint or None, "record": f.record or None, "field": f.field or None}
    return {"code": f.code, "severity": str(f.severity), "path": f.path, **place, **texts}


def _verdict(summary: Row, narrowed: str, where: str) -> str:
    if where and not summary["files"] and not summary["errors"]:
        return f"{where}里没有 data/ 的文件，什么也没有查"
    totals = f"{where and f'{where}里 '}{summary['files']} 个文件，{summary['records']} 条记录"
    number = f"{summary['errors']} 个错误，{summary['warnings']} 个警告"
    counts = number if summary["errors"] or summary["warnings"] else "没有问题"
    if summary["more"]:
        counts += f"，还有 {summary['more']} 个没有列出"
    left_out = "、".join(f"{label} {summary[key]} 个" for key, label in _LEFT_OUT.items() if summary[key])
    counts += f"；另有{left_out}，不计" if left_out else ""
    if unchecked := summary["evidence_unchecked"]:
        counts += f"；{unchecked} 份附件没有核对：本机没有放附件的文件夹"
    if narrowed:
        return f"{narrowed}：{counts}({'' if where else '全库 '}{totals})"
    return f"{totals}{'：' if summary['errors'] or summary['warnings'] else '，'}{counts}"


_LEFT_OUT = {
    "allowed": "文件里允许的",
    "known": "基线里已知的",
    "stood": "原来就有的",
    "held_back": "由别的问题引起的",
}
_COLUMNS = [
    PublicColumn("place", "位置", "code", get=lambda row: f"{row['path']}:{row['line']}:{row['column']}"),
    PublicColumn("severity", "程度", type="light", get=lambda row: _SEVERITIES[row["severity"]]),
    PublicColumn("code", "代码", "code"),
    PublicColumn("message", "说明", wide=True),
    PublicColumn("hint", "提示", wide=True),
]
