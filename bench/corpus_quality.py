"""Quality of the parser of ownership clauses over published ones: exact, precision, recall, visible residue."""

import json
import sys
from pathlib import Path

from hyzs.documents.ownership import parse_ownership

FOLDER = Path(__file__).parent / "corpus"
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
    exact = right = given = wanted = silent = 0
    wrong: list[str] = []
    leads: set[object] = set()
    for row in rows:
        expected: dict[str, list[str]] = row["expected"]  # type: ignore[assignment]
        values, residue, lasting = parse(str(row["clause"]), first_leads=row["document"] in leads)
        if lasting:
            leads.add(row["document"])
        if all(values[key] == expected[key] for key in _KEYS):
            exact += 1
        else:
            wrong.append(str(row["id"]))
            silent += not residue
        for key in _KEYS[:3]:
            names, truth = set(values[key]), set(expected[key])  # type: ignore[call-overload]
            right, given, wanted = right + len(names & truth), given + len(names), wanted + len(truth)
    return {
        "clauses": len(rows),
        "exact": exact,
        "precision": round(100 * right / max(given, 1), 2),
        "recall": round(100 * right / max(wanted, 1), 2),
        "wrong": wrong,
        "wrong_without_residue": silent,
    }


def main() -> None:
    """Print the quality over a file (the corpus if none is named); keep the result of the corpus."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / "clauses.jsonl"
    result = measure([json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()])
    kept = FOLDER / "result.json"
    before = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for key, value in result.items():
        change = f"\t（上次 {before[key]}）" if before.get(key, value) != value else ""
        sys.stdout.write(f"{key}\t{value}{change}\n")
    if len(sys.argv) == 1:
        kept.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(int(result["exact"] < 0.97 * result["clauses"]))  # type: ignore[operator]


if __name__ == "__main__":
    main()
