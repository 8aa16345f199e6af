"""``hyzs publish``: compute a draft edition and freeze it together with its commit; ``--verify`` computes it again."""

import hashlib
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hyzs.commands.options import DryRun, Format, apply_and_show
from hyzs.model.errors import BadUsage, NotFound
from hyzs.output import AnswerWriter, print_notice
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.edits.publish import NewEdition
    from hyzs.model.answer import Answer
    from hyzs.model.blocks import Row
    from hyzs.query.editions import EditionHead
    from hyzs.query.scoring.scheme_declaration import ScoringScheme


def publish(
    ctx: typer.Context,
    of: Annotated[
        str | None, typer.Argument(metavar="[办法或报表]", help="评价办法，或者 catalogue、policies 等报表")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="期间", help="如 2026-Q3；办法不写为最近结束的一期")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="文字", help="更正已经发布的：更正什么")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="不发布，照当时的提交复算；写编号只算那一期")] = False,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """算出一期的草案，连同提交一起冻结；以后 hyzs step 编号 发布 公示|发布|撤回；--verify 复算。"""
    session: Session = ctx.obj
    if verify:
        _verify(session, of, format)
        return
    if not of:
        raise BadUsage("还要写哪个评价办法，或哪种报表", "例：hyzs publish zbpj-2026 --period 2026-Q3")
    from hyzs.edits.publish import publish

    new = _new_edition(session, of, period)
    if changes := publish(session.index, new, session.today, note):
        apply_and_show(session, changes, format, dry=dry_run)
    else:
        print_notice("算出来和现在的草案一样，没有改")


def _new_edition(session: Session, of: str, period: str | None) -> "NewEdition":
    """The answer of the scheme or report as of today's end, of what is committed."""
    from hyzs import __version__
    from hyzs.edits.publish import NewEdition
    from hyzs.query.editions import edition_heads

    about = session.about
    if not about["commit"] or about["dirty"]:
        raise BadUsage("发布的是提交了的数据：现在有没有提交的改动，或者还没有提交", "先 hyzs save，再发布")
    scheme, name, period = _subject(session, of, period)
    day, commit = str(session.today), str(about["commit"])
    id, report = (scheme.id, None) if scheme else (None, of)
    before = [head for head in edition_heads(session.index) if (head.of, head.period) == (id or report, period)]
    session.close()  # another session writes what it reads into the same index file
    text, answer = _document(Session(str(session.root), day, quiet=True), id, report, period)
    frozen_text, _ = _document(Session(str(session.root), day, commit, quiet=True), id, report, period)
    return NewEdition(
        name=name,
        period=period,
        scheme=id,
        report=report,
        text=text,
        subjects=_subjects(session, answer),
        commit=commit,
        blob=scheme.blob if scheme else None,
        version=__version__,
        day=session.today,
        is_sample=answer.stamp.sample if answer.stamp.sample is not None else bool(about["sample"]),
        is_private=_comparable(frozen_text) != _comparable(text),
        notice=scheme.body.get("notice") if scheme else None,
        same_as={head.id for head in before if _comparable(_answer_beside(session, head) or "{}") == _comparable(text)},
    )


def _subject(session: Session, of: str, period: str | None) -> "tuple[ScoringScheme | None, str, str]":
    """The scheme, None for a report; the name, and the period in full."""
    from hyzs.commands.report_registry import find_printed_report
    from hyzs.query.scoring.scheme_declaration import load_scheme, scheme_ids, scheme_period

    try:
        scheme = load_scheme(session.index, of)
    except NotFound:
        if not period:
            hint = "报表写明哪一期：--period 2026-Q4" if scheme_ids(session.index) else "写报表名称和 --period"
            raise BadUsage(f"没有“{of}”这个评价办法，当作报表要写期间", hint) from None
        return None, find_printed_report(of).title, period
    return scheme, scheme.name, scheme_period(scheme, period, session.today).text


def _document(session: Session, scheme: str | None, report: str | None, period: str) -> "tuple[str, Answer]":
    """The answer of that session as JSON: of a scheme all of it, of a report what everybody may see."""
    from hyzs.commands.options import PrintArguments, print_options
    from hyzs.commands.report_registry import ReportOptions, ask_report, find_printed_report
    from hyzs.reports.assessment.score import score

    if scheme:
        answer, audience = score(session.index, scheme, period, session.now), "full"
    else:
        printed = find_printed_report(report or "")
        own_period = period if "period" in printed.parameters else None
        answer = ask_report(
            session, printed, ReportOptions(printing=PrintArguments(audience="public"), period=own_period)
        )
        audience = "public"
    text = AnswerWriter(session).text(answer, "json", print_options(audience=audience))
    session.close()
    return text, answer


def _subjects(session: Session, answer: "Answer") -> "list[Row]":
    """The subjects that an answer ranks or lists: units of a score, else units, projects and firms in its rows."""
    if answer.report == "score":
        return [
            {
                "of": row["unit"],
                "rank": row["rank"],
                "total": row["total"],
                "grade": row["grade"],
                "note": row["reason"],
            }
            for row in answer.rows
        ]
    from hyzs.query.editions import subject_ids

    known_ids = subject_ids(session.index)
    ids = dict.fromkeys(str(row.get("id")) for row in answer.rows)
    return [{"of": id, "note": None} for id in ids if id in known_ids]


def _verify(session: Session, id: str | None, format: str | None) -> None:
    """Recompute one edition or all; exit 1 where one differs or its file was changed."""
    from hyzs.query.editions import edition_heads
    from hyzs.reports.results.edition_proof import DIFFERS, TAMPERED, edition_proof

    heads = [head for head in edition_heads(session.index) if id in (None, head.id)]
    if id and not heads:
        raise NotFound(f"没有这一期发布：{id}", "hyzs list editions 看有哪些")
    session.close()  # another session writes what it reads into the same index file
    rows = [_proof(session, head) for head in heads]
    session.show(edition_proof(rows), format)
    if any(row["status"] in (DIFFERS, TAMPERED) for row in rows):
        raise typer.Exit(1)


def _proof(session: Session, head: "EditionHead") -> "Row":
    from hyzs import __version__
    from hyzs.reports.results.edition_proof import DIFFERS, SAME, TAMPERED, UNKNOWN, document_differences

    about = {"id": head.id, "name": head.name, "period": head.period}
    data = _answer_beside(session, head)
    if data is None or hashlib.sha256(data).hexdigest() != head.sha256:
        return {**about, "status": TAMPERED, "note": "没有结果文件" if data is None else "和记下的指纹不一样"}
    if head.data.get("private"):
        return {**about, "status": UNKNOWN, "note": "用了 private/ 里的数，它不进提交"}
    past_session = Session(str(session.root), str(head.data["day"]), str(head.data["commit"]), quiet=True)
    try:
        text, _ = _document(
            past_session, None if head.is_report else head.of, head.of if head.is_report else None, head.period
        )
    except (NotFound, BadUsage) as error:
        return {**about, "status": UNKNOWN, "note": error.message}
    differences = document_differences(json.loads(data), json.loads(text))
    versions = "" if head.data["hyzs"] == __version__ else f"（当时 {head.data['hyzs']}，现在 {__version__}）"
    return {
        **about,
        "status": DIFFERS if differences else SAME,
        "note": "；".join(differences) + (versions if differences else ""),
    }


def _answer_beside(session: Session, head: "EditionHead") -> bytes | None:
    """The document beside an edition, as it is now; None if there is none."""
    from hyzs.store.atomic_file import read_bytes

    return read_bytes(session.root / "data" / f"{head.path.removesuffix('.yaml')}.json")


def _comparable(text: str | bytes) -> Any:
    return {key: value for key, value in json.loads(text).items() if key != "store"}
