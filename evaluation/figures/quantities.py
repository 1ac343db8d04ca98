"""Values and units of quantities in sentences; number specifications."""

import json
from collections import Counter
from pathlib import Path

import yaml

from onrecord.lexicon import load_lexicon
from onrecord.stages.figures.kinds import Kind
from onrecord.stages.figures.nouns import noun_after, singular
from onrecord.stages.figures.numerals import read_numbers
from onrecord.stages.figures.pieces import cut_pieces
from onrecord.stages.figures.quantities import read_quantities
from onrecord.stages.figures.words import load_words

SETS = ("currency", "dimension", "age", "temperature")
COUNTED = {Kind.FIGURE, Kind.DURATION, Kind.OFFSET, Kind.AGE}
NAMES = yaml.safe_load((Path(__file__).parent / "unit_names.yaml").read_text())


def gold_values(value):
    """Return the values that count as right for a gold value: both ends of a range."""
    parts = value.split("-")
    if len(parts) == 2 and all(parts):
        return float(parts[0]), float(parts[1])
    return float(value), float(value)


def gold_units(unit):
    """Return the names of a gold unit as this project writes them."""
    rate = ""
    base, per, under = unit.partition(" per ")
    if per:
        rate = "/" + under
    aged = base.endswith(" of age")
    base = base.removesuffix(" of age")
    names = NAMES.get(base, base)
    names = names if isinstance(names, list) else [names]
    tops = {"age:" + n if aged else n for n in names}
    return {t + ("/" + str(NAMES.get(rate[1:], rate[1:])) if rate else "") for t in tops}


def our_unit(quantity, pieces, words):
    """Return the unit, or for things counted the singular of the head noun."""
    if quantity.kind is Kind.AGE:
        return "age:" + (quantity.unit or "year")
    if quantity.unit:
        return quantity.unit
    end = next((i for i, s in enumerate(pieces.starts) if s >= quantity.span.end), len(pieces))
    found = noun_after(pieces, end, words, one=quantity.low == 1)
    return singular(pieces.words[found[1] - 1]) if found else "-"


def same_unit(ours, golds, gold):
    if ours in golds:
        return True
    return gold not in NAMES and singular(gold.split()[-1]) == ours


def score_sentence(text, golds, words):
    """Return (value hits, unit hits, ours, gold count, notes)."""
    pieces = cut_pieces(text)
    ours = [q for q in read_quantities(text) if q.kind in COUNTED]
    left = list(golds)
    values = units = 0
    extra = []
    for q in ours:
        close = [g for g in left if any(abs(v - q.value) <= 1e-6 * max(1, abs(v)) for v in gold_values(g["value"])[:1])]
        if not close:
            extra.append((q.span.cut(text), q.value))
            continue
        unit = our_unit(q, pieces, words)
        best = next((g for g in close if same_unit(unit, gold_units(g["normalized_unit"]), g["normalized_unit"])), None)
        values += 1
        if best is not None:
            units += 1
        else:
            extra.append(("UNIT", unit, close[0]["normalized_unit"]))
        left.remove(best or close[0])
    return values, units, len(ours), len(golds), extra, [(g["value"], g["normalized_unit"]) for g in left]


def f1(hits, ours, gold):
    return 2 * hits / (ours + gold) if ours + gold else 1.0


def score_quantities(folder, verbose=False):
    """Return {set: (value F1, value + unit F1)} and the total under ``all``."""
    words = load_words(load_lexicon())
    total = Counter()
    out = {}
    for name in SETS:
        part = Counter()
        for row in json.loads((folder / f"{name}-model.json").read_text(encoding="utf-8")):
            values, units, ours, gold, extra, missed = score_sentence(row["text"], row["quantities"], words)
            part.update(values=values, units=units, ours=ours, gold=gold)
            if verbose and (extra or missed):
                print(name, "|", row["text"], "| EXTRA", extra, "| MISSED", missed)
        total.update(part)
        out[name] = f1(part["values"], part["ours"], part["gold"]), f1(part["units"], part["ours"], part["gold"])
    out["all"] = f1(total["values"], total["ours"], total["gold"]), f1(total["units"], total["ours"], total["gold"])
    return out


def score_specifications(folder, verbose=False):
    """Return the share of number specifications read exactly: spans and values."""
    rows = json.loads((folder / "recognizers_number" / "NumberModel.json").read_text(encoding="utf-8"))
    right = 0
    for row in rows:
        want = [(r["Start"], r["End"] + 1, float(r["Resolution"]["value"])) for r in row["Results"]]
        got = [(s.start, s.end, v) for s, v in read_numbers(row["Input"])]
        same = len(want) == len(got) and all(
            a[:2] == b[:2] and abs(a[2] - b[2]) <= 1e-9 * max(1.0, abs(a[2])) for a, b in zip(want, got, strict=True)
        )
        right += same
        if verbose and not same:
            print("spec |", row["Input"], "|", want, "|", got)
    return right / len(rows)
