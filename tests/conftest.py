"""What holds for every test."""

from collections.abc import Iterator

import pytest

from support import empty_index


@pytest.fixture(scope="session", autouse=True)
def _shared_tables() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        empty_index.share(patch)
        yield
