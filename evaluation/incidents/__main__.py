"""``python -m evaluation.incidents``: reports grouped by incident on the half of GVA that is here."""

import importlib.util
import json
import sys
from pathlib import Path

from evaluation.incidents.load import load

from onrecord.linking.occasions import group_occasions

SHARED = Path(__file__).parents[3] / "shared"


def main() -> int:
    if not (SHARED / "data/gva").is_dir():
        print("skipped: ../shared/data/gva is not on this machine")
        return 0
    spec = importlib.util.spec_from_file_location("score_coref", SHARED / "bench/score_coref.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    summaries, gold = load(SHARED / "data/gva")
    found = group_occasions(summaries).group_of()
    precision, recall, f1 = score.pairwise(score.groups(gold), score.groups(found))
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
    print("Report to incident, pairwise        P      R      F1")
    print("TF-IDF, 21 days, average link                    .704")
    print(f"ours, {len(summaries)} reports             {precision:.3f}  {recall:.3f}  {f1:.3f}")
    return int(f1 < floors["f1"])


if __name__ == "__main__":
    sys.exit(main())
