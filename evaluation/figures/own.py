"""Own annotated sentences: counted, of, by, as_of, and what was invented; agreement of the two passes."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import yaml

from onrecord.model import Reading
from onrecord.resources import Resources
from onrecord.stages.figures import find_figures
from onrecord.stages.figures.nouns import singular
from onrecord.testing import make_report

DATA = Path(__file__).parents[2] / "tests/stages/figures/data"
SLOTS = ("counted", "of", "by", "as_of")


def load_sentences(name):
    """Return [(id, text, [(number, {slot: words or None})])]."""
    rows = []
    for entry in yaml.safe_load((DATA / name).read_text(encoding="utf-8"))["entries"]:
        figures = []
        for line in entry["figures"]:
            number, *slots = (part.strip() for part in line.split(" | "))
            figures.append((number, {k: None if v == "-" else v for k, v in zip(SLOTS, slots, strict=True)}))
        rows.append((entry["id"], entry.get("text"), figures))
    return rows


def read_sentence(backend, text, *, entities=True):
    """Return a reading with whatever stages before figures are there."""
    from onrecord.stages.entities import find_entities
    from onrecord.stages.events import find_events
    from onrecord.stages.quotations import find_quotations
    from onrecord.stages.timexes import find_timexes

    report = make_report(text)
    parse = backend.parse_report(report)
    reading = Reading(
        report=report, parse=parse, sentences=tuple(parse.sentence_span(i) for i in range(len(parse.sentences)))
    )
    steps = (
        ("entities", find_entities),
        ("timexes", find_timexes),
        ("quotations", find_quotations),
        ("events", find_events),
    )
    for name, stage in steps if entities else ():
        reading = replace(reading, **{name: stage(reading, Resources()).items})
    return reading


def head_word(words):
    """Return the word that two spans must share to be the same: the last one before ``of``, ``for``."""
    for stop in (" of ", " for "):
        words = words.split(stop)[0] if stop in words else words
    return singular(words.lower().replace("’", "'").removesuffix("'s").split()[-1])


def found_slots(reading, figure):
    """Return {slot: words or None} of one of our figures."""
    text = reading.report.text
    times = {t.id: t.span.cut(text) for t in reading.timexes}
    by_id = {f.id: f for f in reading.figures}
    whole = by_id[figure.of].span.cut(text) if isinstance(figure.of, str) else figure.of
    return {
        "counted": figure.counted.cut(text) if figure.counted else None,
        "of": whole,
        "by": figure.by_words.cut(text) if figure.by_words else None,
        "as_of": times.get(figure.as_of),
    }


def same(slot, ours, gold, values):
    """Tell whether a slot is right."""
    if ours is None or gold is None:
        return ours is None and gold is None
    if slot == "of":
        return gold in str(ours) or values.get(gold) == ours
    if slot == "as_of":
        return (
            ours in gold or gold in ours or bool(set(ours.lower().split()) & set(gold.lower().split()) - {"the", "of"})
        )
    mine = {singular(w) for w in ours.lower().replace("’", "'").replace("'s", "").replace(",", "").split()}
    return head_word(gold) in mine


def score_own(readings, rows, verbose=False):
    """Return {slot: (right where gold has one, invented where it has none)} and figure counts."""
    tally = Counter()
    for parsed, (name, _, golds) in zip(readings, rows, strict=True):
        figures = find_figures(parsed, Resources()).items
        reading = replace(parsed, figures=figures)
        left = list(figures)
        values = {"five": 5.0, "10": 10.0, "three": 3.0, "two": 2.0}
        for number, slots in golds:
            figure = next((f for f in left if number in f.span.cut(reading.report.text)), None)
            tally["gold"] += 1
            if figure is None:
                tally["missed"] += 1
                if verbose:
                    print("MISSED", name, number)
            else:
                left.remove(figure)
            ours = found_slots(reading, figure) if figure else dict.fromkeys(SLOTS)
            for slot in SLOTS:
                kind = "right" if slots[slot] is not None else "invented"
                tally[slot, "total", kind] += 1
                good = same(slot, ours[slot], slots[slot], values)
                tally[slot, kind] += good if kind == "right" else not good
                if verbose and not good:
                    print(slot, name, f"[{number}] ours={ours[slot]!r} gold={slots[slot]!r}")
        tally["extra"] += len(left)
        if verbose and left:
            print("EXTRA", name, [f.span.cut(reading.report.text) for f in left])
    return tally


def summary(tally):
    """Return {slot: (accuracy, invention rate)} with the share of figures missed and extra."""
    out = {
        s: (
            tally[s, "right"] / tally[s, "total", "right"],
            tally[s, "invented"] / max(1, tally[s, "total", "invented"]),
        )
        for s in SLOTS
    }
    empty = sum(tally[s, "total", "invented"] for s in SLOTS)
    out["invented"] = sum(tally[s, "invented"] for s in SLOTS) / empty
    out["missed"] = tally["missed"] / tally["gold"]
    out["extra"] = tally["extra"] / tally["gold"]
    return out


def agreement(first, second):
    """Return {slot: share of figures of either pass on which both say the same}."""
    tally = Counter()
    other = {name: figures for name, _, figures in second}
    for name, _, figures in first:
        left = list(other[name])
        for number, slots in figures:
            pair = next((row for row in left if row[0] in number or number in row[0]), None)
            tally["figures"] += 1
            if pair is None:
                continue
            left.remove(pair)
            tally["both"] += 1
            for slot in SLOTS:
                tally[slot] += same(slot, pair[1][slot], slots[slot], {})
        tally["figures"] += len(left)
    return {"figures": tally["both"] / tally["figures"], **{s: tally[s] / tally["both"] for s in SLOTS}}
