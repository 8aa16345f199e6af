"""Every file, folder, class and function that the documents for contributors name is there, and is named so."""

import functools
import re
from pathlib import Path

import pytest

from hyzs.index.schema import ddl
from support.rooms import FILES, PACKAGE, ROOT

DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md")
#: Folders from which documents write a path: ``notice.py`` where only kinds are spoken of.
BASES = (
    *(ROOT, PACKAGE, ROOT / "tests"),
    *(
        PACKAGE / name
        for name in ("checks", "kinds", "reports", "edits", "commands", "query", "lake", "render", "render/formats")
    ),
)
#: Folders of a store that the source does not have.
OF_STORES = {"data/", "evidence/", "private/", "private/figures/"}
SUPPORT = sorted((ROOT / "tests" / "support").glob("*.py"))


@functools.cache
def definitions() -> dict[str, set[str]]:
    """The names that each module and each class defines, by the name of the module or class; fields are names too."""
    names: dict[str, set[str]] = {}
    for file in (*FILES, *SUPPORT):
        owners = [file.parent.name if file.stem == "__init__" else file.stem]
        for line in file.read_text("utf-8").splitlines():
            if opening := re.match(r"class (\w+)", line):
                owners = [owners[0], opening[1]]
            if match := re.match(r" *(?:async )?(?:def|class) (\w+)|(?: {4})?(\w+)(?:: .+| = .+)$", line):
                for owner in owners:
                    names.setdefault(owner, set()).add(match[1] or match[2])
    return names


@functools.cache
def all_names() -> set[str]:
    """Modules, what they define, tables and views of the index, and test modules."""
    tables = re.findall(r'CREATE (?:TABLE|VIEW) "?(\w+)', "\n".join(ddl()))
    tests = [file.stem for file in (ROOT / "tests").glob("*/test_*.py")]
    return {
        *definitions(),
        *(name for names in definitions().values() for name in names),
        *tables,
        *tests,
        "NamedTuple",
    }


def is_there(span: str) -> bool:
    """True if what stands between backticks is no name of code, or one of code that there is.

    Words in capitals of a path are to be replaced: ``checks/CODE.py``.
    """
    if re.fullmatch(r"[\w/]+\.(?:py|yaml|md|toml)", span):
        path = Path(span)
        path = path.parent if path.stem.isupper() and path.suffix == ".py" else path
        return any((base / path).exists() for base in BASES)
    if re.fullmatch(r"[a-z_/]+/", span):
        return span in OF_STORES or any((base / span).is_dir() for base in BASES)
    if match := re.fullmatch(r"(?:\w+/)*([A-Za-z]\w+)\.([A-Za-z]\w+)(?:\(.*\))?", span, re.ASCII):
        if match[1] == "support":
            return (ROOT / "tests" / "support" / f"{match[2]}.py").exists()
        is_object = match[1].capitalize() in definitions()  # index.try_tree(): of Index, wherever that has it from
        return match[2] in (all_names() if is_object else definitions().get(match[1], ()))
    if match := re.fullmatch(r"hyzs\.((?:\w+\.)+)(\w+)", span, re.ASCII):
        module = ROOT / "src" / "hyzs" / f"{match[1].rstrip('.').replace('.', '/')}.py"
        return module.exists() and match[2] in definitions()[module.stem]
    if match := re.fullmatch(r"(\w+)\(.*\)|([A-Z]\w+|[a-z]+_\w+)", span, re.ASCII):
        return (match[1] or match[2]) in all_names()
    return True


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_names_is_there(name):
    text = re.sub(r"```.*?```", "", (ROOT / "docs" / name).read_text("utf-8"), flags=re.DOTALL)
    spans = set(re.findall(r"`([^`\n]+)`", text))

    assert len(spans) > 50
    assert sorted(span for span in spans if not is_there(span)) == []


@pytest.mark.parametrize(
    "span",
    [
        *("query/no_such_file.py", "no_such_room/", "index.no_such_method()", "NoSuchClass", "no_such_name", "gone()"),
        *("support.no_such_module", "no_such_module.run", "commands/no_such_module.PARAMETERS", "hyzs.cli.none.run"),
    ],
)
def test_what_is_not_there_is_noticed(span):
    assert not is_there(span)
