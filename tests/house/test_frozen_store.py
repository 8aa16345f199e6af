"""The frozen store stays what it was: exact answers were worked out on it."""

import hashlib

from support.stores import SHIPPED, shipped_index

DIGEST = "97572202beaee2bac1980a244f4f420a3b43675c14b671926cd3752c92da5398"


def test_no_file_of_the_frozen_store_changes():
    result = hashlib.sha256()
    for file in sorted((SHIPPED / "data").rglob("*.yaml"), key=lambda file: file.relative_to(SHIPPED).as_posix()):
        result.update(f"{file.relative_to(SHIPPED).as_posix()}\n{file.read_text('utf-8')}".encode())
    assert result.hexdigest() == DIGEST


def test_the_frozen_store_can_still_be_read():
    """A field may be added; none that it has may go."""
    index = shipped_index()
    assert index.value("SELECT count(*) FROM project") == 42
    assert index.value("SELECT count(*) FROM finding WHERE severity = 'error'") == 0
