"""Work grows with what is read: four times as much of it costs about four times as much, and never the square."""

import gc
import time
from collections.abc import Callable
from datetime import date

import pytest

from hyzs.checking.tree_findings import check_tree
from hyzs.index.group_loops import loops
from hyzs.index.index import Index
from hyzs.index.record_file import MOST_NAMESAKES, read_file
from hyzs.model.folding import fold
from hyzs.model.fuzzy_names import NearNames
from hyzs.model.nfkc import nfkc
from hyzs.reports.check import MOST_LISTED, CheckOptions, check
from hyzs.store.trees import WorkingTree
from support.fuzz import HAS_TIME
from support.stores import index_of, make_store

TODAY = date(2026, 11, 23)
HEAD = "name: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 衡南县\n"
PROJECT, UNITS, MEASURE = "projects/2026/p26-a1.yaml", "units/zz.yaml", "measures/m90.yaml"
TOPIC = (
    "name: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 90\nsection: 一\nlead: [市商务局]\nsummary: 略\n"
    "responsible: [[市科技局]]\n"
)
#: A quadratic path costs sixteen times as much for four times the text, a linear one four times.
MOST_RATIO = 9.0
TRIES = 3
#: What is this quick is not measured: the clock is too coarse, and nobody waits.
QUICK_SECONDS = 0.4 if HAS_TIME else 0.2


def group(number: int, members: str) -> str:
    return f"- {{id: z{number}, name: 群{number}, type: 群体, members: [{members}]}}\n"


#: By what is hostile in it: a file of ``n`` of these, its path, and how many there are at first.
FILES: dict[str, tuple[str, int, Callable[[int], str]]] = {
    "empty items": (PROJECT, 7_000, lambda n: f"{HEAD}claims: [{'{},' * n}]\n"),
    "blanks in a text": (PROJECT, 100_000, lambda n: f"{HEAD}note: x{' ' * n}y#z\n"),
    "wide blanks in a text": (PROJECT, 60_000, lambda n: f"{HEAD}note: x" + "\u3000" * n + "y#z\n"),
    "tabs in a text": (PROJECT, 5_000, lambda n: f"{HEAD}note: a" + "\tb" * n + "\n"),
    "blank lines": (PROJECT, 60_000, lambda n: HEAD + "\n" * n + "x: 1\n"),
    "comments": (PROJECT, 40_000, lambda n: HEAD + "# c\n" * n + "x: 1\n"),
    "notes": (PROJECT, 12_000, lambda n: HEAD + "# hyzs: allow x y\n" * n),
    "notes on items": (
        PROJECT,
        1_500,
        lambda n: f"{HEAD}responsible:\n" + "  # hyzs: allow unknown-name y\n  - 某局\n" * n,
    ),
    "one key": (PROJECT, 4_000, lambda n: HEAD + "k: 1\n" * n),
    "unknown keys": (PROJECT, 4_000, lambda n: HEAD + "".join(f"k{i}: 1\n" for i in range(n))),
    "unknown keys without values": (
        PROJECT,
        8_000,
        lambda n: f"{HEAD}investment: {{{', '.join(f'k{i}' for i in range(n))}}}\n",
    ),
    "merge keys": (PROJECT, 5_000, lambda n: f"{HEAD}x: &a {{b: 1}}\ny:\n" + "  <<: *a\n" * n),
    "aliases": (PROJECT, 10_000, lambda n: f"{HEAD}x: [{'*a,' * n}]\n"),
    "lines of a list": (PROJECT, 25_000, lambda n: f"{HEAD}x: [\n" + "a,\n" * n + "]\n"),
    "a long line": (PROJECT, 80_000, lambda n: f"{HEAD}note: {'甲' * n}\n"),
    "a long tag": (PROJECT, 200_000, lambda n: f"{HEAD}x: !{'a' * n} 1\n"),
    "lists in lists": (PROJECT, 100_000, lambda n: f"{HEAD}x: {'[' * n}{']' * n}\n"),
    "digits": (PROJECT, 100_000, lambda n: f"{HEAD}note: {'1-' * n}\n"),
    "a long number": (PROJECT, 200_000, lambda n: f"{HEAD}investment: {{total: {'9' * n}}}\n"),
    "refused items": (
        PROJECT,
        1_500,
        lambda n: f"{HEAD}states: [{'{state: 暂停, since: 2025-09-05, reason: x, approved_by: y}, ' * n}]\n",
    ),
    "unknown names": (PROJECT, 1_500, lambda n: f"{HEAD}responsible: [{', '.join(f'市{i}某局' for i in range(n))}]\n"),
    "one name": (PROJECT, 1_500, lambda n: f"{HEAD}responsible: [{'市科技局, ' * n}]\n"),
    "one unit that leads": (
        PROJECT,
        700,
        lambda n: f"{HEAD}lead: [{'{unit: 市科技局, since: 2025-01-01}, ' * n}]\nresponsible: [{'市科技局, ' * n}]\n",
    ),
    "one id": (UNITS, 1_500, lambda n: "".join(f"- {{id: zz, name: 某局{i}, type: 政府部门}}\n" for i in range(n))),
    "one unit's name": (
        UNITS,
        1_000,
        lambda n: "".join(f"- {{id: z{i}, name: 某局, type: 政府部门}}\n" for i in range(n)),
    ),
    "former names": (
        UNITS,
        2_000,
        lambda n: (
            "- {id: zz, name: 某局, type: 政府部门, former_names: ["
            + ", ".join(f"{{name: 原{i}局}}" for i in range(n))
            + "]}\n"
        ),
    ),
    "parents in a ring": (
        UNITS,
        1_000,
        lambda n: "".join(
            f"- {{id: z{i}, name: 甲{i}局, type: 政府部门, parent: 甲{(i + 1) % n}局}}\n" for i in range(n)
        ),
    ),
    "groups in a ring": (UNITS, 1_000, lambda n: "".join(group(i, f"群{(i + 1) % n}") for i in range(n))),
    "groups in a chain": (UNITS, 1_000, lambda n: "".join(group(i, f"群{i + 1}") for i in range(n))),
    "groups of each other": (
        UNITS,
        2_500,
        lambda n: "".join(
            group(i, ", ".join(f"群{j}" for j in range(int(n**0.5)) if j != i)) for i in range(int(n**0.5))
        ),
    ),
    "long names": (
        UNITS,
        13_000,
        lambda n: f"- {{id: zz, name: {'甲乙丙' * n}, type: 政府部门, parent: {'甲乙丙' * n}丁}}\n",
    ),
    "marks on a letter": (PROJECT, 60_000, lambda n: f"{HEAD}lead: a" + "\u0323\u0301" * n + "\n"),
    "a long list of units": (
        MEASURE,
        12_000,
        lambda n: f"{TOPIC}tasks: [{{id: m90-1, text: x, lead: [{'市科技局、' * n}]}}]\n",
    ),
    "tasks": (
        MEASURE,
        700,
        lambda n: (
            f"{TOPIC}tasks:\n"
            + "".join(f"  - {{id: m90-{i}, text: x, due: 2026-12, responsible: [市科技局]}}\n" for i in range(n))
        ),
    ),
    "days worked": (
        "calendar/2027.yaml",
        4_000,
        lambda n: (
            "notice: x\nholidays:\n- {name: 元旦, since: 2027-01-01, until: 2027-01-03, work: ["
            f"{'2027-01-09, ' * n}]}}\n"
        ),
    ),
    "festivals": (
        "calendar/2027.yaml",
        1_000,
        lambda n: "notice: x\nholidays:\n" + "- {name: 元旦, since: 2027-01-01, until: 2027-01-03}\n" * n,
    ),
}


def seconds(root, path: str, text: str) -> float:
    """Seconds of the processor that a whole ``check`` of the store takes with this file in it."""
    file = root / "data" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    gc.collect()
    gc.disable()  # it would go through all that the tests before this one left, the more often the more is read
    try:
        begun = time.process_time()
        index = Index(root, keep=False)
        index.show_tree(WorkingTree(root))
        check(index, check_tree(index, TODAY))
        index.close()
        return time.process_time() - begun
    finally:
        gc.enable()


@pytest.mark.no_cover
@pytest.mark.parametrize("sort", FILES)
def test_four_times_as_much_costs_about_four_times_as_much(tmp_path, sort):
    path, count, text = FILES[sort]
    count = count if HAS_TIME else count // 2
    root = make_store(tmp_path)

    much = seconds(root, path, text(4 * count))

    assert len(text(4 * count).encode()) < 1_000_000
    if much > QUICK_SECONDS:
        little = seconds(root, path, text(count))
        for _ in range(TRIES):  # a machine that is busy with something else makes any run longer
            if much / little >= MOST_RATIO:
                much = min(much, seconds(root, path, text(4 * count)))
        assert much / little < MOST_RATIO, f"{little:.2f} s, {much:.2f} s"


def test_a_list_of_findings_ends_and_says_how_many_more_there_are(tmp_path):
    count = MOST_LISTED + 50
    names = ", ".join(f"市{i}某局" for i in range(count))
    root = make_store(tmp_path, f"== data/{PROJECT}\n{HEAD}responsible: [{names}]\n")
    index = index_of(root)

    answer = check(index, check_tree(index, TODAY))

    assert len(answer.rows) == MOST_LISTED
    assert answer.summary["errors"] == count and answer.summary["more"] == 50
    assert len(check(index, check_tree(index, TODAY), CheckOptions(max=1000)).rows) == count


def test_namesakes_beyond_the_first_are_counted_and_not_read():
    text = "- {id: zz, name: 某局, type: 政府部门}\n" * (MOST_NAMESAKES + 3)

    parsed = read_file(UNITS, text.encode())

    assert len(parsed.tables["unit"]) == MOST_NAMESAKES
    assert [finding.code for finding in parsed.findings] == ["duplicate-id"] * 3


def test_groups_that_reach_each_other_are_one_loop():
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("f", "f"), ("g", "a")]

    assert sorted(sorted(loop) for loop in loops(edges)) == [["a", "b", "c"], ["f"]]


def test_a_ring_as_long_as_a_file_is_one_loop():
    [ring] = loops((str(n), str((n + 1) % 30_000)) for n in range(30_000))

    assert len(ring) == 30_000


def test_a_row_of_marks_is_cut_and_still_says_the_same():
    marks = "\u0323\u0301" * 40

    assert nfkc("e\u0301" + "甲" * 40) == "é" + "甲" * 40
    assert fold(f"a{marks}") == fold(fold(f"a{marks}"))
    assert fold(f"a{marks}") != fold(f"a{marks}\u0301")


def test_a_text_that_is_no_name_is_not_compared():
    assert NearNames(["市科技局", "甲" * 300]).nearest("甲" * 299) is None
    assert NearNames(["市科技局"]).nearest("市科级局") == "市科技局"


def test_only_one_module_composes_characters():
    """Others would have to cut rows of marks by themselves."""
    from pathlib import Path

    import hyzs

    sources = Path(hyzs.__file__).parent.rglob("*.py")
    assert [file.name for file in sources if "unicodedata.normalize" in file.read_text("utf-8")] == ["nfkc.py"]
