"""Both parsers of YAML: PyYAML's in C, and the pure one, which reads where there is no libyaml."""

import contextlib

import pytest
import yaml

BOTH = pytest.mark.usefixtures("parser")


@pytest.fixture(params=["C", "pure"])
def parser(request):
    """Either parser of YAML."""
    with without_libyaml() if request.param == "pure" else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def without_libyaml():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", False)
        yield
