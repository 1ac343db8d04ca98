"""Print the table and hold the floors.

python -m evaluation.attribution [--part dev] [--readers accurate trained fast] [--lower-floors]
"""

import argparse
import json
import sys
from pathlib import Path

from evaluation.attribution.measure import (
    FIGURES,
    SharedDataAbsent,
    accurate_reader,
    combined_reader,
    fast_reader,
    figures,
    measure,
)

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
MAKERS = {"accurate": combined_reader, "trained": accurate_reader, "fast": fast_reader}


def main() -> int:
    """Measure, print, compare with the floors; 1 when a figure is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.attribution", description=__doc__)
    parser.add_argument("--part", default="dev", choices=["dev", "train"])
    parser.add_argument("--readers", nargs="*", default=list(MAKERS), choices=list(MAKERS))
    parser.add_argument("--nested", action="store_true", help="count nested attributions, which gold lacks")
    parser.add_argument("--errors", type=Path, help="write every error as a JSON line")
    parser.add_argument("--lower-floors", action="store_true", help="pin today's figures, even lower ones")
    args = parser.parse_args()
    peers = json.loads((HERE / "peers.json").read_bytes())
    rows = [(row["system"] + " (test)", row) for row in peers["rows"]]
    measured = {}
    errors: list[dict] = []
    for name in args.readers:
        try:
            reader = MAKERS[name]()
            result = measure(reader, args.part, nested=args.nested, errors=errors)
        except SharedDataAbsent as reason:
            print(f"skipped: {reason}", file=sys.stderr)
            return 0
        measured[name] = figures(result)
        rows.append((f"{reader.name} ({args.part})", measured[name]))
    print_table(rows)
    if args.errors:
        lines = (json.dumps(e, ensure_ascii=False) for e in errors)
        args.errors.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return hold_floors(measured, lower=args.lower_floors) if args.part == "dev" and not args.nested else 0


def print_table(rows: list[tuple[str, dict[str, float]]]) -> None:
    """One line a system, F1."""
    print(f"{'system':<44}" + "".join(f"{name:>16}" for name in FIGURES))
    for name, row in rows:
        print(f"{name:<44}" + "".join(f"{row[figure]:>16.3f}" for figure in FIGURES))


def hold_floors(measured: dict[str, dict[str, float]], *, lower: bool) -> int:
    """Compare with ``floors.json``; lower them only on demand."""
    floors = json.loads(FLOORS.read_bytes()) if FLOORS.exists() else {}
    missed = [
        f"{name}: {figure} {value:.3f} is below its floor {floors[name][figure]:.3f}"
        for name, row in measured.items()
        for figure, value in row.items()
        if value < floors.get(name, {}).get(figure, 0.0)
    ]
    if lower:
        for name, row in measured.items():
            floors[name] = {figure: round(value - 0.002, 3) for figure, value in row.items()}
        FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n")
        return 0
    for line in missed:
        print(line, file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
