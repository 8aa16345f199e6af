"""The printed reports: found by walking ``reports/``, each asked for what its parameters name."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from hyzs import reports
from hyzs.commands.options import Plan, PrintArguments, Week, complete_scheme, complete_unit
from hyzs.model.errors import BadUsage
from hyzs.model.week import YEARS
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.model.answer import Answer
    from hyzs.model.letter import Enclosures
    from hyzs.model.printed_report import PrintedReport


class ReportOptions(NamedTuple):
    """The options that a report may be asked with, as help lists them."""

    week: Week = None
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="哪个单位：编号或名称", autocompletion=complete_unit),
    ] = None
    leaders: Annotated[bool, typer.Option("--leaders", help="任务分工表加牵头领导和备注")] = False
    where: Annotated[str | None, typer.Option("--where", metavar="条件", help="台账、目录的筛选，写法同 hyzs list")] = (
        None
    )
    columns: Annotated[str | None, typer.Option("--columns", metavar="字段", help="台账要哪些列，逗号分开")] = None
    measure: Annotated[str | None, typer.Option("--measure", metavar="举措", help="落实情况表：序号、编号或名称")] = (
        None
    )
    plan: Plan = None
    basket: Annotated[str | None, typer.Option("--basket", metavar="篮子", help="要素成本按哪个篮子算")] = None
    change: Annotated[bool, typer.Option("--change", help="要素成本：涨了、降了哪些")] = False
    period: Annotated[
        str | None, typer.Option("--period", metavar="期间", help="评价、评估、共享结算：哪一期，如 2026-Q3、2027")
    ] = None
    phase: Annotated[str | None, typer.Option("--phase", metavar="阶段", help="项目评估：事前、事中或事后")] = None
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="办法", help="评价办法", autocompletion=complete_scheme)
    ] = None
    diff: Annotated[str | None, typer.Option("--diff", metavar="期", help="目录：和哪一期比，上期 或发布的编号")] = None
    printing: PrintArguments = PrintArguments()
    record: Annotated[bool, typer.Option("--record", help="催办文书：编号并记下来，要么全记要么不记；发过的不重发")] = (
        False
    )
    contacts: Annotated[
        bool, typer.Option("--contacts", help="催办文书：写上 private/contacts.yaml 里的联系人和邮箱")
    ] = False
    attach: Annotated[bool, typer.Option("--attach", help="催办文书 -f eml：附上那一家本期的填报表")] = False
    project: str | None = None
    #: The word behind the name of a report that stands for no option: an industry, a firm, a year.
    subject: str | None = None

    @property
    def names(self) -> list[str]:
        """The names of those that people wrote, without those of print."""
        return [name for name, value in zip(self._fields, self, strict=True) if value and name != "printing"]


class Parameter(NamedTuple):
    """A parameter of a report: the options that it is made of, and its value."""

    options: tuple[str, ...]
    value: Callable[[Session, ReportOptions], Any]


def read_year(text: str | None, today: date) -> int:
    """The year of ``text``; without one that of today. Raises: BadUsage: it is none."""
    if text is None:
        return today.year
    if not (text.isdigit() and YEARS[0] <= int(text) <= YEARS[1]):
        raise BadUsage(f"“{text}”不是年份", f"写 {YEARS[0]} 到 {YEARS[1]} 之间的年份，如 {today.year}")
    return int(text)


def _enclosures(session: Session, options: ReportOptions) -> "Enclosures":
    """Contacts and forms of the week, as far as they were asked for."""
    from hyzs.commands.form_files import attachments
    from hyzs.model.letter import Enclosures
    from hyzs.reports.dispatch import dispatch
    from hyzs.store.contacts import read_contacts

    contacts = read_contacts(session.root) if options.contacts else {}
    if not options.attach:
        return Enclosures(contacts, {})
    forms = dispatch(session.index, options.week, session.now, (), session.about).forms
    return Enclosures(contacts, attachments(session.root, forms))


#: Every parameter that a report may have → what it is given; those of its own keep their defaults.
PARAMETERS = {
    "index": Parameter((), lambda session, options: session.index),
    "now": Parameter((), lambda session, options: session.now),
    "day": Parameter((), lambda session, options: session.today),
    "as_of": Parameter((), lambda session, options: session.as_of),
    "audience": Parameter((), lambda session, options: options.printing.readers),
    "week": Parameter(("week",), lambda session, options: options.week),
    "since": Parameter(("week",), lambda session, options: options.week),
    "unit": Parameter(("unit",), lambda session, options: options.unit),
    "project": Parameter(("project",), lambda session, options: options.project),
    "subject": Parameter(("subject",), lambda session, options: options.subject),
    "plan": Parameter(("plan",), lambda session, options: options.plan),
    "where": Parameter(("where",), lambda session, options: options.where),
    "basket": Parameter(("basket",), lambda session, options: options.basket),
    "phase": Parameter(("phase",), lambda session, options: options.phase),
    "period": Parameter(("period",), lambda session, options: options.period),
    "scheme": Parameter(("scheme",), lambda session, options: options.scheme),
    "diff": Parameter(("diff",), lambda session, options: options.diff),
    "change": Parameter(("change",), lambda session, options: options.change),
    "year": Parameter(("subject",), lambda session, options: read_year(options.subject, session.today)),
    "columns": Parameter(("columns",), lambda session, options: options.columns),
    "measure": Parameter(("measure",), lambda session, options: options.measure),
    "leaders_on": Parameter(("leaders",), lambda session, options: session.today if options.leaders else None),
    "numbered": Parameter(("record",), lambda session, options: options.record),
    "enclosures": Parameter(("contacts", "attach"), _enclosures),
}


def printed_reports() -> "dict[str, PrintedReport]":
    """Every printed report by its name, in the order of the list."""
    declared = _declared(_modules())
    return {report.name: report for report in sorted(declared, key=lambda report: (report.position, report.name))}


def find_printed_report(text: str) -> "PrintedReport":
    """The report of that name or title; modules whose name begins with ``text`` are searched first.

    Raises: BadUsage: there is no such report.
    """
    from hyzs.reports.report_list import find_report

    first = (name for name in _modules() if name.rpartition(".")[2].startswith(text))
    if report := next((report for report in _declared(first) if report.name == text), None):
        return report
    every_report = printed_reports()
    return every_report[
        find_report(text, {name: (report.title, report.about) for name, report in every_report.items()})
    ]


def _modules() -> Iterator[str]:
    """The modules of ``reports/`` and its shelves."""
    return (module.name for module in pkgutil.walk_packages(reports.__path__, f"{reports.__name__}."))


def _declared(modules: Iterable[str]) -> "Iterator[PrintedReport]":
    """The reports that those modules declare."""
    from hyzs.model.printed_report import PrintedReport

    for name in modules:
        module = importlib.import_module(name)
        yield from (value for value in vars(module).values() if isinstance(value, PrintedReport))


def with_subject(report: "PrintedReport", subject: str | None, options: ReportOptions) -> ReportOptions:
    """The options with the word behind the report's name as the option that it stands for.

    Raises: BadUsage: the same is written twice, is missing, or the report has not such an option.
    """
    if subject and not report.of:
        raise BadUsage(f"{report.title}不分对象，多写了“{subject}”", f"只写 hyzs report {report.name}")
    if report.of and subject:
        option = getattr(options, report.of)
        if option and option != subject:
            hint = f"留一个：名称后面的，或 --{report.of}"
            raise BadUsage(f"{report.title}写了两个对象：{subject}、{option}", hint)
        of_subject: dict[str, Any] = {report.of: subject}
        options = options._replace(**of_subject)
    own_options = {option for name in report.parameters if name in PARAMETERS for option in PARAMETERS[name].options}
    if unknown := [option for option in options.names if option not in own_options]:
        raise BadUsage(f"{report.title}没有 --{unknown[0]}", "hyzs report 看每种报表可以写什么")
    if report.required and not getattr(options, report.of):
        raise BadUsage(f"还要写{report.required}", f"例：hyzs report 名称 {report.required}")
    return options


def ask_report(session: Session, report: "PrintedReport", options: ReportOptions) -> "Answer":
    """The answer of the report, with a value for each of its parameters that PARAMETERS names.

    Raises: BadUsage: a value cannot be understood; as the report does.
    """
    values = {name: PARAMETERS[name].value(session, options) for name in report.parameters if name in PARAMETERS}
    return report.answer(**values)
