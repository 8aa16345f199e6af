"""What holds for every test."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from support import clean_tree, shared_index
from support.fuzz import examples

settings.register_profile("moderate", max_examples=examples(40), deadline=None)
settings.load_profile("moderate")

BEFORE = pytest.StashKey[set[str] | None]()


@pytest.fixture(scope="session", autouse=True)
def _shared_index() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        shared_index.share(patch)
        yield


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        session.config.stash[BEFORE] = clean_tree.untracked()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The run fails if a test wrote into the repository."""
    before = session.config.stash.get(BEFORE, None)
    now = clean_tree.untracked() if before is not None else None
    if now and (written := sorted(now - before)):
        print(f"\n测试写进了仓库：{'、'.join(written)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
