"""The printed reports: found by walking ``reports/``, each asked for what its parameters name."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from hyzs import reports
from hyzs.model.errors import BadUsage
from hyzs.model.week import YEARS
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.model.answer import Answer
    from hyzs.model.letter import Enclosures
    from hyzs.model.printed_report import PrintedReport


class ReportOptions(NamedTuple):
    """The options that a report may be asked with, by their names on the command line."""

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
    project: str | None = None
    basket: str | None = None
    change: bool = False
    #: The word behind the name of a report that stands for no option: an industry, a firm, a year.
    subject: str | None = None
    period: str | None = None
    phase: str | None = None
    scheme: str | None = None
    diff: str | None = None
    #: Its readers: what a report is asked by must be for them to see.
    audience: str = "full"

    @property
    def names(self) -> list[str]:
        """The names of those that people wrote, without the readers."""
        return [name for name, value in zip(self._fields, self, strict=True) if value and name != "audience"]


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
    from hyzs.reports.dispatch import dispatch_forms
    from hyzs.store.contacts import read_contacts

    contacts = read_contacts(session.root) if options.contacts else {}
    if not options.attach:
        return Enclosures(contacts, {})
    forms = dispatch_forms(session.index, options.week, session.now, (), session.about)
    return Enclosures(contacts, attachments(session.root, forms))


#: Every parameter that a report may have → what it is given; those of its own keep their defaults.
PARAMETERS = {
    "index": Parameter((), lambda session, options: session.index),
    "now": Parameter((), lambda session, options: session.now),
    "day": Parameter((), lambda session, options: session.today),
    "as_of": Parameter((), lambda session, options: session.as_of),
    "audience": Parameter((), lambda session, options: options.audience),
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
    """The report of that name or title; modules whose name begins with ``text`` are looked into first.

    Raises: BadUsage: there is no such report.
    """
    from hyzs.reports.choices import find_report

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
        options = ReportOptions(**{**options._asdict(), report.of: subject})
    own_options = {option for name in report.parameters if name in PARAMETERS for option in PARAMETERS[name].options}
    if unknown := [option for option in options.names if option not in own_options]:
        raise BadUsage(f"{report.title}没有 --{unknown[0]}", "hyzs report 看每种报表可以写什么")
    if report.required and not getattr(options, report.of):
        raise BadUsage(f"还要写{report.required}", f"例：hyzs report 名称 {report.required}")
    return options


def ask_report(session: Session, report: "PrintedReport", options: ReportOptions) -> "Answer":
    """The answer of the report, with a value for each of its parameters that PARAMETERS names."""
    values = {name: PARAMETERS[name].value(session, options) for name in report.parameters if name in PARAMETERS}
    return report.answer(**values)
