"""Prints how well the entities of a report fit the gold chains of ECB+ dev; ``--split Train`` to tune.

Gold mentions of people, organisations and places (HUM*, LOC*) are given the entity whose mention shares their last
word; without one they stand alone. Singletons count. Names, and all forms, are scored apart; for pronouns: of those
with an antecedent in the document that get an entity, how many get one that holds another mention of their chain.
"""

import argparse
import importlib.util
import json
import pickle
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from evaluation.entities.ecbplus import DATA, PRONOUNS, Document, load

from onrecord.model import Entity, MentionForm, Reading, Span
from onrecord.resources import Resources
from onrecord.stages.entities import find_entities

SCORER = DATA.parents[1] / "bench" / "score_coref.py"
CACHE = Path("/tmp/onrecord-evaluation")
FLOORS = Path(__file__).parent / "floors.json"


def readings(split: str, limit: int | None = None) -> list[tuple[Document, Reading]]:
    """Return documents with their parse, cached between runs."""
    path = CACHE / f"ecb-{split}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())[:limit]
    from onrecord.backends.grammar import load_grammar
    from onrecord.testing import make_report

    grammar = load_grammar()
    out = []
    for document in load(split):
        report = make_report(document.text)
        out.append((document, replace(Reading(report=report), parse=grammar.parse_report(report))))
    CACHE.mkdir(exist_ok=True)
    path.write_bytes(pickle.dumps(out))
    return out[:limit]


def assign(document: Document, reading: Reading, entities: tuple[Entity, ...]) -> dict[int, tuple[str, MentionForm]]:
    """Return for each gold mention the entity and form of the mention that shares its head word."""
    heads: dict[int, list[tuple[int, str, MentionForm]]] = defaultdict(list)
    for entity in entities:
        for mention in entity.mentions:
            heads[_head(reading, mention.span.start, mention.span.end)].append(
                (len(mention.span), entity.id, mention.form)
            )
    out = {}
    for number, gold in enumerate(document.mentions):
        here = heads.get(_head(reading, gold.start, gold.end), ())
        if here:
            size = gold.end - gold.start
            _, name, form = min(here, key=lambda row: abs(row[0] - size))
            out[number] = (name, form)
    return out


def _head(reading: Reading, start: int, end: int) -> int:
    """Return the token that heads a stretch: the last of those whose head lies outside, before any preposition."""
    tokens = [
        t for t in reading.parse.tokens_in(Span(start, end)) if reading.parse.pos[t] not in {"PUNCT", "PART", "ADP"}
    ]
    tops = [t for t in tokens if reading.parse.heads[t] not in tokens or reading.parse.heads[t] == t]
    return tops[0] if tops else -start


def load_scorer():
    """Return the shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_coref", SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def evaluate(split: str = "Dev", *, show: bool = False) -> dict[str, float]:
    """Return the figures."""
    scorer = load_scorer()
    gold: dict[str, dict] = {"names": {}, "all": {}}
    ours: dict[str, dict] = {"names": {}, "all": {}}
    found = total = 0
    pronouns = {"linked": 0, "right": 0, "gold": 0}
    by_word: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for document, reading in readings(split):
        result = assign(document, reading, find_entities(reading, Resources()).items)
        chains = defaultdict(list)
        for number, mention in enumerate(document.mentions):
            chains[mention.chain].append(number)
        for number, mention in enumerate(document.mentions):
            key = (document.name, number)
            entity = result.get(number)
            total += 1
            found += entity is not None
            where = f"{document.name}:{entity[0]}" if entity else f"{document.name}:alone{number}"
            word = mention.text.lower()
            if word in PRONOUNS and len(chains[mention.chain]) > 1:
                _count_pronoun(document, number, chains, result, pronouns, by_word)
            gold["all"][key], ours["all"][key] = f"{document.name}:{mention.chain}", where
            if mention.text[:1].isupper() and word not in PRONOUNS:
                gold["names"][key], ours["names"][key] = f"{document.name}:{mention.chain}", where
    out = {"mentions found": found / total}
    for name in ("names", "all"):
        figures = (
            scorer.report(gold[name], ours[name])
            if hasattr(scorer, "report")
            else _figures(scorer, gold[name], ours[name])
        )
        out |= {f"{name} {k}": v for k, v in figures.items()}
    out["pronoun precision"] = pronouns["right"] / max(1, pronouns["linked"])
    out["pronoun recall"] = pronouns["right"] / max(1, pronouns["gold"])
    for word, (g, linked, right) in sorted(by_word.items(), key=lambda r: -r[1][0]):
        if show:
            print(f"  {word:10} gold {g:4} linked {linked:4} right {right:4}")
    return out


def _count_pronoun(document, number, chains, result, pronouns, by_word):
    mention = document.mentions[number]
    row = by_word[mention.text.lower()]
    pronouns["gold"] += 1
    row[0] += 1
    entity = result.get(number)
    if entity is None:
        return
    others = [
        result[n][0]
        for n in chains[mention.chain]
        if n != number and n in result and document.mentions[n].text.lower() not in PRONOUNS
    ]
    own = [
        n
        for n in result
        if n != number and result[n][0] == entity[0] and document.mentions[n].text.lower() not in PRONOUNS
    ]
    if not others and not own:
        return
    pronouns["linked"] += 1
    row[1] += 1
    right = entity[0] in others
    pronouns["right"] += right
    row[2] += right


def _figures(scorer, gold: dict, ours: dict) -> dict[str, float]:
    g, s = scorer.groups(gold), scorer.groups(ours)
    muc, b3, ceaf, lea = scorer.muc(g, s)[2], scorer.b3(g, s)[2], scorer.ceafe(g, s)[2], scorer.lea(g, s)[2]
    return {"MUC": muc, "B3": b3, "CEAFe": ceaf, "CoNLL": (muc + b3 + ceaf) / 3, "LEA": lea}


def main() -> int:
    """Print the figures and check the floors."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--split", default="Dev")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    if not DATA.exists() or not SCORER.exists():
        print("skipped: ../shared/data/ecbplus is not on this machine")
        return 0
    result = evaluate(args.split, show=args.show)
    for name, value in result.items():
        print(f"{name:24} {value:.3f}")
    if args.split != "Dev" or not FLOORS.exists():
        return 0
    floors = json.loads(FLOORS.read_text())
    low = [k for k, floor in floors.items() if result[k] < floor]
    for name in low:
        print(f"BELOW THE FLOOR: {name} {result[name]:.3f} < {floors[name]}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
