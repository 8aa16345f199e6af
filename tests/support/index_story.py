"""A story of files that change in every way they can; after each change both indexes are asked."""

import contextlib
import os
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hyzs.index import content_loader
from hyzs.index.index import Index
from hyzs.index.parallel_parser import ParsedBatch
from hyzs.store.trees import WorkingTree
from support.index_answers import answers, ask
from support.stores import make_store

PROJECT = """name: 示例·{name}项目
sample: true
tier: {tier}
county: {county}
lead: 市工信局
investors: [示例电气集团]
investment: {{total: {total}}}
milestones: {{在谈: 2026-01-05}}
tracked: {{since: 2026-10-05}}
"""
RETURN = """submitted: {submitted}
projects:
  p26-{id}: {{progress: {progress}, figures: {{paid_in: {paid}}}}}
"""
PATHS = st.sampled_from(
    [f"data/projects/2026/p26-{id}.yaml" for id in "abc"]
    + [f"data/returns/2026-W{week}/{unit}.yaml" for week in (46, 47) for unit in ("hengnan", "hengshan")]
    + ["data/units/more.yaml", "data/projects/p26-a.yaml", "data/stray.yaml", "data/projects/2026/P26-A.yaml"]
    + ["data/projects/x.d/p26-c.yaml"]
)
#: Folders that may be replaced by others, or hold what is no record file; one has the look of a file.
FOLDERS = st.sampled_from(["data/projects", "data/projects/2026", "data/projects/x.d", "data/returns/2026-W47"])
TEXTS = st.one_of(
    st.builds(
        PROJECT.format,
        name=st.sampled_from("甲乙"),
        tier=st.sampled_from(["重大", "一般", "特大"]),
        county=st.sampled_from(["衡南县", "衡山县", "衡东县", "新县", "衡东市", "[{unit: 衡南县, until: 2026-11-08}]"]),
        total=st.sampled_from(["900", "120", "一千"]),
    ),
    st.builds(
        RETURN.format,
        submitted=st.sampled_from(["2026-11-13T09:00", "2026-11-20T09:00", "2026-11-20T19:00"]),
        id=st.sampled_from("abc"),
        progress=st.sampled_from(["平整", "开挖"]),
        paid=st.sampled_from(["100", "300", "999"]),
    ),
    st.sampled_from(
        [
            "- {id: xin, name: 新县, type: 县市区, files: true}\n",
            "- {id: xin, name: 衡南县, type: 县市区}\n",
            "- {id: swj, name: 市商粮局, type: 政府部门}\n",
            "name: [\n",
            "",
        ]
    ),
)


#: Edits that keep the size: another name, another word, another digit.
FLIP = str.maketrans("甲乙平开南山19", "乙甲开平山南91")


#: What a fresh index said of files: of the same files every fresh index says the same.
ANSWERS: dict[tuple[tuple[str, bytes | str], ...], list[str]] = {}


def fresh(root: Path) -> list[str]:
    """What an index says that has never seen these files before."""
    data = root / "data"
    files = tuple(
        (str(file.relative_to(data)), content(file)) for file in sorted(data.rglob("*")) if ".git" not in file.parts
    )
    if files not in ANSWERS:
        ANSWERS[files] = ask(root, keep=False)
    return ANSWERS[files]


def is_regular(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def content(file: Path) -> bytes | str:
    """The bytes of a file; of anything else, what it is."""
    if file.is_symlink():
        return str(file.readlink())
    return file.read_bytes() if file.is_file() else f"{stat.S_IFMT(file.lstat().st_mode):o}"


class Story(RuleBasedStateMachine):
    """Files change in every way they can; after each change both indexes are asked."""

    @initialize(subfolder=st.sampled_from(["", "city/store"]))
    def begin(self, subfolder: str) -> None:
        self.other = None
        self.top = Path(tempfile.mkdtemp(prefix="hyzs-story-"))
        self.root = self.top / subfolder
        make_store(self.root)
        for id, name in (("a", "甲"), ("b", "乙")):
            text = PROJECT.format(name=name, tier="一般", county="衡南县", total="900")
            self.write(f"data/projects/2026/p26-{id}.yaml", text)
        entry = RETURN.format(submitted="2026-11-20T09:00", id="a", progress="平整", paid="100")
        self.write("data/returns/2026-W47/hengnan.yaml", entry)
        self.before_it_begins()

    def before_it_begins(self) -> None:
        """What else there is."""

    def place(self, path: str) -> Path:
        """The path in the store, with a folder around it and nothing at it that is no plain file."""
        file = self.root / path
        for step in (*reversed(file.relative_to(self.root).parents), file.relative_to(self.root)):
            here = self.root / step
            if here.is_symlink() or (
                os.path.lexists(here) and not (here.is_dir() if here != file else is_regular(here))
            ):
                shutil.rmtree(here) if here.is_dir() and not here.is_symlink() else here.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    @rule(path=PATHS, text=TEXTS)
    def write(self, path: str, text: str) -> None:
        self.place(path).write_text(text, encoding="utf-8")

    @rule(choice=st.integers(0, 99))
    def edit_in_the_same_tick_with_the_same_size(self, choice: int) -> None:
        files = sorted(file for file in (self.root / "data").rglob("*.yaml") if is_regular(file))
        file = files[choice % len(files)]
        before = file.stat()
        file.write_text(file.read_text(encoding="utf-8").translate(FLIP), encoding="utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)

    @rule(path=PATHS, new_path=PATHS)
    def rename(self, path: str, new_path: str) -> None:
        target = self.place(new_path)  # which may be the very link that is to be renamed, and then it is gone
        if (self.root / path).is_file():
            (self.root / path).replace(target)

    @rule()
    def remember_as_a_branch(self) -> None:
        shutil.rmtree(self.root / "branch", ignore_errors=True)
        self.copy(self.root / "data", self.root / "branch")

    @rule()
    def switch_to_the_branch(self) -> None:
        if (self.root / "branch").is_dir():
            shutil.rmtree(self.root / "data")
            self.copy(self.root / "branch", self.root / "data")

    @staticmethod
    def copy(source: Path, target: Path) -> None:
        """Copy the folder with its links and pipes as they are."""
        subprocess.run(["cp", "-R", "-P", str(source), str(target)], check=True)

    @rule(path=PATHS, jump=st.sampled_from([-(10**9), 0, 10**9]))
    def the_clock_jumps(self, path: str, jump: int) -> None:
        file = self.root / path
        if file.is_file():
            stamp = file.stat().st_mtime_ns + jump * 10**9
            os.utime(file, ns=(stamp, stamp))

    @rule(path=PATHS)
    def a_link_takes_the_place_of_a_file(self, path: str) -> None:
        file = self.place(path)
        file.unlink(missing_ok=True)
        file.symlink_to(self.root / "data" / "settings.yaml")

    @rule(path=PATHS)
    def a_pipe_takes_the_place_of_a_file(self, path: str) -> None:
        file = self.place(path)
        file.unlink(missing_ok=True)
        os.mkfifo(file)

    @rule(folder=FOLDERS, name=st.sampled_from(["more", "more.d", ".more", "more.yaml"]))
    def a_link_to_a_folder_appears(self, folder: str, name: str) -> None:
        link = self.place(f"{folder}/{name}")
        link.unlink(missing_ok=True)
        link.symlink_to(self.root / "branch")

    @rule(folder=FOLDERS)
    def a_folder_becomes_a_link(self, folder: str) -> None:
        real = self.root / folder
        if real.is_dir() and not real.is_symlink():
            moved = Path(tempfile.mkdtemp(dir=self.root)) / "moved"
            real.rename(moved)
            real.symlink_to(moved)

    @rule(folder=FOLDERS)
    def a_name_is_no_utf_8(self, folder: str) -> None:
        with contextlib.suppress(OSError):  # some file systems have none
            Path(os.fsdecode(os.fsencode(self.place(f"{folder}/x").parent) + b"/\xff.yaml")).write_text("", "utf-8")

    @rule(path=PATHS)
    def the_line_endings_change(self, path: str) -> None:
        file = self.root / path
        if is_regular(file):
            data = file.read_bytes()
            file.write_bytes(data.replace(b"\r\n", b"\n") if b"\r" in data else data.replace(b"\n", b"\r\n", 1))

    @rule(folder=FOLDERS, jump=st.sampled_from([-(10**9), 0]))
    def the_time_of_a_folder_is_set_back(self, folder: str, jump: int) -> None:
        if (self.root / folder).is_dir():
            stamp = (self.root / folder).stat().st_mtime_ns + jump * 10**9
            os.utime(self.root / folder, ns=(stamp, stamp))

    @rule(after=st.integers(0, 3))
    def the_program_dies_while_it_refreshes(self, after: int) -> None:
        index = Index(self.root)
        count = iter(range(after))
        insert = content_loader._insert_batch

        def insert_or_die(db: sqlite3.Connection, batch: ParsedBatch) -> None:
            if next(count, None) is None:
                raise KeyboardInterrupt
            insert(db, batch)

        try:
            with patch.object(content_loader, "_insert_batch", insert_or_die):
                index.show_tree(WorkingTree(self.root))
        except KeyboardInterrupt:
            pass
        finally:
            index.close()

    @rule(junk=st.sampled_from(["", "junk", None]))
    def the_index_is_damaged_or_gone(self, junk: str | None) -> None:
        self.let_go()
        file = self.root / ".hyzs" / "index.db"
        if file.is_file():
            if junk is None:
                file.unlink()
            else:
                file.write_text(junk * 300, encoding="utf-8")

    @rule()
    def another_program_opens_the_index(self) -> None:
        self.let_go()
        self.other = Index(self.root)

    @rule()
    def the_other_program_asks_at_last(self) -> None:
        if self.other:
            self.other.show_tree(WorkingTree(self.root))
            assert answers(self.other) == fresh(self.root)
        self.let_go()

    def let_go(self) -> None:
        if self.other:
            self.other.close()
        self.other: Index | None = None

    @invariant()
    def the_kept_index_answers_as_a_fresh_one(self) -> None:
        assert ask(self.root, keep=True) == fresh(self.root)

    def teardown(self) -> None:
        self.let_go()
        shutil.rmtree(self.top, ignore_errors=True)


def rehearse(story: type[Story], examples: int, steps: int = 12) -> None:
    """So many runs of so many steps; twenty times as many, and longer ones, where there is time (``make fuzz``)."""
    has_time = bool(os.environ.get("HYZS_FUZZ"))
    story.TestCase.settings = settings(
        max_examples=examples * (20 if has_time else 1),
        stateful_step_count=25 if has_time else steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
