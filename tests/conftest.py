"""Fixtures and checks that hold for every test."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support import clean_tree, program, shared_index, shared_schemas
from support.costs import Costs
from support.escaped_errors import EscapedErrors
from support.fuzz import examples

settings.register_profile("moderate", max_examples=examples(40), deadline=None)
settings.load_profile("moderate")

#: Rooms whose tests cover what they are to cover; elsewhere coverage would only take time, as it would in tests with
#: random examples: a line that only chance comes by is not covered.
MEASURED = {
    *("model", "yamldoc", "store", "index", "diagnostics", "checking", "checks", "writing"),
    *("fields", "query", "reports", "edits", "documents", "gitdrivers", "doctor"),
}
#: Rooms whose tests look at the index file; elsewhere the index of a test's own process is in memory.
WITH_INDEX_FILES = {"index", "store", "checking", "doctor", "property", "slow"}
TESTS = Path(__file__).parent
BEFORE = pytest.StashKey[set[str] | None]()


@pytest.fixture(scope="session", autouse=True)
def _shared_work() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        shared_index.share(patch.setattr)
        shared_schemas.share(patch.setattr)
        program.share_readers(patch.setattr)
        yield


@pytest.fixture(scope="module", autouse=True)
def _index_files(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.path.relative_to(TESTS).parts[0] in WITH_INDEX_FILES:
        with shared_index.index_files():
            yield
    else:
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--costs", action="store_true", help="CPU seconds by room, and the tests that cost most")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Costs(), "costs")
    config.pluginmanager.register(EscapedErrors(), "escaped_errors")


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(TESTS).parts[0] == "slow":
            item.add_marker(pytest.mark.slow)
        is_random = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if is_random or item.path.relative_to(TESTS).parts[0] not in MEASURED:
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """The collector no longer walks the thousands of tests that stay until the end: a tenth of all time."""
    gc.collect()
    gc.freeze()


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        session.config.stash[BEFORE] = clean_tree.untracked()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The run fails if a test wrote into the repository."""
    before = session.config.stash.get(BEFORE, None)
    now = clean_tree.untracked() if before is not None else None
    if now and (new_files := sorted(now - before)):
        print(f"\n测试写进了仓库：{'、'.join(new_files)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
