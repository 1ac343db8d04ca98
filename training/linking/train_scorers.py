"""Train the pair scorers: ``python -m training.linking.train_scorers ../shared/data occasions mentions events``.

``occasion_pairs`` on the reports of GVA (dated) and of ECB+ train (undated); ``event_pairs`` on ECB+ train.
"""

import sys
from itertools import combinations, combinations_with_replacement, product
from pathlib import Path

from evaluation.crossdoc.load import load as load_ecb
from evaluation.incidents.load import load as load_gva
from training.linking.fit import fit, save

from onrecord.linking import events, mentions, occasions
from onrecord.linking.weights import similarity

UNDATED_DOUBT = 0.8
"""Taken off the bias where dates are missing: the layer's threshold was chosen for dated reports, and events of one
sort, such as two arrests of one team's players, look alike without dates."""


def subtopic(report: str) -> str:
    return report.split("_", maxsplit=1)[0] + ("p" if report.endswith("plus") else "")


def train_occasions(data: Path) -> None:
    gva, gold = load_gva(data / "gva")
    save("occasion_pairs", "training/linking/train_scorers.py on GVA", *fit(*occasion_rows(gva, gold), l2=0.3))
    ecb, _, _ = load_ecb(data / "ecbplus", "Train")
    gold = {s.report: subtopic(s.report) for s in ecb}
    save("occasion_pairs_undated", "training/linking/train_scorers.py on ECB+ train", *fit_undated(ecb, gold))


def fit_undated(summaries, gold):
    bias, weights = fit(*occasion_rows(summaries, gold), l2=0.3)
    return round(bias - UNDATED_DOUBT, 3), weights


def occasion_rows(summaries, gold):
    ordered = sorted(summaries, key=lambda s: s.report)
    pairs = [(ordered[a], ordered[b]) for a, b in occasions.candidate_reports(ordered)]
    columns = occasions.occasion_features(pairs)
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return rows, [gold[a.report] == gold[b.report] for a, b in pairs]


def event_pairs(summaries, min_alike=0.08):
    """Yield the pairs to learn from: one family in reports that are at all alike, anything in like reports."""
    entities = mentions.link_mentions(summaries).group_of()
    groups = occasions.group_occasions(summaries).group_of()
    by_report = {s.report: [events.make_view(f, s, entities, {}, groups) for f in s.events] for s in summaries}
    for left, right in combinations_with_replacement(sorted(summaries, key=lambda s: s.report), 2):
        one = left.report == right.report
        alike = 1.0 if one else similarity(left.terms, right.terms)
        if alike < min_alike:
            continue
        a, b = by_report[left.report], by_report[right.report]
        for x, y in combinations(a, 2) if one else product(a, b):
            if x.families & y.families or alike > 0.3:
                yield x, y


def fit_events(summaries, gold):
    pairs = list(event_pairs(summaries))
    rows, truth = events.event_features(pairs), [gold[x.line] == gold[y.line] for x, y in pairs]
    bias, weights = fit(rows, truth)
    return bias, {n: w for n, w in weights.items() if not n.startswith(("time_", "published_"))} | events.BY_HAND


def train_events(data: Path) -> None:
    summaries, gold, _ = load_ecb(data / "ecbplus", "Train")
    made_by = "training/linking/train_scorers.py on ECB+ train; types and dates by hand"
    save("event_pairs", made_by, *fit_events(summaries, gold))


def mention_rows(summaries, gold):
    groups = occasions.group_occasions(summaries).group_of()
    views = [v for s in summaries for v in mentions.make_views(s, groups)]
    views.sort(key=lambda v: v.line)
    pairs = list(mentions.candidate_pairs(views))
    return [mentions.mention_features(x, y) for x, y in pairs], [gold[x.line] == gold[y.line] for x, y in pairs]


def train_mentions(data: Path) -> None:
    summaries, _, gold = load_ecb(data / "ecbplus", "Train")
    save("mention_pairs", "training/linking/train_scorers.py on ECB+ train", *fit(*mention_rows(summaries, gold)))


if __name__ == "__main__":
    for task in sys.argv[2:]:
        {"occasions": train_occasions, "mentions": train_mentions, "events": train_events}[task](Path(sys.argv[1]))
