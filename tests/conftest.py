"""What holds for every test."""

from collections.abc import Iterator

import pytest

from support import shared_index


@pytest.fixture(scope="session", autouse=True)
def _shared_index() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        shared_index.share(patch)
        yield
