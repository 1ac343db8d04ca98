"""How linking grows: ``python benchmarks/linking_scale.py 10000 30000``.

Makes synthetic reports (about 220 words, 6 entities, 5 events, 2 quotations, 3 figures, one in six a copy),
links them as one story, and prints CPU seconds, wall seconds and memory, and how they grow.
"""

import argparse
import random
import resource
import sys
import time
from datetime import date

from onrecord.linking import link_story
from onrecord.linking.facts import EntityFact, EventFact, FigureFact, QuotationFact, ReportSummary, When
from onrecord.linking.summarise import capital_phrases, capital_stems, find_ages
from onrecord.linking.words import content_stems, pack, pack_words, shingles, split_words
from onrecord.model import EntityType, EventType, Factuality, QuotationKind

START = date(2015, 1, 1).toordinal()
SYLLABLES = ["ka", "lo", "mir", "ven", "tas", "ru", "del", "or", "bin", "sha", "gor", "el", "fa", "nu", "pe", "zi"]
TRIGGERS = {
    "met": EventType.CONSULT, "arrested": EventType.COERCE, "signed": EventType.AGREE, "attacked": EventType.ASSAULT,
    "protested": EventType.PROTEST, "visited": EventType.CONSULT, "accused": EventType.ACCUSE, "fined": EventType.SANCTION,
}  # fmt: skip
FILLER = [
    "residents",
    "waited",
    "outside",
    "for",
    "hours",
    "while",
    "lorries",
    "brought",
    "sand",
    "timber",
    "and",
    "tools",
    "from",
    "the",
    "depot",
    "by",
    "the",
    "river",
    "the",
    "council",
    "had",
    "promised",
    "a",
    "report",
    "on",
    "drains",
    "lamps",
    "fences",
    "and",
    "roofs",
    "but",
    "nobody",
    "could",
    "find",
    "the",
    "clerk",
    "who",
    "kept",
    "the",
    "key",
]


def word(rng: random.Random, parts: int = 3) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(parts)).capitalize()


def person(rng: random.Random) -> str:
    return f"{word(rng, 2)} {word(rng)}"


def make_story(story: int, reports: int, first: int) -> list[ReportSummary]:
    """The reports of one occurrence: same people, place and days; each tells it in its own words."""
    rng = random.Random(story)
    people, town, firm = [person(rng) for _ in range(4)], word(rng), f"{word(rng)} Lines"
    day = START + rng.randrange(3000)
    said = " ".join(rng.choice(FILLER) for _ in range(14))
    facts = [(rng.choice(list(TRIGGERS)), rng.sample(range(4), 2), day + rng.randrange(10)) for _ in range(5)]
    counts = [(rng.randint(13, 900), rng.choice(("workers", "houses", "ships", "pupils"))) for _ in range(3)]
    out: list[ReportSummary] = []
    for i in range(reports):
        own = random.Random(story * 1000 + i)
        if out and own.random() < 1 / 6:
            out.append(rename(out[-1], f"r{first + i}"))
            continue
        out.append(make_report(f"r{first + i}", own, people, town, firm, day, said, facts, counts))
    return out


def rename(summary: ReportSummary, name: str) -> ReportSummary:
    from dataclasses import replace

    def mine(line: str) -> str:
        return f"{line[0]}{name}{line[line.rindex('.') :]}"

    return replace(
        summary,
        report=name,
        entities=tuple(replace(e, line=mine(e.line)) for e in summary.entities),
        events=tuple(
            replace(v, line=mine(v.line), actor=tuple(map(mine, v.actor)), recipient=tuple(map(mine, v.recipient)))
            for v in summary.events
        ),
        quotations=tuple(replace(q, line=mine(q.line), speaker=mine(q.speaker)) for q in summary.quotations),
        figures=tuple(replace(f, line=mine(f.line)) for f in summary.figures),
    )


def make_report(name, rng, people, town, firm, day, said, facts, counts) -> ReportSummary:
    told = day + rng.randrange(14)
    when = lambda d: When(edtf=date.fromordinal(d).isoformat(), earliest=d, latest=d)  # noqa: E731
    lines = [
        " ".join([f"{people[a]}", trigger, f"{people[b]} in {town}", *rng.sample(FILLER, 14)])
        for trigger, (a, b), _ in facts
    ]
    lines += [f"{n} {what} of {firm} " + " ".join(rng.sample(FILLER, 12)) for n, what in counts]
    text = ". ".join(lines) + ". " + said
    words = split_words(text)
    entity = {j: f"E{name}.{j}" for j in range(6)}
    packed = {
        line: {"context": pack_words(content_stems(line)), "names": pack_words(capital_stems(line))} for line in lines
    }
    return ReportSummary(
        report=name, published=when(told), words=len(words), digest=str(hash(text)), sketch=pack(shingles(words)),
        numbers=pack_words(w for w in words if w[0].isdigit()), terms=pack_words(content_stems(text)),
        lead=pack_words(content_stems(lines[0] + " " + lines[1])), names=pack_words(capital_stems(text)),
        phrases=pack_words(capital_phrases(text)), ages=pack_words(find_ages(text)), days=(day, told),
        entities=(
            *(EntityFact(line=entity[j], name=p, names=(p,), type=EntityType.PERSON) for j, p in enumerate(people)),
            EntityFact(line=entity[4], name=town, names=(town,), type=EntityType.PLACE),
            EntityFact(line=entity[5], name=firm, names=(firm,), type=EntityType.ORGANISATION),
        ),
        events=tuple(
            EventFact(line=f"V{name}.{j}", type=TRIGGERS[t], trigger=t, actor=(entity[a],), recipient=(entity[b],), place=None,
                      when=when(d) if rng.random() < 0.6 else None, factuality=Factuality.HAPPENED, position=j / 9, **packed[lines[j]])
            for j, (t, (a, b), d) in enumerate(facts)
        ),
        quotations=tuple(
            QuotationFact(line=f"Q{name}.{j}", kind=QuotationKind.DIRECT, text=said if j == 0 else " ".join(rng.sample(FILLER, 12)), speaker=entity[j])
            for j in range(2)
        ),
        figures=tuple(
            FigureFact(line=f"F{name}.{j}", text=str(n), low=n, high=n, unit="count", counted=what, as_of=when(told), **packed[lines[5 + j]])
            for j, (n, what) in enumerate(counts)
        ),
    )  # fmt: skip


def make(count: int, each: int = 12) -> list[ReportSummary]:
    out: list[ReportSummary] = []
    story = 0
    while len(out) < count:
        out += make_story(story, min(each, count - len(out)), len(out))
        story += 1
    return out


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="+", type=int)
    last = None
    print("reports     CPU s    wall s   peak MB   before MB   events>1   growth")
    for count in parser.parse_args().counts:
        summaries = make(count)
        before = memory()
        cpu, wall = time.process_time(), time.perf_counter()
        linked = link_story(summaries)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        several = sum(len(c.lines) > 1 for c in linked.events)
        growth = f"{cpu / last:.1f}" if last else ""
        print(f"{count:7d} {cpu:9.1f} {wall:9.1f} {memory():9.0f} {before:11.0f} {several:10d}   {growth}", flush=True)
        last = cpu


if __name__ == "__main__":
    sys.exit(main())
