"""The lake of two cities that the questions are asked of."""

import pytest

from hyzs.lake.lake import Lake
from support.lake_stories import two_cities


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return two_cities(tmp_path_factory.mktemp("cities"))


@pytest.fixture(scope="module")
def lake(folder):
    return Lake([folder])
