"""What a command sits at: the store, the day, the index, and how answers are shown. The only wiring."""

import os
import sys
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from hyzs.model.errors import BadUsage, CannotWrite, NotFound, os_error_text, terminal_safe
from hyzs.model.zone import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hyzs.index.index import Index
    from hyzs.model.answer import Answer
    from hyzs.model.change import AppliedEdit, Change, ContentChange, Value
    from hyzs.model.finding import CheckRun, Finding, Route, Rule
    from hyzs.model.letter import Attachment, Contact
    from hyzs.model.print_options import PrintOptions
    from hyzs.model.sheet import Spreadsheet
    from hyzs.model.workbook_form import FormColumn, ReturnedForm, WorkbookForm
    from hyzs.render.context import FindingSources
    from hyzs.scaffold.json_schemas import Schema
    from hyzs.store.git_revision import PastCommit
    from hyzs.store.staged_tree import StagedTree
    from hyzs.store.trees import Tree

_NARROWEST = 40
#: What is said of the store where there is none.
_NOWHERE = {"id": None, "name": None, "commit": None, "dirty": False, "sample": False, "as_of": None}
#: Reading so many new files takes long enough to say so.
_LONG = 500
#: Files that a remark names; of the others it says how many there are.
_NAMED = 5


class Session:
    """One command's view of one store on one day."""

    #: Whether anything stands on stdout already: only one document may.
    printed: ClassVar[bool] = False

    def __init__(self, store: str | None = None, today: str | None = None, *, quiet: bool = False) -> None:
        self.open(store, today)
        #: Nothing is said beside the answer: there is no place for it.
        self._quiet = quiet
        self._is_as_of_told = False
        #: What is wrong with files is part of the answer, and need not be said beside it.
        self._tells_findings = False
        self._is_staged = False

    def open(self, store: str | None, today: str | None, at: str | None = None) -> None:
        """Sit down at this store, on this day; ``at`` is a revision or a date: as the store was known then."""
        self._store = store or os.environ.get("HYZS_STORE")
        self._today = today or os.environ.get("HYZS_TODAY")
        self._at = at

    @cached_property
    def past(self) -> "PastCommit | None":
        """The commit that questions are asked of; None where they are asked of the files as they are now."""
        from hyzs.store.git_revision import commit_at

        return commit_at(self.root, self._moment_of(self._at)) if self._at else None

    def _moment_of(self, text: str) -> str:
        """第46周 as 2026-W46, of this year where none is named; dates and revisions as they were typed."""
        from hyzs.model.week import Week

        if not text.endswith("周"):
            return text
        year = int(written) if (written := (self._today or "")[:4]).isdecimal() else datetime.now(ZONE).year
        try:
            return str(Week.spoken(text, year))
        except ValueError:
            raise BadUsage(f"“{text}”不是周", "写 2026-W47、第47周、2026年第47周") from None

    @cached_property
    def root(self) -> Path:
        """The store's folder: as told, or the nearest parent that has ``data/settings.yaml``."""
        from hyzs.store.root import place

        return place(self._store)

    @property
    def inside(self) -> bool:
        """Whether there is a store here; one that was told and is none is an error."""
        try:
            return bool(self.root)
        except NotFound:
            if self._store:
                raise
            return False

    @cached_property
    def now(self) -> datetime:
        """The time in the store's zone: as ``--today`` says, else as the store's ``as_of`` does, else the machine's.

        A day counts until its end. Nothing else asks the clock.
        """
        from hyzs.model.week import YEARS

        written = self._today or self.as_of
        if not written:
            return datetime.now(ZONE).replace(tzinfo=None)
        try:
            if len(written) == 10:
                moment = datetime.combine(date.fromisoformat(written), time(23, 59))
            else:
                moment = datetime.fromisoformat(written)
            if not YEARS[0] <= moment.year <= YEARS[1]:
                raise ValueError
            return moment
        except ValueError:
            raise BadUsage(f"“{written}”不是日期", "--today 要写成 2026-11-23 或 2026-11-23T09:00") from None

    @cached_property
    def as_of(self) -> str:
        """The day or moment at which the settings stop the clock; empty where none does or ``--today`` is given."""
        return "" if self._today or not self.inside else self.index.store_info()["as_of"] or ""

    @property
    def today(self) -> date:
        """The day of ``now``."""
        return self.now.date()

    @cached_property
    def index(self) -> "Index":
        """The index of the working tree, as the files stand now; or of what is staged."""
        from hyzs.index.index import Index

        self._warn_of_interruption()
        index = Index(self.root)
        index.progress = _progress
        index.show_tree(self._tree(index.tree))
        self._warn_of_gaps(index)
        return index

    def _tree(self, working: "Tree") -> "Tree":
        """The state of the store that is asked: a commit of the past, what is staged, or the files as they are."""
        if not self.past:
            return self._staged_tree() if self._is_staged else working
        from hyzs.store.trees import CommitTree

        if not self._quiet:
            self.notice(self.past.sentence)
        return CommitTree(self.root, self.past.commit)

    def view_staged(self, wanted: bool | None) -> bool:
        """Look at what is staged in git, not at the working tree, if that is wanted; whether it is looked at.

        None: if we run in a commit hook of the store's repository, and that is said.
        """
        from hyzs.store.staged_tree import is_commit_hook

        if wanted is None and not self._at and is_commit_hook(self.root):
            self.notice("在 git 的提交钩子里：查的是暂存区（要提交的内容），不是工作区；查工作区加 --no-staged")
            wanted = True
        if wanted and self._at:
            raise BadUsage("--at 看的是过去，--staged 看的是要提交的", "两样只写一样")
        self._is_staged = bool(wanted)
        return self._is_staged

    def _staged_tree(self) -> "StagedTree":
        """What is staged; what is not, though it stands in the folder, is said."""
        from hyzs.store.staged_tree import StagedTree

        tree = StagedTree(self.root)
        if unstaged := tree.unstaged:
            names = "、".join(f"data/{path}" for path in unstaged[:_NAMED])
            more = f" 等 {len(unstaged)} 个" if len(unstaged) > _NAMED else ""
            self.notice(f"注意：这些改动没有 git add，不在其中：{names}{more}")
        return tree

    def _warn_of_gaps(self, index: "Index") -> None:
        """Say what the answers leave out: what git refuses to tell, files that are not there, files that are wrong."""
        if self._quiet:
            return
        if index.refusal:
            self.notice(f"注意：{index.refusal.message}；版本号和改动都不知道\n提示：{index.refusal.hint}")
        if self._tells_findings:
            return
        if absent := index.absent():
            self.notice(f"注意：git 没有取出 {len(absent)} 个数据文件（稀疏检出），下面的结果不含它们")
        if broken := index.broken():
            self.notice(f"注意：有 {broken} 个文件读不全，运行 hyzs check 查看")

    def findings(self) -> "list[Finding]":
        """Everything that is wrong with the store, as of today. Asked first, it spares the remark on broken files."""
        from hyzs.checking.findings import findings

        self._tells_findings = True
        return findings(self.index, self.today)

    def check_run(self, revision: str | None = None, baseline: str | None = None) -> "CheckRun":
        """The same, less what a baseline file knows, and less what stood in that revision."""
        from hyzs.checking.review import reviewed

        self._tells_findings = True
        return reviewed(self.index, self.today, revision, self._baseline(baseline) if baseline else None)

    def write_baseline(self, baseline: str) -> None:
        """Write all that is wrong as of today to that file, which then knows it."""
        from hyzs.diagnostics.baseline import refuse, text_of

        file, found = self._baseline(baseline), self.findings()
        refuse(file)
        self.write_text(text_of(found), str(file))
        sys.stderr.write(f"已写入 {file.name}：{len(found)} 个已知问题\n")

    def _baseline(self, name: str) -> Path:
        """A baseline file: as the person wrote it; its usual name alone stands for the one at the store's root."""
        from hyzs.diagnostics.baseline import NAME

        return self.root / NAME if name == NAME else Path(name).resolve()

    def apply(self, changes: "Sequence[Change]", *, dry: bool = False, tidy: bool = False) -> "AppliedEdit":
        """Judge the store as the changes would make it, then write them: all of them, or none (Refused, Busy).

        ``dry`` writes nothing and says what would be done; ``tidy`` says that nothing changes its meaning.

        Raises: NotFound where nobody looks on and a record goes by a part of its name: in a script, which is run again
        when records have come and gone, that part may have become another one's.
        """
        from hyzs.writing.apply import apply

        if not (dry or self.is_interactive):
            self._refuse_parts_of_names()
        self._end_interrupted_edit()
        return apply(self.index, self.today, changes, dry=dry, tidy=tidy)

    @property
    def is_interactive(self) -> bool:
        """True if a person sits at a terminal, can be asked and sees what is said."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def _refuse_parts_of_names(self) -> None:
        if partial := [taken for taken in self.index.taken if taken.partial]:
            texts = "、".join(f"“{taken.text}”" for taken in partial)
            names = "；".join(f"{taken.name}({taken.id})" for taken in partial)
            hint = f"是不是：{names}。脚本里改数据要写编号或全名：记录增减以后，同样几个字会变成别的记录"
            raise NotFound(f"没有叫{texts}的记录，没有写", hint)

    def mends(self) -> "list[ContentChange]":
        """What the rules know to mend by themselves, as of today."""
        from hyzs.checking.autofix import mends

        return list(mends(self.index, self.today))

    def undo(self, name: str | None) -> "AppliedEdit":
        """Take back the edit of that name, or the last one that was made here."""
        from hyzs.writing.apply import undone

        self._end_interrupted_edit()
        return undone(self.index, self.today, name)

    def redo(self, name: str | None) -> "AppliedEdit":
        """Make the edit of that name again that was taken back, or the one taken back last."""
        from hyzs.writing.apply import redone

        self._end_interrupted_edit()
        return redone(self.index, self.today, name)

    @property
    def edits_kept(self) -> int:
        """So many edits are kept, to be taken back or made again."""
        from hyzs.writing.undo_log import KEPT

        return KEPT

    def edit_log(self) -> "list[dict[str, Any]]":
        """The edits made here: those that stand, then those taken back; in each the one that goes first."""
        from hyzs.writing.edit_log import edit_log

        return edit_log(self.root, ZONE)

    def _warn_of_interruption(self) -> None:
        """Print a remark while an edit stands half-written; only the next edit ends it."""
        if (self.root / ".hyzs" / "journal.json").exists():
            from hyzs.writing.journal import is_ours

            if is_ours(self.root):
                self.notice("注意：上次的改动写到一半中断了，现在看到的可能只改了一部分；下一次改动会先把它写完或退回")

    def _end_interrupted_edit(self) -> None:
        if self._at:
            raise BadUsage("--at 看的是过去，不能改数据", "去掉 --at 再改")
        from hyzs.writing.transaction import mend

        if sentence := mend(self.root):
            self.notice(f"注意：{sentence}")

    @cached_property
    def about(self) -> dict[str, Any]:
        """The store as the JSON contract names it: id, name, commit, dirty, sample, as_of; nulls outside of one."""
        if not self.inside:
            return dict(_NOWHERE)
        found, status = self.index.store_info(), self.index.status
        commit, dirty = (status.commit, bool(status.changed)) if status else (self.past and self.past.commit, False)
        head = {"id": found["id"], "name": found["name"], "commit": commit, "dirty": dirty}
        return {**head, "sample": found["sample"], "as_of": self.as_of or None}

    def health(self) -> list[dict[str, Any]]:
        """The machine and the store, looked at one by one: {check, status, detail, hint}."""
        from hyzs import doctor

        signs = list(doctor.of_machine())
        if self.inside:
            findings = self.findings()
            signs += doctor.of_store(self.root, self.index, findings, self.today)
        else:
            signs.append(doctor.Sign("仓库", "warn", "这里不是数据仓库", "进入数据仓库，或用 hyzs init 建一个"))
        return [sign._asdict() for sign in signs]

    def store_path(self, path: str) -> str:
        """A path that the person wrote, from the store's root: ``data/units/zhengfu.yaml``."""
        root = self.root.resolve()
        for full in (Path(path).resolve(), (root / path).resolve()):
            found = full.relative_to(root).as_posix() if full.is_relative_to(root) else ""
            if found and (
                full.exists() or ((self._is_staged or self._at) and self.index.has_path(found.removeprefix("data/")))
            ):
                return found
        raise NotFound(f"仓库里没有这个文件：{path}")

    def show(
        self,
        answer: "Answer",
        format: str | None = None,
        output: str | None = None,
        printing: "PrintOptions | None" = None,
    ) -> None:
        """Print the answer in that format, or write it to the file ``output``.

        Where GitHub runs us and no format is asked for, findings also become annotations.
        """
        chosen, answer = format or _format_of(output), self._with_taken(answer)
        beside = answer.has_findings and os.environ.get("GITHUB_ACTIONS") == "true" and not (format or output)
        text = self._rendered(answer, chosen, tty=output is None and sys.stdout.isatty(), printing=printing)
        if beside and isinstance(text, str):
            from hyzs.render.formats.github import silenced

            text = str(self._rendered(answer, "github")) + silenced(text)
        self._remark_as_of(answer, text, chosen, output)
        self._remark_left_out(answer, chosen)
        if "index" in self.__dict__:
            self.index.rest()
        if isinstance(text, list) and len(text) > 1:
            self._put_several(text, output)
        else:
            _put(text[0] if isinstance(text, list) else text, output, chosen)

    def _remark_left_out(self, answer: "Answer", format: str) -> None:
        """Say beside a format without sentences how many findings it does not list."""
        from hyzs.render import BARE
        from hyzs.render.left_out import left_out

        if format in BARE and (sentence := left_out(answer, format)):
            self.notice(f"注意：{sentence}")

    def _with_taken(self, answer: "Answer") -> "Answer":
        """Say once which records the texts were taken for; the JSON document says it too, as ``taken``."""
        if "index" not in self.__dict__ or not (taken := list(dict.fromkeys(self.index.taken))):
            return answer
        for text in taken:
            self.notice(text.sentence)
        self.index.taken.clear()
        return replace(answer, extra={**answer.extra, "taken": [text._asdict() for text in taken]})

    def show_letters(
        self, answer: "Answer", format: str | None, folder: str, printing: "PrintOptions | None" = None
    ) -> "Sequence[str]":
        """Write each letter of the answer to a file in ``folder``, PDF unless ``format`` says; the names of them."""
        from hyzs.render import render_letters
        from hyzs.store.user_files import write_all

        files = render_letters(
            self._stamped(answer), format or "pdf", store=self.about, templates=self._templates(), printing=printing
        )
        if files:
            write_all(Path(folder), files)
        return list(files)

    @staticmethod
    def shows_letters(format: str | None, output: str | None) -> bool:
        """Whether the answer was shown as letters, where it has some."""
        from hyzs.render import LETTERS, ROBOTS

        return Session.is_folder(output) or (format or _format_of(output)) in (*LETTERS, *ROBOTS)

    @staticmethod
    def is_folder(output: str | None) -> bool:
        """Whether that names a folder: one that is there, or a name that ends as those of folders do."""
        return bool(output) and (str(output).endswith(("/", os.sep)) or Path(str(output)).is_dir())

    def contacts(self) -> "dict[str, Contact]":
        """Who answers the telephone for each unit, and its mail address, by unit id or name; asked only on demand.

        Raises:
            NotFound: there is no ``private/contacts.yaml``; BadUsage: it is none of a form that is understood.
        """
        from hyzs.store.contacts import read_contacts

        return read_contacts(self.root)

    def attachments(self, forms: "Sequence[WorkbookForm]") -> "dict[str, Attachment]":
        """Each form as a workbook to attach, by the name of its unit."""
        from hyzs.model.letter import Attachment
        from hyzs.store.form_key import ensure_form_key
        from hyzs.workbooks.write_form import written

        key = ensure_form_key(self.root)
        return {form.unit: Attachment(form.file, written(form, key)) for form in forms}

    def _put_several(self, sheets: "list[bytes]", output: str | None) -> None:
        """Write the pictures beside each other as a-1.png, a-2.png …, and say so."""
        from hyzs.store.user_files import write_all

        if output is None:
            raise BadUsage(f"一张图放不下，共 {len(sheets)} 张，不能写到标准输出", "写到文件：-o 文件名.png")
        file = Path(output)
        names = [f"{file.stem}-{n:0{len(str(len(sheets)))}}{file.suffix}" for n in range(1, len(sheets) + 1)]
        write_all(file.parent, dict(zip(names, sheets, strict=True)))
        self.notice(f"一张图放不下，写成 {len(sheets)} 张：{names[0]} 到 {names[-1]}")

    def _remark_as_of(self, answer: "Answer", text: str | bytes | list[bytes], format: str, output: str | None) -> None:
        """Say once, beside a ``text`` that does not say it, at which day the store's clock stands."""
        from hyzs.render import has_stamp

        if self.as_of and not self._is_as_of_told:
            self._is_as_of_told = True
            stopped = self._stamped(answer).stamp.stopped
            is_said = has_stamp(answer, format, tty=output is None and sys.stdout.isatty())
            if not is_said and not (isinstance(text, str) and stopped in text):
                self.notice(stopped)

    @staticmethod
    def fail(report: str, format: str | None, error: dict[str, Any]) -> None:
        """Print, where a program waits for a document in that format, that it cannot be had: {code, message, hint}."""
        from hyzs.model.answer import Answer, Findings
        from hyzs.render import TELL_FAILURE, render

        if format in TELL_FAILURE and not Session.printed:
            rows: list[dict[str, Any]] = []
            answer = Answer(report, rows=rows, extra={"error": error}, blocks=[Findings((), rows)])
            _say(str(render(answer, format or "text", store=_NOWHERE)))

    def is_whole(self, format: str | None, output: str | None) -> bool:
        """Whether the format shows the rows themselves, rather than what people look at."""
        from hyzs.render import WHOLE

        return (format or _format_of(output)) in WHOLE

    def close(self) -> None:
        """Let go of the index."""
        if "index" in self.__dict__:
            self.index.close()

    def notice(self, text: str) -> None:
        """Print a remark on stderr, beside the answer."""
        sys.stderr.write(terminal_safe(f"{text}\n"))

    def write_text(self, text: str, output: str | None = None) -> None:
        """Print a text as it is, or write it to the file ``output``."""
        _put(text, output)

    def write_texts(self, texts: dict[str, str], folder: str) -> None:
        """Write each text to the file of its name in ``folder``, which is made if need be."""
        from hyzs.store.user_files import write_all

        write_all(Path(folder), {name: text.encode() for name, text in texts.items()})

    def write_inside(self, name: str, text: str) -> None:
        """Write a file of the store that is no record, by its path from the root."""
        from hyzs.store.user_files import write_inside

        write_inside(self.root, name, text.encode())

    def rendered(self, answer: "Answer", format: str, printing: "PrintOptions | None" = None) -> str:
        """The answer as a text in that format."""
        return str(self._rendered(answer, format, printing=printing))

    def reopened(self) -> "Session":
        """Another look at the same store, as its files stand then."""
        session = Session(quiet=True)
        session.open(self._store or str(self.root), self._today, self._at)
        return session

    def pulse(self) -> str:
        """A text that changes when a file of the store does."""
        from hyzs.store.change_stamp import pulse

        return pulse(self.root)

    def templates(self) -> "list[dict[str, Any]]":
        """The templates that a store may have its own of: {name, about, text, own}."""
        from hyzs.render.builtin_templates import shadowable

        own = self.root / "templates"
        return [{**one, "own": (own / one["name"]).exists()} for one in shadowable()]

    def send(self, forms: "Sequence[WorkbookForm]", folder: str) -> None:
        """Write each form as a workbook into ``folder``, which is made if need be."""
        from hyzs.store.form_key import ensure_form_key
        from hyzs.store.user_files import write_all
        from hyzs.workbooks.write_form import written

        key = ensure_form_key(self.root) if forms else b""
        write_all(Path(folder), {form.file: written(form, key) for form in forms})

    def received(
        self, names: "Sequence[str]", columns: "Mapping[str, Sequence[FormColumn]]"
    ) -> "Iterator[ReturnedForm]":
        """The forms that came back, one after the other: these files, and what lies in these folders."""
        from hyzs.store.form_key import read_form_key
        from hyzs.workbooks.folder import handed_in
        from hyzs.workbooks.read_form import returned

        key = read_form_key(self.root)
        files = handed_in([Path(name) for name in names])
        for number, (path, skipped) in enumerate(files, 1):
            if len(files) > 1 and sys.stderr.isatty():
                sys.stderr.write(f"\r收表 {number}/{len(files)}" if number < len(files) else "\r\033[K")
            yield returned(path, columns, key, skipped)

    def commits(self, paths: "Sequence[str]") -> dict[str, str]:
        """The last commit that changed each of these files; nothing where there is no git, or it was never told."""
        from hyzs.store.git import last_commits

        return last_commits(self.root, paths, self.past.commit if self.past else "HEAD")

    def states(self, span: str) -> "tuple[list[tuple[Index, str, str]], dict[str, str]]":
        """Both states of ``A..B`` (revisions, dates, weeks): index, commit, its time; and the paths changed between.

        Each path comes with the last commit that changed it. Raises: NotFound: no such revision, no commit by then.
        """
        from hyzs.store.git import commits_between
        from hyzs.store.git_revision import commits_of
        from hyzs.store.trees import CommitTree

        old, new = commits_of(self.root, "..".join(map(self._moment_of, span.split(".."))))
        states = [
            (self.index.beside(CommitTree(self.root, past.commit)), past.commit, f"{past.made:%Y-%m-%dT%H:%M}")
            for past in (old, new)
        ]
        return states, commits_between(self.root, old.commit, new.commit)

    def line(self, path: str, route: "Route") -> int:
        """In which line of a file, ``data/…``, the value at the route stands."""
        from hyzs.yamldoc.document import read

        return read(self.index.tree.read(path.removeprefix("data/"))).place(route, key=True).line

    def spreadsheet(self, name: str) -> "Spreadsheet":
        """A spreadsheet that others keep, as it stands."""
        from hyzs.workbooks.spreadsheet import read_spreadsheet

        return read_spreadsheet(Path(name))

    def mapping(self, name: str) -> Any:
        """The tree of a YAML file that is no record: absent values are None."""
        from hyzs.store.user_files import tree_in

        return tree_in(Path(name))

    @staticmethod
    def heading_words() -> "Mapping[str, Any]":
        """The packaged table of what ledgers call the fields of each kind."""
        from hyzs.store.user_files import tree_in

        words: Mapping[str, Any] = tree_in(Path(__file__).parent / "headings.yaml")
        return words

    def write_mapping(self, name: str, tree: "Value") -> None:
        """Write a tree as a YAML file that people go on writing in."""
        from hyzs.yamldoc.emitter import composed

        _put(composed(tree), name)

    @staticmethod
    def is_private(text: str) -> bool:
        """Whether a mobile, identity-card or bank-card number stands in the text."""
        from hyzs.model.private_number import has_private_number

        return has_private_number(text)

    def begin(self, folder: str, *, sample: bool, bare: bool, demo: int | None, id: str, name: str) -> "Session":
        """Make a new store in ``folder``, under that id and name if any, and sit down at it."""
        from hyzs.scaffold.new_store import begin

        begin(Path(folder), sample=sample, bare=bare, demo=demo, id=id, name=name)
        return Session(folder, self._today)

    def is_store(self, folder: str) -> bool:
        """Whether there is a store at ``folder`` already."""
        return (Path(folder) / "data" / "settings.yaml").exists()

    def begin_git(self, folder: str) -> bool:
        """Make git use our helpers in the store at ``folder``; whether a repository had to be made for it."""
        from hyzs.gitdrivers.drivers import set_up

        return set_up(Path(folder).resolve())

    def in_words(self, path: str, old: str, new: str) -> str:
        """What the change of a record file says, in words."""
        from hyzs.gitdrivers.drivers import in_words

        return in_words(path, Path(old), Path(new))

    def merge(self, base: str, ours: str, theirs: str) -> int:
        """Merge both sides of a record file into ``ours``; how many conflicts are left in it."""
        from hyzs.gitdrivers.drivers import merge

        return merge(Path(base), Path(ours), Path(theirs))

    def codes(self) -> "dict[str, Rule]":
        """Every rule that ``check`` knows, by its code."""
        from hyzs.diagnostics.registry import codes

        return codes()

    def schemas(self) -> "dict[str, Schema]":
        """The JSON Schema of every kind's files, by the kind's name."""
        from hyzs.scaffold.json_schemas import schemas

        return schemas()

    def schema(self, kind: str) -> "Schema":
        """The schema of the kind that people call ``kind``."""
        from hyzs.scaffold.json_schemas import chosen

        return chosen(kind)

    def _templates(self) -> list[Path]:
        """The store's own templates, which go before the packaged ones."""
        own = self.root / "templates" if self.inside else None
        return [own] if own and own.is_dir() else []

    def _rendered(
        self, answer: "Answer", format: str, *, tty: bool = False, printing: "PrintOptions | None" = None
    ) -> str | bytes | list[bytes]:
        from hyzs.render import FILES, render

        if tty and format in FILES:
            raise BadUsage(f"{format} 不能显示在屏幕上", f"写到文件：-o 文件名.{format}")
        return render(
            self._stamped(answer),
            format,
            store=self.about,
            width=_width() if tty else None,
            color=tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
            tty=tty,
            templates=self._templates(),
            sources=self._sources() if answer.has_findings else None,
            printing=printing,
            lights=self.index.lights() if self.inside else None,
        )

    def _sources(self) -> "FindingSources":
        """What formats for findings may ask; asked only by those that need it."""
        from hyzs.render.context import FindingSources
        from hyzs.store import git_hosting
        from hyzs.store.source_lines import lines

        shown = cache(partial(lines, self.index.tree))
        return FindingSources(shown, self.codes, git_hosting.below(self.root), git_hosting.address(os.environ))

    def _stamped(self, answer: "Answer") -> "Answer":
        about = self.about
        stamp = replace(
            answer.stamp,
            store=about["name"] or "",
            count=len(answer.rows) if self.inside and answer.main and not answer.has_findings else None,
            data_date=answer.stamp.data_date or (str(self.today) if self.inside else ""),
            commit=about["commit"] or "",
            dirty=about["dirty"],
            sample=about["sample"] if answer.stamp.sample is None else answer.stamp.sample,
            as_of=about["as_of"] or "",
        )
        return replace(answer, stamp=stamp)


def _progress(done: int, count: int) -> None:
    """Say on the terminal how far reading has come, if it takes long; nothing of it stays."""
    if count >= _LONG and sys.stderr.isatty():
        sys.stderr.write(f"\r读入文件 {done}/{count}" if done < count else "\r\033[K")
        sys.stderr.flush()


def _width() -> int:
    from shutil import get_terminal_size

    return max(_NARROWEST, get_terminal_size((100, 24)).columns)


def _format_of(output: str | None) -> str:
    """The format that a file name asks for; text on the screen and where a name says nothing."""
    from hyzs.render import ENDINGS

    suffix = Path(output).suffix[1:].lower() if output else ""
    if suffix and suffix not in ENDINGS:
        raise BadUsage(f"写不出 .{suffix} 文件", f"扩展名可以用：{'、'.join(ENDINGS)}；别的名字用 -f 写明格式")
    return ENDINGS.get(suffix, "text")


def _put(text: str | bytes, output: str | None, format: str = "text") -> None:
    """Print it, or write it to the file; CSV gets a mark at its start, so that spreadsheets see UTF-8."""
    if output is None:
        _say(text)
    else:
        from hyzs.store.user_files import write

        data = text.encode("utf-8-sig" if format == "csv" else "utf-8") if isinstance(text, str) else text
        write(Path(output), data)


def _say(text: str | bytes) -> None:
    """Print all of it; what the reader does not want any more is no error of ours."""
    Session.printed = True
    try:
        if isinstance(text, str):
            sys.stdout.write(text)
        else:
            sys.stdout.buffer.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CannotWrite(f"写不到标准输出：{os_error_text(error)}") from None
