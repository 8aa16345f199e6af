"""Options and arguments shared by several commands, with their completion."""

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from hyzs.output import print_notice
from hyzs.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from hyzs.fields.field_catalog import Kind
    from hyzs.fields.index_reader import IndexReader
    from hyzs.model.change import Change
    from hyzs.model.print_options import PrintOptions

_COMMAS = str.maketrans("，、", ",,")


def split_list(*texts: str | None) -> tuple[str, ...]:
    """The words between commas, Chinese ones too."""
    return tuple(word.strip() for text in texts for word in (text or "").translate(_COMMAS).split(",") if word.strip())


def _own_session(ctx: Any) -> Session:
    """A session of its own: no command has sat down at one yet."""
    root_options = ctx.find_root().params
    return Session(root_options.get("store"), root_options.get("today"), quiet=True)


def complete_names(ctx: Any, kinds: str, incomplete: str) -> list[tuple[str, str]]:
    """Names of records of ``kinds``, or of all that are offered, that begin as typed, with their ids; and ids."""
    try:
        index = _own_session(ctx).index
        offered = kinds or "|".join(kind.name for kind in _kinds(index) if kind.offered)
        return _typable(index.complete_names(offered, incomplete))
    except Exception:
        return []  # completion never disturbs the command line


def _kinds(index: "IndexReader") -> "Sequence[Kind]":
    from hyzs.fields.field_catalog import FieldCatalog

    return FieldCatalog(index).kinds


def _typable(offered: "Iterable[tuple[str, str]]") -> list[tuple[str, str]]:
    """Words that a shell may be handed: those that can be typed on one line, each with its explanation on one line.

    A line break in a name would be a word of its own, an escape sequence would reach the terminal.
    """
    return [
        (word, "".join(char if char.isprintable() else " " for char in about))
        for word, about in offered
        if word.isprintable()
    ]


def complete_unit(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Units by id or name."""
    return complete_names(ctx, "unit|person", incomplete)


def complete_tier(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Tiers of the settings."""
    return complete_names(ctx, "tier", incomplete)


def complete_scheme(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Schemes by id or name."""
    return complete_names(ctx, "scheme", incomplete)


def complete_person(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """People by id or name."""
    return complete_names(ctx, "person", incomplete)


def complete_record(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Records by id or name."""
    return complete_names(ctx, "", incomplete)


def complete_project(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Projects by id or name."""
    return complete_names(ctx, "project", incomplete)


def complete_matter(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Matters by id."""
    return complete_names(ctx, "matter", incomplete)


def complete_offer(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offers by id or name."""
    return complete_names(ctx, "offer", incomplete)


def complete_plan(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Plans by id, number or name."""
    return complete_names(ctx, "plan", incomplete)


def complete_kind(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Kinds by the name of their folder."""
    try:
        kinds = _kinds(_own_session(ctx).index)
    except Exception:
        return []  # completion never disturbs the command line
    return [(kind.folder, kind.label) for kind in kinds if kind.folder.startswith(incomplete)]


def complete_stage(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Stages of the settings."""
    return complete_names(ctx, "stage", incomplete)


def complete_word(incomplete: str, words: "Mapping[str, str]") -> list[tuple[str, str]]:
    """The words that begin as typed, each with its help text; of words between commas the last is completed."""
    before, comma, begun = incomplete.rpartition(",")
    return _typable((f"{before}{comma}{word}", about) for word, about in words.items() if word.startswith(begun))


def both_ways(labels: "Mapping[str, str]") -> dict[str, str]:
    """Keys with their labels, and labels with their keys: people may type either."""
    return {**labels, **{label: key for key, label in labels.items()}}


def offers(ctx: Any, incomplete: str, give: "Callable[[Session], Mapping[str, str]]") -> list[tuple[str, str]]:
    """The choices that the store gives; none where it cannot be asked."""
    try:
        return complete_word(incomplete, give(_own_session(ctx)))
    except Exception:
        return []  # completion never disturbs the command line


def complete_week(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Words for weeks, and the last weeks with their days."""
    return offers(ctx, incomplete, _weeks)


def _weeks(session: Session) -> dict[str, str]:
    from hyzs.fields.reporting_week import load_schedule, parse_week_argument

    last = parse_week_argument(None, load_schedule(session.index), session.now)
    weeks = [last.plus(-n) for n in range(_WEEKS)]
    return {"本期": "", "本周": "", "上周": "", **{str(week): week.heading for week in weeks}}


def complete_format(incomplete: str) -> list[tuple[str, str]]:
    """Formats that every list comes in."""
    from hyzs.output import help_formats

    return complete_word(incomplete, dict.fromkeys(help_formats(), ""))


def complete_audience(incomplete: str) -> list[tuple[str, str]]:
    """Audiences."""
    return complete_word(incomplete, {"public": "只有公开的", "internal": "到内部为止", "full": "全部"})


def complete_money(incomplete: str) -> list[tuple[str, str]]:
    """Units of money."""
    from hyzs.model.print_options import MONEY_UNITS

    return complete_word(incomplete, dict.fromkeys(MONEY_UNITS, ""))


#: Weeks offered when a shell completes.
_WEEKS = 10
Format = Annotated[
    str | None, typer.Option("--format", "-f", metavar="格式", help="{formats}", autocompletion=complete_format)
]
Week = Annotated[
    str | None,
    typer.Option(
        "--week",
        metavar="[周]",
        help="2026-W47、第47周、W47、日期、本周、上周；不写为本期",
        autocompletion=complete_week,
    ),
]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="文件", help="写到文件，格式看扩展名")]
Plan = Annotated[
    str | None,
    typer.Option("--plan", metavar="方案", help="只看哪个方案：文号、编号或名称", autocompletion=complete_plan),
]
Paper = Annotated[str, typer.Option("--paper", metavar="纸张", help="A4 或 A3")]
Money = Annotated[
    str, typer.Option("--money", metavar="单位", help="金额用万元还是亿元", autocompletion=complete_money)
]
Audience = Annotated[
    str,
    typer.Option(
        "--audience",
        metavar="读者",
        help="public 只有公开的，internal 到内部为止，full 全部",
        autocompletion=complete_audience,
    ),
]
ForUnit = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="单位",
        help="给这个单位看：它自己的项目全列，别家的只列公开的；隐去多少写明",
        autocompletion=complete_unit,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示会改什么，不写")]


class PrintArguments(NamedTuple):
    """Options of print, and the readers of the paper."""

    money: Money = ""
    paper: Paper = "A4"
    audience: Audience = "full"
    for_: ForUnit = None
    annex: Annotated[str, typer.Option("--annex", metavar="号", help="作为附件几；版心左上角印“附件1”")] = ""
    letterhead: Annotated[str, typer.Option("--letterhead", metavar="机关", help="红头：印在最上面的机关名称")] = ""
    archive: Annotated[bool, typer.Option("--archive", help="归档用的 PDF/A-2b")] = False

    @property
    def readers(self) -> str:
        """The audience; the public where the paper is for one unit, whose own projects come on top."""
        return "public" if self.for_ else self.audience

    @property
    def is_whole(self) -> bool:
        """True if the readers see all that the answer holds."""
        return self.audience == "full" and not self.for_

    def options(self, session: Session) -> "PrintOptions":
        """The options of print. Raises: BadUsage: there is no such paper; NotFound: there is no such unit."""
        printed_as = print_options(
            self.paper, self.money, self.audience, self.annex, self.letterhead, archive=self.archive
        )
        return for_unit(session, printed_as, self.for_)


def parse_day_option(text: str | None) -> "date | None":
    """The day that was typed; None where none was. Raises: BadUsage: it is no day."""
    from datetime import date

    from hyzs.model.errors import BadUsage

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadUsage(f"“{text}”不是日期", "写成 2026-11-23") from None


def print_options(
    paper: str = "A4",
    money: str = "",
    audience: str = "full",
    annex: str = "",
    letterhead: str = "",
    *,
    archive: bool = False,
) -> "PrintOptions":
    """Paper, money and audience as people wrote them. Raises: BadUsage: there is no such paper."""
    from hyzs.model.errors import BadUsage
    from hyzs.model.print_options import PAPERS, PrintOptions

    if paper.upper() not in PAPERS:
        raise BadUsage(f"没有“{paper}”这种纸", f"可以写：{'、'.join(PAPERS)}")
    return PrintOptions(paper.upper(), money, audience, annex, letterhead, archive)


def for_unit(session: Session, printed_as: "PrintOptions", unit: str | None) -> "PrintOptions":
    """The options of print for that unit, whose own projects are whole. Raises: NotFound: there is no such unit."""
    if not unit:
        return printed_as
    from dataclasses import replace

    from hyzs.query.own_projects import own_projects

    name, ids = own_projects(session.index, unit, session.today)
    return replace(printed_as, unit=name, own=ids)


def store_path(session: Session, path: str) -> str:
    """A path that the person wrote, from the store's root: ``data/units/zhengfu.yaml``.

    Raises: NotFound: the store has no such file.
    """
    from pathlib import Path

    from hyzs.model.errors import NotFound

    root = session.root.resolve()
    for full in (Path(path).resolve(), (root / path).resolve()):
        inside = full.relative_to(root).as_posix() if full.is_relative_to(root) else ""
        if inside and (full.exists() or session.index.has_path(inside.removeprefix("data/"))):
            return inside
    raise NotFound(f"仓库里没有这个文件：{path}")


def apply_and_show(session: Session, changes: "Sequence[Change]", format: str | None, *, dry: bool = False) -> None:
    """Make the changes, or only see what they would do, and show what became of the lines.

    Characters that nobody sees are left out of what people typed, and that is reported.

    Raises: as ``Session.apply`` and ``Session.show`` do.
    """
    from hyzs.edits.invisible_characters import clean_changes
    from hyzs.reports.results.edit_result import edit_result

    clean = clean_changes(changes)
    for removed in clean.removed:
        print_notice(f"去掉了看不见的字符　{removed}")
    session.show(edit_result(session.apply(clean.changes, dry=dry), dry=dry), format)
