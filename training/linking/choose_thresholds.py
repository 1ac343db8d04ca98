"""Cross-validate the thresholds on training sets: ``python -m training.linking.choose_thresholds ../shared [PART …]``.

Three folds, by incident for GVA and by topic for ECB+ train. Scorers are fitted on two folds in memory and nothing is
written; the table says how each threshold does on the third. Parts: ``incidents``, ``together`` (the same, all reports
clustered at once, each pair scored by weights fitted without one of its two incidents), ``crossdoc``.
"""

import importlib.util
import sys
import zlib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import mean

from evaluation.crossdoc.load import load as load_ecb
from evaluation.incidents.load import load as load_gva
from training.linking import train_scorers
from training.linking.fit import fit

from onrecord.linking import events, mentions, occasions
from onrecord.linking.clusters import Walls
from onrecord.linking.layer import Found
from onrecord.linking.scorer import Scorer

OCCASIONS = occasions.OCCASIONS
FOLDS = 3
STEPS = (0.14, 0.18, 0.22, 0.26, 0.3, 0.34, 0.4)
LINES = (0.34, 0.38, 0.42, 0.46, 0.5, 0.54, 0.58)


def load_score(shared: Path):
    spec = importlib.util.spec_from_file_location("score_coref", shared / "bench/score_coref.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def use(scorers: dict[str, Scorer]) -> None:
    """Let the stages take scorers from memory: this process measures folds, it ships nothing."""
    for module in (occasions, mentions, events):
        module.load_scorer = scorers.__getitem__


def make_scorer(rows, truth, l2=1.0) -> Scorer:
    bias, weights = fit(rows, truth, l2=l2)
    return Scorer(bias=bias, weights=weights)


def split(summaries, key):
    for k in range(FOLDS):
        yield [s for s in summaries if key(s) % FOLDS != k], [s for s in summaries if key(s) % FOLDS == k]


def score_occasions(score, held, gold, out, layer=OCCASIONS) -> None:
    truth = score.groups({s.report: gold[s.report] for s in held})
    for threshold in STEPS:
        occasions.OCCASIONS = replace(layer, threshold=threshold)
        found = occasions.group_occasions(held).group_of()
        out["occasions, pairwise F1", threshold].append(score.pairwise(truth, score.groups(found))[2])


def fold_by(gold):
    return lambda s: zlib.crc32(str(gold[s.report]).encode())


def run_together(shared: Path, score, out) -> None:
    summaries, gold = load_gva(shared / "data/gva")
    fold = fold_by(gold)
    scorers = [make_scorer(*train_scorers.occasion_rows(rest, gold), l2=0.3) for rest, _ in split(summaries, fold)]

    def compare(pairs):
        columns = occasions.occasion_features(pairs)
        by_fold = [scorer.score_all(columns, len(pairs)) for scorer in scorers]
        return [Found(by_fold[fold(a) % FOLDS][row], "") for row, (a, _) in enumerate(pairs)]

    score_occasions(score, summaries, gold, out, replace(OCCASIONS, compare=compare))


def run_incidents(shared: Path, score, out) -> None:
    summaries, gold = load_gva(shared / "data/gva")
    for rest, held in split(summaries, fold_by(gold)):
        use({"occasion_pairs": make_scorer(*train_scorers.occasion_rows(rest, gold), l2=0.3)})
        score_occasions(score, held, gold, out)


def run_crossdoc(shared: Path, score, out) -> None:
    summaries, gold_events, gold_entities = load_ecb(shared / "data/ecbplus", "Train")
    topics = sorted({topic(s) for s in summaries}, key=int)
    gold = {s.report: train_scorers.subtopic(s.report) for s in summaries}
    for rest, held in split(summaries, lambda s: topics.index(topic(s))):
        bias, weights = train_scorers.fit_undated(rest, gold)
        scorers = {"occasion_pairs_undated": Scorer(bias=bias, weights=weights)}
        use(scorers)
        score_occasions(score, held, gold, out)
        occasions.OCCASIONS = OCCASIONS
        scorers["mention_pairs"] = make_scorer(*train_scorers.mention_rows(rest, gold_entities))
        bias, weights = train_scorers.fit_events(rest, gold_events)
        scorers["event_pairs"] = Scorer(bias=bias, weights=weights)
        score_lines(score, held, gold_events, gold_entities, out)


def score_lines(score, held, gold_events, gold_entities, out) -> None:
    of_events = {e.line: gold_events[e.line] for s in held for e in s.events}
    of_entities = {e.line: gold_entities[e.line] for s in held for e in s.entities}
    groups, entities = occasions.group_occasions(held).group_of(), mentions.link_mentions(held).group_of()
    for threshold in LINES:
        found = mentions.link_mentions(held, threshold).group_of()
        out["entities, CoNLL", threshold].append(score.coref(of_entities, found)["conll"])
        events.THRESHOLD = threshold
        grouping = events.link_events(held, Walls(), entities, groups, guarded=False)
        result = score.coref(of_events, grouping.group_of())
        out["events, CoNLL", threshold].append(result["conll"])
        out["events, pairwise F1", threshold].append(result["pair"][2])


def topic(summary) -> str:
    return summary.report.split("_", maxsplit=1)[0]


def main(shared: Path, parts: list[str]) -> None:
    score = load_score(shared)
    for part in parts:
        out: dict[tuple[str, float], list[float]] = defaultdict(list)
        {"incidents": run_incidents, "together": run_together, "crossdoc": run_crossdoc}[part](shared, score, out)
        for (what, threshold), values in sorted(out.items()):
            print(f"{part:10s} {what:24s} {threshold:.2f}  {mean(values):.3f}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or ["incidents", "crossdoc"])
