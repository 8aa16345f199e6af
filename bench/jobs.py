"""The table of jobs: what is measured, against what, and how far it may go."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import edits, peers, stores
from bench.pair import Command

#: Two sides of a job: the peer is none where it is not installed.
Sides = tuple[Command, Command | None]
BENCH = Path(__file__).parent
TRACK = ("track", "--week", "2026-W47", "-f", "json")
_WHO = ("who", "市工信局")
#: Questions to a store of ten thousand, and how many times the week's list they may take.
_WARM = {
    _WHO: 1.3,
    ("list", "projects", "--where", "项目类别=重大"): 1.3,
    ("show", "p17-000000"): 1.3,
    ("check",): 1.5,
    ("report", "division", "-f", "html"): 3,
    ("list", "projects", "-f", "csv"): 3,
    ("yield", "-f", "json"): 5,  # every project from its first day on; the list has those in play, a tenth
    ("report", "network", "-f", "json"): 3,
}


@dataclass(frozen=True)
class Job:
    """One line of the table. ``peer`` is a program that may be absent; a job of memory has MiB instead of a ratio."""

    name: str
    sides: Callable[[], Sides]
    goal: float | None = None
    stretch: float | None = None
    peer: str | None = None
    quick: bool = True
    memory: bool = False
    slow: bool = False


def ours(store: Path, *words: str, **more: object) -> Command:
    """The program on a store."""
    return Command([stores.HYZS, "--store", str(store), *words], **more)  # type: ignore[arg-type]


def track(projects: int, weeks: int = stores.WEEKS) -> Command:
    """The week's list, the yardstick of most jobs."""
    return ours(stores.city(projects, weeks), *TRACK)


def cold(store: Path, *words: str) -> Command:
    """The program with no index yet."""
    return ours(store, *words, before=partial(shutil.rmtree, store / ".hyzs", ignore_errors=True), fine=(0, 1))


def floor(script: str, *words: str) -> Command:
    """A script of this folder, which does the least that could do."""
    return Command([sys.executable, str(BENCH / script), *words])


def git_status(projects: int) -> Command:
    """What git alone takes to see that nothing changed."""
    return Command(["git", "-C", str(stores.city(projects)), "status", "--porcelain"])


def warm(*words: str, **more: object) -> Sides:
    """A question to a store of ten thousand with an index, against the week's list."""
    return ours(stores.city(10_000), *words, **more), track(10_000)


def stepped(*words: str) -> Sides:
    """A question to a store of ten thousand with eight permits a project, against its own week's list."""
    store = stores.with_steps(10_000)
    return ours(store, *words), ours(store, *TRACK)


def matched() -> Sides:
    """The shelf of six hundred parcels, each held against every project that looks for one."""
    store = stores.with_parcels(10_000)
    return ours(store, "report", "parcels", "-f", "json"), ours(store, *TRACK)


def _changes() -> Sides:
    """All that the returns of one week have changed, in a store of a thousand projects and a year."""
    store = stores.with_weeks(1000, 52)
    return ours(store, "changes", "HEAD~1..HEAD", "-f", "json"), ours(store, *TRACK)


def scored() -> Sides:
    """Every county of a store of ten thousand scored for the quarter that is over."""
    store = stores.with_scheme(10_000)
    return ours(store, "score", "zbpj-2026", "--period", "2026-Q3", "-f", "json"), ours(store, *TRACK)


def edited(words: tuple[str, ...], base: Command) -> Sides:
    """One file is changed before each run; the base sees a store where nothing changed."""
    store = stores.twin(10_000, "edited")
    return ours(store, *words, before=edits.one_file(store)), base


def switched(before: Callable[[Path], Callable[[], None]], base: Callable[[], Command]) -> Sides:
    """After a ``git switch`` over a thousand files."""
    store = stores.twin(10_000, "switched")
    return ours(store, *TRACK, before=before(store)), base()


def _cold_track() -> Command:
    return cold(stores.twin(10_000, "cold"), *TRACK)


def _fresh(projects: int) -> Command:
    return cold(stores.twin(projects, "cold"), "check")


def jobs() -> Iterator[Job]:
    """Every job, in the order of the table."""
    yield Job(
        "启动：一个不碰仓库的命令 / argparse 同样的程序",
        lambda: (
            Command([stores.HYZS, "completion", "bash"]),
            floor("argparse_app.py", "completion", "bash"),
        ),
        3,
        2,
    )
    yield Job(
        "启动：--help / argparse 的 --help",
        lambda: (Command([stores.HYZS, "--help"]), floor("argparse_app.py", "--help")),
        6,
        2.5,
    )
    yield from _track_jobs()
    yield Job("track 终端 100 列 / JSON", lambda: warm("track", "--week", "2026-W47", tty=True), 2, peer="pty")
    for words, goal in _WARM.items():
        yield Job(f"{' '.join(words)} 1 万 / track", partial(warm, *words), goal)
    yield Job("report todo 1 万 8 手续×3 步 / 同库 track", lambda: stepped("report", "todo", "-f", "json"), 2.5)
    yield Job("check 1 万 8 手续×3 步 / 同库 track", lambda: stepped("check"), 1.5)
    yield Job("report parcels 1 万项目×600 载体(30 万对) / 同库 track", matched, 3)
    late = ("list", "projects", "--where", "逾期步骤>0", "--columns", "id,name")
    yield Job("list --where 逾期步骤>0 1 万 8 手续×3 步 / 同库 track", lambda: stepped(*late), 2.5)
    yield Job("changes 最后一周 1 千 52 周 / 同库 track", _changes, 5)
    yield Job("score 1 万项目 12 个县市区 / 同库 track", scored, 3)
    yield Job("track --at 上一个提交 1 万 / 同库 track", lambda: stepped(*TRACK, "--at", "HEAD~1"), 3)
    yield Job("改一个文件后 check 1 万 / track", lambda: edited(("check",), track(10_000)), 1.5)
    yield Job("改一个文件后 track 1 万 / track", lambda: edited(TRACK, track(10_000)), 1.5)
    yield from _cold_jobs()
    yield from _query_jobs()
    few = partial(track, 10_000)
    yield Job("切到改了一千个文件的分支 / track", lambda: switched(edits.unseen, few), quick=False)
    yield Job("切到改了一千个文件的分支 / 冷 track", lambda: switched(edits.unseen, _cold_track), quick=False)
    yield Job("切回来 / track", lambda: switched(edits.known_branch, few), quick=False)
    yield Job("切回来 / 冷 track", lambda: switched(edits.known_branch, _cold_track), quick=False)
    yield Job("五年的周填报 / 八周的 1 千", lambda: (track(1000, 260), track(1000)), 1.15, quick=False)
    yield Job(
        "冷 check 1 万 / CSafeLoader 只读",
        lambda: (_fresh(10_000), floor("csafe_loop.py", str(stores.twin(10_000, "cold") / "data"))),
        0.8,
        0.5,
        quick=False,
    )
    yield Job(
        "冷 check 10 万的内存",
        lambda: (cold(stores.city(100_000), "check"), None),
        128,
        memory=True,
        quick=False,
        slow=True,
    )


def _track_jobs() -> Iterator[Job]:
    """The week's list from an index that knows the files, against git, which only sees that nothing changed."""
    few, many = partial(track, 10_000), partial(track, 100_000)
    yield Job("track 1 万 / git status", lambda: (few(), git_status(10_000)), 8, 6)
    yield Job("track 10 万 / git status", lambda: (many(), git_status(100_000)), quick=False)
    yield Job("track 10 万 / 1 万", lambda: (many(), few()), quick=False)
    yield Job("track 10 万的内存", lambda: (many(), None), 128, memory=True, quick=False)


def _cold_jobs() -> Iterator[Job]:
    """A check of a thousand files without an index, against those who check as many."""
    for name, goal in (("doorstop", 0.9), ("yamllint", 0.1), ("check-jsonschema", 0.1)):
        sides = partial(lambda name: (_fresh(1000), peers.checker(name, stores.twin(1000, "cold"))), name)
        yield Job(f"冷 check 1 千 / {name}", sides, goal, peer=name, slow=name != "doorstop")
    yield Job(
        "冷 check 没有单位的 1200 个 / 有单位的",
        lambda: (cold(stores.without_units(1200), "check"), _fresh(1200)),
        4,
        2.5,
    )


def _find() -> Sides:
    """First letters, looked up among five thousand projects, against who answers for what there."""
    store = stores.city(5000)
    return ours(store, "find", "swj", "-f", "json"), ours(store, *_WHO, "-f", "json")


def _query_jobs() -> Iterator[Job]:
    """One question to ten thousand records, against those who keep as many."""
    yield Job("find 首字母 5 千 / who", _find, 1)
    for name, goal in (("bean-query", 0.25), ("hledger", 0.3), ("task", 0.5)):
        sides = partial(lambda name: (warm(*_WHO)[0], peers.asker(name, 10_000)), name)
        yield Job(f"who 1 万 / {name}", sides, goal, peer=name)
