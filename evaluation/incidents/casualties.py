"""``python -m evaluation.incidents.casualties [REPORTS]``: killed and injured both right, a report and after linking.

Takes so many reports by chance (500) and all that linking puts into one group with them. Alone, a report gives what it
says; after linking it gives what most reports of its group say, the later one where two are as frequent.
"""

import json
import random
import sys
from collections import Counter

from evaluation.figures.casualties import count_reading, read_reports
from evaluation.incidents.__main__ import SHARED
from evaluation.incidents.load import load

from onrecord.backends.grammar import load_grammar
from onrecord.linking.occasions import group_occasions

Counts = tuple[int, int]


def vote(rows: list[tuple[str, Counts]]) -> Counts:
    """Return the counts that most rows give.

    Args:
        rows: Date and counts of each report of a group.

    Example:
        >>> vote([("2020-01-01", (0, 2)), ("2020-01-02", (1, 1))])
        (1, 1)
    """
    often = Counter(counts for _, counts in rows)
    last = {counts: max(date for date, c in rows if c == counts) for counts in often}
    return max(often, key=lambda c: (often[c], last[c], c))


def main() -> int:
    folder = SHARED / "data/gva"
    if not folder.is_dir():
        print("skipped: ../shared/data/gva is not on this machine")
        return 0
    summaries, gold = load(folder)
    wanted = json.loads((folder / "incidents.json").read_text(encoding="utf-8"))
    truth = {r: (wanted[i]["num_killed"], wanted[i]["num_injured"]) for r, i in gold.items() if i in wanted}
    groups = group_occasions(summaries).groups
    asked = sorted(truth)
    random.Random(7).shuffle(asked)
    asked = asked[: int(sys.argv[1]) if len(sys.argv) > 1 else 500]
    near = {r: group for group in groups for r in group}
    read = sorted({r for report in asked for r in near[report]})
    rows = {r["file"]: r for r in json.loads((folder / "docs.json").read_text(encoding="utf-8"))}
    texts = [(f"{rows[r]['title']}\n\n{rows[r]['content']}", 0, 0) for r in read]
    found = {r: count_reading(reading) for r, reading in zip(read, read_reports(load_grammar(), texts), strict=True)}
    said = {r: (c.killed, c.injured) for r, c in found.items()}
    alone = sum(said[r] == truth[r] for r in asked)
    linked = sum(vote([(rows[o]["dct"], said[o]) for o in near[r]]) == truth[r] for r in asked)
    print(f"Killed and injured both right, {len(asked)} reports; peers: .464 a report, .495 by vote")
    print(f"a report alone {alone / len(asked):.3f}   after linking {linked / len(asked):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
