"""Prints country and sector accuracy of :func:`resolve_actor`; ``--errors`` lists what is wrong.

Scoring: a country is right when equal (an absent one must stay absent). Sector is scored on rows whose gold names one;
either of two gold codes counts; UNK, JNK and an empty code mean "none"; rows whose codes are swapped are left out.
"""

import argparse
import json
import sys
from pathlib import Path

from onrecord.resources import Resources
from onrecord.stages.entities.actors import resolve_actor

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "data" / "events" / "actors_dev.json"
NONE = {"UNK", "JNK", "", "????"}


def iso_date(text: str) -> str | None:
    """Return the ISO date of a row, or None."""
    import re
    from datetime import UTC, datetime

    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    for pattern in ("%d %B %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return None


def evaluate(path: Path = GOLD) -> dict[str, object]:
    """Return the figures and the errors."""
    resources = Resources()
    rows = json.loads(path.read_text(encoding="utf-8"))
    country = sector = rated = 0
    errors = []
    for row in rows:
        gold_country = row.get("country", "")
        got = resolve_actor(row["text"], iso_date(row["date"]), resources, context=row["context"])
        right = (got[0] or "") == gold_country
        country += right
        golds = {row[k] for k in ("code_1", "code_2") if row.get(k)} - NONE
        ok = None
        if "code_1" in row and row["code_1"] != "????":
            rated += 1
            ok = (got[1] in golds) if golds else got[1] is None
            sector += ok
        if not right or ok is False:
            errors.append((row["text"], row["date"], gold_country, sorted(golds), got))
    return {
        "rows": len(rows),
        "country": country / len(rows),
        "rated": rated,
        "sector": sector / rated,
        "errors": errors,
    }


def main() -> int:
    """Print the table and check the floors."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    if not GOLD.exists():
        print("skipped: ../shared/data/events/actors_dev.json is not on this machine")
        return 0
    result = evaluate()
    print(f"{'system':28} {'country':>8} {'sector':>8}")
    print(f"{'dictionary (peer)':28} {'.589':>8} {'-':>8}")
    print(
        f"{'onrecord':28} {result['country']:8.3f} {result['sector']:8.3f}   ({result['rows']} / {result['rated']} rows)"
    )
    if args.errors:
        for row in result["errors"]:  # type: ignore[attr-defined]
            print(*row, sep=" | ")
    floors = json.loads((Path(__file__).parent / "floors.json").read_text())
    low = [k for k, floor in floors.items() if float(result[k]) < floor]  # type: ignore[arg-type]
    for name in low:
        print(f"BELOW THE FLOOR: {name} {result[name]:.3f} < {floors[name]}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
