"""The printable reports: what each is called, what it says, and how it is asked."""

from typing import TYPE_CHECKING, NamedTuple

from hyzs.model.errors import BadUsage
from hyzs.output import print_notice
from hyzs.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from hyzs.model.answer import Answer


class More(NamedTuple):
    """What some of them can be asked besides."""

    leaders: bool = False
    where: str | None = None
    columns: str | None = None
    measure: str | None = None
    plan: str | None = None
    record: bool = False
    week: str | None = None
    unit: str | None = None
    contacts: bool = False
    attach: bool = False
    #: Who reads it: what it is asked by must be for them to see.
    audience: str = "full"

    def given(self) -> list[str]:
        """The names of those that were given."""
        return [name for name, value in zip(self._fields, self, strict=True) if value and name != "audience"]


class Report(NamedTuple):
    """A printable report; it is asked of a week, a unit, a project or a plan."""

    title: str
    about: str
    ask: "Callable[[Session, str | None, More], Answer]"
    #: What it can be asked besides; anything else is refused.
    takes: tuple[str, ...] = ()
    #: What it is asked of, as the option is called that says the same: week, unit, plan, where; or project.
    of: str = ""
    #: It is letters as well, which some formats show one by one.
    has_letters: bool = False
    #: What is written into the store once the answer was shown.
    settle: "Callable[[Session, Answer, More], None] | None" = None

    def subject(self, of: str | None, more: More) -> str | None:
        """What it is asked of, however people wrote it. Raises: BadUsage where they wrote two."""
        option = getattr(more, self.of, None)
        if of and option and of != option:
            raise BadUsage(f"{self.title}写了两个对象：{of}、{option}", f"留一个：名称后面的，或 --{self.of}")
        return of or option


def _named(of: str | None, what: str) -> str:
    if not of:
        raise BadUsage(f"还要写{what}", f"例：hyzs report 名称 {what}")
    return of


def _track(session: Session, week: str | None, more: More) -> "Answer":
    from hyzs.reports.track_sheet import track_sheet

    return track_sheet(session.index, week, session.now, more.unit)


def _division(session: Session, plan: str | None, more: More) -> "Answer":
    from hyzs.reports.division import division

    return division(session.index, plan, session.today if more.leaders else None)


def _duty(session: Session, unit: str | None, more: More) -> "Answer":
    from hyzs.reports.duty import duty

    return duty(session.index, _named(unit, "单位"), session.now)


def _todo(session: Session, unit: str | None, more: More) -> "Answer":
    from hyzs.reports.todo import todo

    return todo(session.index, unit, session.now)


def _progress(session: Session, unit: str | None, more: More) -> "Answer":
    from hyzs.reports.progress import progress

    return progress(session.index, session.now, more.measure, more.plan, unit)


def _weekly(session: Session, week: str | None, more: More) -> "Answer":
    from hyzs.reports.weekly import weekly

    return weekly(session.index, week, session.now)


def _overview(session: Session, week: str | None, more: More) -> "Answer":
    from hyzs.reports.overview import overview

    return overview(session.index, week, session.now)


def _remind(session: Session, week: str | None, more: More) -> "Answer":
    from hyzs.commands.form_files import attachments
    from hyzs.model.letter import Enclosures
    from hyzs.reports.dispatch import dispatch_forms
    from hyzs.reports.remind import remind
    from hyzs.store.contacts import read_contacts

    forms = dispatch_forms(session.index, week, session.now, (), session.about) if more.attach else []
    enclosures = Enclosures(
        read_contacts(session.root) if more.contacts else {}, attachments(session.root, forms) if more.attach else {}
    )
    answer = remind(session.index, week, session.now, numbered=more.record, unit=more.unit, enclosures=enclosures)
    if more.record:
        _record_notices(session, answer, dry=True)  # what cannot be recorded is not printed under a number
    return answer


def _settle_notices(session: Session, answer: "Answer", more: More) -> None:
    """Record the notices once their papers are written: what cannot be printed is not recorded."""
    if more.record:
        count, name = _record_notices(session, answer, dry=False)
        undo = f"。撤销：hyzs undo {name}" if name else ""
        print_notice(f"记下 {count} 份催办文书，已经发过的 {answer.summary['already_sent']} 份不重发{undo}")


def _record_notices(session: Session, answer: "Answer", *, dry: bool) -> tuple[int, str | None]:
    """How many notices are recorded, and the name of that edit."""
    from hyzs.edits.notices import record_notices

    changes = record_notices(session.index, answer.rows, session.today)
    done = session.apply(changes, dry=dry) if changes else None
    return len(changes), done.undo_name if done else None


def _brief(session: Session, week: str | None, more: More) -> "Answer":
    from hyzs.reports.brief import brief

    return brief(session.index, week, session.now, session.as_of)


def _slip(session: Session, week: str | None, more: More) -> "Answer":
    from hyzs.reports.slip import slip

    return slip(session.index, week, session.now)


def _register(session: Session, where: str | None, more: More) -> "Answer":
    from hyzs.reports.register import register

    return register(session.index, session.now, where, more.columns, more.audience)


def _catalogue(session: Session, where: str | None, more: More) -> "Answer":
    from hyzs.reports.register import catalogue

    return catalogue(session.index, session.now, where, more.audience)


def _card(session: Session, project: str | None, more: More) -> "Answer":
    from hyzs.reports.card import card

    return card(session.index, _named(project, "项目"), session.now)


def _matrix(session: Session, plan: str | None, more: More) -> "Answer":
    from hyzs.reports.matrix import matrix

    return matrix(session.index, session.today, plan=plan)


REPORTS = {
    "track": Report(
        "周跟踪清单",
        "周例会用：按类别，合计在前，进展、问题、节点、牵头单位和责任人；可写哪一周，--unit 只看一个单位的",
        _track,
        ("unit",),
        "week",
    ),
    "division": Report(
        "任务分工表",
        "每条举措做什么、谁牵头、谁负责、何时完成、交什么成果；--leaders 加牵头领导",
        _division,
        ("leaders",),
        "plan",
    ),
    "progress": Report(
        "方案落实情况表",
        "每项任务的状态、最新进展、成果和逾期天数，按举措和单位计数；可写哪个单位，--measure 选举措，--plan 选方案",
        _progress,
        ("measure", "plan"),
        "unit",
    ),
    "duty": Report("单位责任清单", "一个单位要做的一切：举措任务、项目、交办事项；写哪个单位", _duty, of="unit"),
    "todo": Report(
        "待办",
        "下一步办什么、谁办、哪天到期：各流程的下一步、交办、诉求、限期任务；可写哪个单位，-o 待办.ics 进日历",
        _todo,
        of="unit",
    ),
    "overview": Report(
        "一页通", "领导看的一页：总数、各阶段、各县市区、各产业、亮灯、最需要推一把的十个", _overview, of="week"
    ),
    "weekly": Report(
        "周报", "各类各阶段多少个、新进展、承诺变动、交办事项、静默项目、欠报单位；可写哪一周", _weekly, of="week"
    ),
    "remind": Report(
        "催办文书",
        "欠报的单位每家一份，按未答复的次数升级；可写哪一周、--unit 哪家；--record 编号并记下来；-o 文件夹/ 一家一份",
        _remind,
        ("record", "unit", "contacts", "attach"),
        "week",
        has_letters=True,
        settle=_settle_notices,
    ),
    "brief": Report("一周简报", "发到聊天窗口的几行字，不超过三百字；可写哪一周", _brief, of="week"),
    "slip": Report("承诺变动", "新逾期、推迟、转未报的，最差的在前；可写从哪一周起", _slip, of="week"),
    "register": Report("项目台账", "项目一览和合计；--where 筛选，--columns 选列", _register, ("columns",), "where"),
    "card": Report("项目卡片", "一个项目的一页：本周情况、节点、全部字段、大事记；写哪个项目", _card, of="project"),
    "matrix": Report("责任矩阵", "单位和举措的对照：谁牵头、谁负责", _matrix, of="plan"),
    "catalogue": Report("招商引资重点目录", "还在策划的项目，用公开名称", _catalogue, of="where"),
}
