"""Print the table beside the peers and hold the floors.

python -m evaluation.timexes [--part report|tune] [--rules] [--classes] [--errors] [--lower-floors]
"""

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path

from evaluation.timexes.measure import FIGURES, Measured, SharedDataAbsent, measure

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"


def main() -> int:
    """Measure, print, compare with the floors; 1 when a figure is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.timexes", description=__doc__)
    parser.add_argument("--part", default="report", choices=["report", "tune"])
    parser.add_argument("--rules", action="store_true", help="count errors by rule")
    parser.add_argument("--classes", action="store_true", help="count errors by form of gold's and our value")
    parser.add_argument("--errors", action="store_true", help="list errors; for the part tuned on only")
    parser.add_argument("--lower-floors", action="store_true", help="pin today's figures, even lower ones")
    args = parser.parse_args()
    try:
        result = measure(args.part)
    except SharedDataAbsent as reason:
        print(f"skipped: {reason}", file=sys.stderr)
        return 0
    print_table(result, args.part)
    if args.rules:
        print_rules(result)
    if args.classes:
        print_classes(result)
    if args.errors and args.part == "tune":
        print_errors(result)
    return hold_floors(result, lower=args.lower_floors) if args.part == "report" else 0


def print_table(result: Measured, part: str) -> None:
    """One line a system, F1 x 100."""
    print(f"{'system':<36}" + "".join(f"{name:>10}" for name in FIGURES))
    for row in json.loads((HERE / "peers.json").read_bytes())["rows"]:
        print(f"{row['system']:<36}" + "".join(f"{row[name]:>10.1f}" for name in FIGURES))
    ours = "".join(f"{100 * result.scores[name]['F1']:>10.1f}" for name in FIGURES)
    print(f"{f'onrecord ({part}, {result.documents} files)':<36}{ours}")
    print(f"document date withheld: {result.definite_undated} calendar values, {len(result.wrong_undated)} not gold's")
    print(f"stage alone: {result.characters / 1000 / result.seconds:.0f} KB of text a second of processor time")


def print_rules(result: Measured) -> None:
    """Errors by rule, most first."""
    rows = sorted(result.by_rule.items(), key=lambda r: -(r[1]["spurious"] + r[1]["span"] + r[1]["value"]))
    print(f"\n{'rule':<22}{'found':>8}{'spurious':>10}{'span':>8}{'value':>8}")
    for name, row in rows:
        print(f"{name:<22}{row['found']:>8}{row['spurious']:>10}{row['span']:>8}{row['value']:>8}")


def print_classes(result: Measured) -> None:
    """Wrong values, misses and what gold does not mark, by form and rule, most first; never the words."""
    counts = Counter(
        ("missed" if item is None else "not in gold" if gold is None else "value",
         gold.type if gold else "-", form_of(gold.value) if gold else "-", form_of(item.value) if item else "-",
         item.text if item else "-")
        for _, kind, gold, item, _ in result.errors if kind != "span"
    )  # fmt: skip
    print(f"\n{'count':>5}  {'what':<12}{'gold type':<10}{'gold form':<20}{'our form':<20}rule")
    for (what, kind, gold_form, our_form, rule), count in counts.most_common():
        print(f"{count:>5}  {what:<12}{kind:<10}{gold_form:<20}{our_form:<20}{rule}")


def form_of(value: str | None) -> str:
    """Return a value with its digits made alike: what is told of held-out errors."""
    return re.sub(r"\d", "9", value or "none")


def print_errors(result: Measured) -> None:
    """Every error of the part tuned on."""
    for name, kind, gold, item, words in result.errors:
        print(name, kind, gold and (gold.text, gold.value), item and (words, item.value, item.text), sep="\t")
    for row in result.wrong_undated:
        print("undated", *row, sep="\t")


def hold_floors(result: Measured, *, lower: bool) -> int:
    """Raise the floors to the figures, or tell which fell; floors are rounded down to a thousandth."""
    floors = json.loads(FLOORS.read_bytes()) if FLOORS.is_file() else {}
    now = {name: int(result.scores[name]["F1"] * 1000) / 1000 for name in FIGURES}
    now["wrong_undated_at_most"] = len(result.wrong_undated)
    fell = [n for n in FIGURES if now[n] < floors.get(n, 0)]
    if now["wrong_undated_at_most"] > floors.get("wrong_undated_at_most", 10**6):
        fell.append("wrong_undated_at_most")
    if fell and not lower:
        print("below the floor: " + ", ".join(f"{n} {now[n]} < {floors[n]}" for n in fell), file=sys.stderr)
        return 1
    if now != floors:
        FLOORS.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
