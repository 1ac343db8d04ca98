"""``python -m evaluation.timelines [topic …]``: date F1 on T17's tuning topics."""

import json
import sys
from pathlib import Path

from evaluation.timelines.load import TOPICS, load_articles, load_timeline

from onrecord.linking.timeline import weigh_days

SHARED = Path(__file__).parents[3] / "shared"


def date_f1(summaries, gold: set[int], *, in_span: bool = False) -> float:
    """Take as many days as the editors did and compare; with ``in_span`` only days inside their span."""
    first, last = (min(gold), max(gold)) if in_span else (0, 10**7)
    weights = {d: w for d, w in weigh_days(summaries).items() if first <= d <= last}
    chosen = set(sorted(weights, key=lambda d: (-weights[d], d))[: len(gold)])
    return 2 * len(chosen & gold) / max(1, len(chosen) + len(gold))


def main() -> int:
    folder = SHARED / "data/timelines"
    if not folder.is_dir():
        print("skipped: ../shared/data/timelines is not on this machine")
        return 0
    from onrecord.backends.grammar import load_grammar
    from onrecord.resources import Resources

    grammar, resources = load_grammar(), Resources()
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
    print("T17 date F1: best peer measured .515")
    found = []
    for topic in sys.argv[1:] or TOPICS:
        summaries = load_articles(folder, topic, grammar, resources)
        gold = load_timeline(folder, topic)
        found.append(date_f1(summaries, gold))
        span = date_f1(summaries, gold, in_span=True)
        print(
            f"{topic:8s} {len(summaries):5d} articles   {found[-1]:.3f}   in the editors' span {span:.3f}", flush=True
        )
    mean = sum(found) / len(found)
    print(f"mean     {mean:.3f}")
    return int(len(found) == len(TOPICS) and mean < floors["mean"])


if __name__ == "__main__":
    sys.exit(main())
