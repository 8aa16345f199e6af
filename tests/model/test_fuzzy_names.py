"""The near name is what comparing with every name would give, and is found without that."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.fuzzy_names import NearNames, _likeness

UNITS = ["市商务局", "市人社局", "市人大", "市人力资源和社会保障局", "衡南县", "衡阳县", "衡东县", "衡南高新区"]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("市商物局", "市商务局"),
        ("人社局", "市人社局"),
        ("市人力资源社会保障局", "市人力资源和社会保障局"),
        ("衡西县", "衡东县"),
        ("市 商 务 局", "市商务局"),
        ("衡南县（⾼新区）", "衡南高新区"),
        ("岳阳市", None),
        ("市", None),
        ("", None),
    ],
)
def test_the_name_most_like_a_text(text, near):
    assert NearNames(UNITS).nearest(text) == near


NAMES = st.text("市县局商务p26-k", max_size=8)


@given(NAMES, st.lists(NAMES, max_size=12))
def test_it_is_the_first_of_those_that_are_most_like_it(text, names):
    likeness = {name: _likeness(text, name) for name in sorted(set(names)) if name}
    best = max(likeness.values(), default=0.0)
    expected = next((name for name in likeness if likeness[name] == best), None) if best >= 0.55 else None

    assert NearNames(name for name in names if name).nearest(text) == expected


def test_few_names_are_compared(monkeypatch):
    compared = []

    class Spy(SequenceMatcher):
        def ratio(self):
            compared.append(1)
            return super().ratio()

    monkeypatch.setattr("hyzs.model.fuzzy_names.SequenceMatcher", Spy)
    names = [f"p26-{number:05x}" for number in range(0, 2**20, 1021)]
    near = NearNames(names)

    assert near.nearest("p26-3f69b") == near.nearest("p26-3f69b") is not None
    assert len(compared) < len(names) / 5
