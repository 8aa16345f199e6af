"""Quality of the parser of ownership clauses over published ones: exact, precision, recall, visible residue."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from hyzs.documents.ownership import parse_ownership

FOLDER = Path(__file__).parent / "corpus"
#: The files, and how large a part of their clauses has to be exact.
_LEAST = {"clauses.jsonl": 0.97, "unseen.jsonl": 0.95, "variants.jsonl": 0.95}
_KEYS = ("lead", "responsible", "groups", "open")


def parse(clause: str, *, first_leads: bool) -> tuple[dict[str, object], int, bool]:
    """The four keys of a clause, how many words were left over, and True if its first unit leads from here on."""
    ownership = parse_ownership(clause, first_leads=first_leads)
    values = {
        "lead": list(ownership.lead),
        "responsible": list(ownership.responsible),
        "groups": list(ownership.groups),
        "open": ownership.open,
    }
    return values, len(ownership.residue), ownership.first_leads


def measure(rows: list[dict[str, object]]) -> dict[str, object]:
    """Counts over the clauses: {clauses, exact, precision, recall, wrong, wrong_without_residue}; rates in percent."""
    exact = right = parsed_count = true_count = silent = 0
    wrong_ids: list[str] = []
    leads: set[object] = set()
    for row in rows:
        expected: dict[str, list[str]] = row["expected"]  # type: ignore[assignment]
        values, residue, lasting = parse(str(row["clause"]), first_leads=row["document"] in leads)
        if lasting:
            leads.add(row["document"])
        if all(values[key] == expected[key] for key in _KEYS):
            exact += 1
        else:
            wrong_ids.append(str(row["id"]))
            silent += not residue
        for key in _KEYS[:3]:
            names, truth = set(values[key]), set(expected[key])  # type: ignore[call-overload]
            right, parsed_count, true_count = (
                right + len(names & truth),
                parsed_count + len(names),
                true_count + len(truth),
            )
    return {
        "clauses": len(rows),
        "exact": exact,
        "precision": round(100 * right / max(parsed_count, 1), 2),
        "recall": round(100 * right / max(true_count, 1), 2),
        "wrong": wrong_ids,
        "wrong_without_residue": silent,
    }


def main() -> None:
    """Print the quality over each file (published and invented clauses if none is named); keep those results."""
    files = [Path(name) for name in sys.argv[1:]] or [FOLDER / name for name in _LEAST]
    result_file = FOLDER / "result.json"
    before = json.loads(result_file.read_text("utf-8")) if result_file.exists() else {}
    results = {file.stem: measure(list(_rows(file))) for file in files}
    for name, result in results.items():
        sys.stdout.write(f"# {name}\n")
        for key, value in result.items():
            last = before.get(name, {}).get(key, value)
            sys.stdout.write(f"{key}\t{value}" + (f"\t（上次 {last}）" if last != value else "") + "\n")
    if len(sys.argv) == 1:
        result_file.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(
        int(
            any(
                not _is_good(results[Path(name).stem], least)
                for name, least in _LEAST.items()
                if Path(name).stem in results
            )
        )
    )


def _rows(file: Path) -> Iterator[dict[str, object]]:
    return (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip())


def _is_good(result: dict[str, object], least: float) -> bool:
    """True if so large a part is exact, and nine in ten of what is not exact can be seen by what was left over."""
    clauses, exact, silent = (int(str(result[key])) for key in ("clauses", "exact", "wrong_without_residue"))
    return exact >= least * clauses and silent <= 0.1 * (clauses - exact)


if __name__ == "__main__":
    main()
