"""``python -m evaluation.copies``: generated copies found, and different reports of one event kept apart."""

import json
import sys
from collections import Counter
from pathlib import Path

from evaluation.copies.generate import KINDS, generate

from onrecord.linking.clusters import Walls
from onrecord.linking.copies import find_copies
from onrecord.linking.summarise import summarise
from onrecord.model import Reading
from onrecord.testing import make_report


def evaluate() -> dict:
    made = generate()
    by_id = {m.id: m for m in made}
    summaries = [summarise(Reading(report=make_report(m.text, id=m.id, outlet=m.outlet))) for m in made]
    found = {tuple(sorted((k.left, k.right))) for k in find_copies(summaries, Walls()).links}
    truth = {tuple(sorted((m.id, m.original))) for m in made if m.kind != "original"}
    # A copy embedded in another report shares that report's words too: such pairs count as true.
    hosts = {p for p in found if "embedded" in {by_id[p[0]].kind, by_id[p[1]].kind}}
    false = found - truth - hosts
    hit = found & truth
    missed = Counter(by_id[a].kind if by_id[a].kind != "original" else by_id[b].kind for a, b in truth - found)
    precision, recall = len(hit) / max(1, len(hit) + len(false)), len(hit) / len(truth)
    return {
        "reports": len(made),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "missed": {k: missed[k] for k in KINDS},
        "false_of_one_event": sum(by_id[a].event == by_id[b].event for a, b in false),
    }


def main() -> int:
    out = evaluate()
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
    print("Generated copies                    P      R      F1")
    print(
        "5-shingle containment, measured   .964   .972   .968 (5,000 reports); MinHash at .5 finds 3 to 25 % of cut copies"
    )
    print(f"ours, {out['reports']} reports               {out['precision']:.3f}  {out['recall']:.3f}  {out['f1']:.3f}")
    print("missed by kind:", out["missed"], " false pairs of one event:", out["false_of_one_event"])
    return int(out["f1"] < floors["f1"] or out["false_of_one_event"] > 0)


if __name__ == "__main__":
    sys.exit(main())
