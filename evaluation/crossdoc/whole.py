"""``python -m evaluation.crossdoc.whole [Dev|Train] [fast|accurate]``: from text to clusters, with our own mentions.

Our lines stand for the gold mention that they overlap most; those that overlap none count against us when they stand in
an annotated sentence. Gold mentions that nothing of ours overlaps are missed. Singletons count on both sides.
"""

import sys
from collections import defaultdict

from evaluation.crossdoc.__main__ import SHARED, scorer
from evaluation.crossdoc.load import read_documents, read_mentions, read_tokens

from onrecord.linking import link_story, summarise
from onrecord.model import LinkOf, Reading
from onrecord.testing import make_report

Spans = list[tuple[int, int]]


class Text:
    """A document as text, with the places of its tokens.

    Args:
        lines: Tokens of each sentence, by its number.
    """

    def __init__(self, lines: dict[int, list[str]]) -> None:
        self.text = "\n".join(" ".join(lines[i]) for i in sorted(lines))
        self.at: dict[tuple[int, int], tuple[int, int]] = {}
        place = 0
        for i in sorted(lines):
            for number, word in enumerate(lines[i]):
                self.at[i, number] = (place, place + len(word))
                place += len(word) + 1

    def span(self, sentence: int, tokens: list[int]) -> tuple[int, int]:
        """Return the code points from the first of the tokens to the last."""
        return self.at[sentence, min(tokens)][0], self.at[sentence, max(tokens)][1]

    def bounds(self, sentence: int, count: int) -> tuple[int, int]:
        """Return where an annotated sentence of so many tokens begins and ends."""
        return self.span(sentence, [0, count - 1])


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Return how many code points two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def match(ours: dict[str, tuple[str, tuple[int, int]]], gold: dict[str, tuple[int, int]], inside: Spans, found) -> None:
    """Write mention -> our cluster into ``found``, each gold mention once, best overlap first.

    Args:
        ours: Our mention -> its cluster and its span.
        gold: Gold mention -> its span.
        inside: The annotated sentences.
    """
    pairs = sorted(
        ((overlap(span, other), -(span[1] - span[0]), name, wanted) for name, (_, span) in ours.items()
         for wanted, other in gold.items() if overlap(span, other)),
        reverse=True,
    )  # fmt: skip
    taken: dict[str, str] = {}
    for _, _, name, wanted in pairs:
        if name not in taken and wanted not in taken.values():
            taken[name] = wanted
    for name, (cluster, span) in ours.items():
        if name in taken or any(overlap(span, s) for s in inside):
            found[taken.get(name, name)] = cluster


def our_mentions(readings: dict[str, Reading]) -> dict[str, dict[str, dict[str, tuple[str, tuple[int, int]]]]]:
    """Link the readings; return kind -> document -> our mention -> its cluster and its span."""
    ids = {name: f"r-{n}" for n, name in enumerate(readings)}
    summaries, places = [], {"events": defaultdict(dict), "entities": defaultdict(dict)}
    for name, reading in readings.items():
        lines = {x.id: f"{ids[name]}.{x.id}" for group in (reading.entities, reading.events, reading.quotations,
                                                           reading.figures, reading.timexes) for x in group}  # fmt: skip
        summaries.append(summarise(reading, lines))
        for event in reading.events:
            span = event.trigger[0]
            places["events"][name][lines[event.id]] = (lines[event.id], (span.start, span.end))
        for entity in reading.entities:
            for n, mention in enumerate(entity.mentions):
                span = mention.span
                places["entities"][name][f"{lines[entity.id]}.{n}"] = (lines[entity.id], (span.start, span.end))
    links = link_story(summaries)
    for kind, of in (("events", LinkOf.EVENT), ("entities", LinkOf.ENTITY)):
        cluster = links.cluster_of(of)
        for rows in places[kind].values():
            rows.update({k: (cluster[line].id, span) for k, (line, span) in rows.items()})
    return places


def main() -> int:
    folder = SHARED / "data/ecbplus"
    if not folder.is_dir():
        print("skipped: ../shared/data/ecbplus is not on this machine")
        return 0
    from onrecord.pipeline import load_pipeline
    from onrecord.resources import Options

    part, reader = (*sys.argv[1:3], *("Dev", "fast")[len(sys.argv[1:3]) :])
    pipeline = load_pipeline(Options(reader=reader))
    annotated = read_documents(folder / f"ECB_{part}_corpus.txt")
    # The mention lists count tokens as the corpus file does, which now and then splits a sentence otherwise.
    texts = {n: Text({**(read_tokens(folder / "xml", n) or {}), **annotated[n]}) for n in sorted(annotated)}
    readings = {name: pipeline.read(make_report(text.text, id=name)) for name, text in texts.items()}
    places = our_mentions(readings)
    score = scorer()
    print(f"ECB+ {part}, our own mentions ({reader}), singletons kept   gold  ours  matched   CoNLL    LEA   pairwise")
    for kind, file in (("events", "Event"), ("entities", "Entity")):
        gold, spans, found = {}, defaultdict(dict), {}
        for m in read_mentions(folder / f"ECB_{part}_{file}_gold_mentions.json"):
            gold[m["line"]] = m["coref_chain"]
            spans[m["doc_id"]][m["line"]] = texts[m["doc_id"]].span(m["sent_id"], m["tokens_number"])
        for name, text in texts.items():
            inside = [text.bounds(i, len(words)) for i, words in annotated[name].items()]
            match(places[kind][name], spans[name], inside, found)
        out = score.coref(gold, found)
        hit = len(gold.keys() & found.keys())
        figures = f"{100 * out['conll']:6.1f} {100 * out['lea'][2]:6.1f} {100 * out['pair'][2]:6.1f}"
        print(f"{kind:58s} {len(gold):5d} {len(found):5d} {hit:8d}  {figures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
