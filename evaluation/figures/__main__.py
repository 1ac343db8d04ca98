"""Prints figures on every set beside the peers' and fails when one is below its floor.

``python -m evaluation.figures`` (``--errors`` lists what is wrong, ``--reports N`` sets how many local reports are
counted, ``--quick`` leaves out what needs long parsing).
"""

import argparse
import json
import random
import sys
from pathlib import Path

from evaluation.figures.casualties import load_reports, read_reports, score_casualties
from evaluation.figures.muc import load_targets, read_messages, score_muc
from evaluation.figures.own import agreement, load_sentences, read_sentence, score_own, summary
from evaluation.figures.quantities import score_quantities, score_specifications

from onrecord.backends.grammar import load_grammar

HERE = Path(__file__).parent
DATA = HERE.parents[1].parent / "shared" / "data"
PEERS = {
    "quantities, value F1": "recognizers-text .682, quantulum3 .718, 40-line regex .755, CQE .920 (news)",
    "quantities, value + unit F1": "CQE .856 (news)",
    "casualties, both right": ".464 a report",
}


def measure(backend, *, errors, reports, quick):
    """Return {row: figure}."""
    rows = {}
    if (DATA / "quantities").is_dir():
        scores = score_quantities(DATA / "quantities", errors)
        for name, (value, unit) in scores.items():
            rows[f"quantities {name}, value F1" if name != "all" else "quantities, value F1"] = value
            rows[f"quantities {name}, value + unit F1" if name != "all" else "quantities, value + unit F1"] = unit
        rows["number specifications"] = score_specifications(DATA / "quantities", errors)
    rows.update(measure_own(backend, errors))
    if (DATA / "muc4").is_dir() and not quick:
        folder = DATA / "muc4" / "dev"
        targets = load_targets(folder)
        readings = read_messages(backend, folder, sorted({t.message for t in targets}))
        rows["MUC targets over 1"], rows["MUC targets over 1, value alone"] = score_muc(readings, targets, errors)
    if (DATA / "gva").is_dir() and not quick:
        texts = load_reports(DATA / "gva")
        random.Random(7).shuffle(texts)
        texts = texts[:reports]
        both, killed, injured = score_casualties(read_reports(backend, texts), texts)
        rows |= {"casualties, both right": both, "casualties, killed": killed, "casualties, injured": injured}
    return rows


def measure_own(backend, errors):
    """Return the rows of the own sentences."""
    first, second = load_sentences("sentences_a.yaml"), load_sentences("sentences_b.yaml")
    readings = [read_sentence(backend, text) for _, text, _ in first]
    found = summary(score_own(readings, first, errors))
    rows = {f"own sentences, {slot}": found[slot][0] for slot in ("counted", "of", "by", "as_of")}
    rows["own sentences, not invented"] = 1 - found["invented"]
    rows["own sentences, found"] = 1 - found["missed"]
    rows |= {f"two passes agree, {slot}": share for slot, share in agreement(first, second).items()}
    return rows


def main():
    """Print the table; return 1 when a floor is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--reports", type=int, default=500)
    options = parser.parse_args()
    rows = measure(load_grammar(), errors=options.errors, reports=options.reports, quick=options.quick)
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    broken = 0
    for name, value in rows.items():
        low = name in floors and value < floors[name]
        broken += low
        print(f"{name:38} {value:.3f}  floor {floors.get(name, '-')}{'  BROKEN' if low else ''}  {PEERS.get(name, '')}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
