"""What is wrong with the data, every finding with its place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from hyzs.model.answer import Answer, Findings, PublicColumn, Row, Text
from hyzs.model.errors import BadUsage
from hyzs.model.finding import CheckRun, Finding
from hyzs.query.fields.index_reader import IndexReader

CODES = "SELECT code FROM rule ORDER BY code"
FILES = "SELECT f.path FROM visible_file JOIN file f ON f.id = visible_file.file"
#: Findings of one code that are listed of one file, unless ``max`` says how many are; the others are counted.
MOST_LISTED = 200
_SEVERITIES = {"error": "错误", "warning": "警告"}


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Which findings people want: of files at or below ``paths`` (``data/units``), of these codes, and no others.

    ``max`` are told at most, else ``MOST_LISTED`` of a code and a file; all are counted. ``changed`` and ``baseline``
    say what was set aside before, ``staged`` that what is staged in git was judged, and not the working tree.
    """

    paths: Sequence[str] = ()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    max: int | None = None
    changed: str | None = None
    baseline: str | None = None
    staged: bool = False


def check(index: IndexReader, judged: CheckRun, wanted: CheckOptions = CheckOptions()) -> Answer:
    """The findings that are wanted of those that were not set aside; the summary counts what is not shown, too."""
    _known(index, (*wanted.select, *wanted.ignore))
    found = [f for f in judged.findings if _is_wanted(f, wanted)]
    rows = [_row(f) for f in (_listed(found) if wanted.max is None else found[: wanted.max])]
    summary = _summary(index, found, len(rows), judged)
    narrowed = "所列问题" if wanted.select or wanted.ignore else "所列文件" if wanted.paths else ""
    sentence = _verdict(summary, narrowed, "暂存区" if wanted.staged else "")
    if empty := _without_files(index, wanted.paths, judged.findings):
        told = f"{'、'.join(empty)} 里没有数据文件"
        sentence = f"{sentence}；{told}" if len(empty) < len(wanted.paths) else f"{told}，什么也没有查"
    summary["empty_paths"] = empty
    return Answer(
        report="check",
        params={**asdict(wanted), **{key: list(getattr(wanted, key)) for key in ("paths", "select", "ignore")}},
        rows=rows,
        summary=summary,
        blocks=[
            Findings(_COLUMNS, rows),
            Text(sentence, "warn" if summary["errors"] else "plain"),
        ],
        title="数据校验",
    )


def _listed(found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those that say of a file what many of it said already."""
    counts: Counter[tuple[str, str]] = Counter()
    for finding in found:
        counts[finding.path, finding.code] += 1
        if counts[finding.path, finding.code] <= MOST_LISTED:
            yield finding


def _known(index: IndexReader, codes: Iterable[str]) -> None:
    """Stop at a code that there is not."""
    known = [code for (code,) in index.tuples(CODES)] if codes else []
    for code in codes:
        if code not in known:
            from difflib import get_close_matches

            near = get_close_matches(code, known, 3, 0.5)
            raise BadUsage(
                f"没有代码“{code}”", f"是不是：{'、'.join(near)}" if near else "运行 hyzs explain 列出所有代码"
            )


def _is_wanted(f: Finding, wanted: CheckOptions) -> bool:
    if wanted.paths and not any(p in (".", f.path) or f.path.startswith(p.rstrip("/") + "/") for p in wanted.paths):
        return False
    return f.code not in wanted.ignore and (not wanted.select or f.code in wanted.select)


def _without_files(index: IndexReader, paths: Sequence[str], found: Sequence[Finding]) -> list[str]:
    """The paths at or below which no record file stands, and nothing was found."""
    if not paths:
        return []
    known = [*(f"data/{path}/" for (path,) in index.tuples(FILES)), *(f"{finding.path}/" for finding in found)]
    return [p for p in paths if p != "." and not any(path.startswith(f"{p.rstrip('/')}/") for path in known)]


def _summary(index: IndexReader, found: Sequence[Finding], shown: int, judged: CheckRun) -> Row:
    files, records = (
        int(index.value(sql)) for sql in ("SELECT count(*) FROM visible_file", "SELECT count(*) FROM record")
    )
    errors = sum(f.severity == "error" for f in found)
    counts = {"errors": errors, "warnings": len(found) - errors, "files": files, "records": records}
    aside = {"allowed": judged.suppressed, "known": judged.baselined, "stood": judged.preexisting}
    return {**counts, **aside, "held_back": len(judged.consequences), "more": len(found) - shown}


def _row(f: Finding) -> Row:
    place = dict(zip(("line", "column", "end_line", "end_column"), f.span, strict=True))
    told = {"message": f.message, "hint": f.hint or None, "record": f.record or None, "field": f.field or None}
    return {"code": f.code, "severity": str(f.severity), "path": f.path, **place, **told}


def _verdict(summary: Row, narrowed: str, where: str) -> str:
    if where and not summary["files"] and not summary["errors"]:
        return f"{where}里没有 data/ 的文件，什么也没有查"
    whole = f"{where and f'{where}里 '}{summary['files']} 个文件，{summary['records']} 条记录"
    number = f"{summary['errors']} 个错误，{summary['warnings']} 个警告"
    found = number if summary["errors"] or summary["warnings"] else "没有问题"
    if summary["more"]:
        found += f"，还有 {summary['more']} 个没有列出"
    aside = "、".join(f"{label} {summary[key]} 个" for key, label in _ASIDE.items() if summary[key])
    found += f"；另有{aside}，不计" if aside else ""
    if narrowed:
        return f"{narrowed}：{found}({'' if where else '全库 '}{whole})"
    return f"{whole}{'：' if summary['errors'] or summary['warnings'] else '，'}{found}"


_ASIDE = {
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
