"""``python -m evaluation.crossdoc [Dev|Train]``: our clusters on ECB+ beside the peers' figures."""

import importlib.util
import json
import sys
from pathlib import Path

from evaluation.crossdoc.load import load

from onrecord.linking.clusters import Walls
from onrecord.linking.events import link_events
from onrecord.linking.mentions import link_mentions
from onrecord.linking.occasions import group_occasions

SHARED = Path(__file__).parents[3] / "shared"


def scorer():
    spec = importlib.util.spec_from_file_location("score_coref", SHARED / "bench/score_coref.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def evaluate(part: str = "Dev") -> dict[str, dict]:
    """Cluster the gold mentions of a part; singletons count."""
    summaries, gold_events, gold_entities = load(SHARED / "data/ecbplus", part)
    entities = link_mentions(summaries).group_of()
    occasions = group_occasions(summaries).group_of()
    # Gold mentions have no types, arguments or dates, so nothing can veto.
    grouping = link_events(summaries, Walls(), entities, occasions, guarded=False)
    score = scorer()
    return {
        "events": score.coref(gold_events, grouping.group_of()),
        "entities": score.coref(gold_entities, entities),
    }


def main() -> int:
    if not (SHARED / "data/ecbplus").is_dir():
        print("skipped: ../shared/data/ecbplus is not on this machine")
        return 0
    part = sys.argv[1] if len(sys.argv) > 1 else "Dev"
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
    print(f"ECB+ {part}, gold mentions, singletons kept   CoNLL    LEA   pairwise")
    print("head lemma in predicted document clusters (test): events 75.6 / 62.4 / 49.3, entities 68.6")
    low = []
    for kind, out in evaluate(part).items():
        found = {"conll": 100 * out["conll"], "lea": 100 * out["lea"][2], "pairwise": 100 * out["pair"][2]}
        print(f"{kind:44s} {found['conll']:6.1f} {found['lea']:6.1f} {found['pairwise']:6.1f}")
        low += [f"{kind} {n}" for n, v in found.items() if part == "Dev" and v < floors.get(f"{kind}_{n}", 0)]
    print("below the floor: " + ", ".join(low) if low else "no figure is below its floor")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
