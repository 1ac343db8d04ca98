"""Synthetic reports for measuring: a town of names and words with the uneven shares that news has.

A stream: ten reports a day, so twice the reports are twice the days, and every story brings words and names that none
before it had. Common words fill most of a text, few people stand in many reports, most stories are short, one is in a
twentieth of all reports however many there are, and one report in six is a copy, cut or whole. Nothing is read from any
corpus; names and words are syllables.
"""

import random
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate
from itertools import count as count_up

from onrecord.lexicon import load_lexicon
from onrecord.linking.facts import EntityFact, EventFact, FigureFact, QuotationFact, ReportSummary, When
from onrecord.linking.words import hash_word, stem
from onrecord.model import EntityType, EventType, Factuality, QuotationKind

START = date(2005, 1, 1).toordinal()
RATE = 10
"""Reports a day."""
NEW = 0.25
"""Share of the family names and places of a story that no other story has."""
TYPES = list(EventType)
HUB = 20
"""One report in so many belongs to the largest story."""


def syllables(number: int) -> str:
    """Return a made-up word for a number; no two numbers share one."""
    out = ""
    number += 40
    while number:
        number, rest = divmod(number, 80)
        out += "bdfgklmnprstvzhj"[rest % 16] + "aeiou"[rest // 16]
    return out


class Words:
    """Numbered words with Zipf's shares, flattened at the top as those of content words are.

    Texts are compared without function words; the commonest of the others is seven words in a thousand.
    """

    def __init__(self, count: int, offset: int = 0) -> None:
        self.words = [syllables(offset + n) for n in range(count)]
        self._weights = list(accumulate(1 / (n + 20) for n in range(count)))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self.words, cum_weights=self._weights, k=count)


@lru_cache(maxsize=500_000)
def stem_hash(word: str) -> int:
    return hash_word(stem(word))


def pack(words: list[str]) -> bytes:
    return array("I", sorted({stem_hash(w) for w in words})).tobytes()


@dataclass(frozen=True, slots=True)
class Told:
    """What a story tells: an event, a figure or a statement, with the words that belong to it."""

    words: list[str]
    who: tuple[int, int] = (0, 1)
    trigger: str = ""
    kind: EventType = EventType.CONSULT
    day: int = 0
    value: int = 0


class Town:
    """Where all made reports come from."""

    def __init__(self, seed: int = 7) -> None:
        self.rng = random.Random(seed)
        self.coined = count_up(5_000_000)
        self.days = 1000
        self.common = Words(30_000)
        self.first, self.family = Words(400, 1_000_000), Words(4_000, 2_000_000)
        self.places, self.firms = Words(800, 3_000_000), Words(3_000, 4_000_000)
        self.known = [self.person() for _ in range(300)]
        families = load_lexicon().entries("linking/families")
        self.triggers = [(word, n) for n, words in enumerate(families.values()) for word in str(words).split()]

    def person(self) -> str:
        return f"{self.first.draw(self.rng, 1)[0]} {self.name(self.family)}".title()

    def name(self, known: Words) -> str:
        """Return a name that others may have too, or now and then one that nobody had before."""
        return self.coin() if self.rng.random() < NEW else known.draw(self.rng, 1)[0]

    def coin(self) -> str:
        """Return a word that was never there before."""
        return syllables(next(self.coined))

    def stories(self, count: int) -> Iterator[ReportSummary]:
        """Yield so many reports, story by story, the largest in between."""
        self.days = max(30, count // RATE)
        hub = Story(self, 0)
        number = made = 0
        while made < count:
            number += 1
            story = Story(self, number)
            for _ in range(min(count - made, 200, int(self.rng.paretovariate(0.9)))):
                yield (hub if made % HUB == HUB - 1 else story).report(made)
                made += 1


class Story:
    """One occurrence: same people, place and days; each report tells it in its own words."""

    def __init__(self, town: Town, number: int) -> None:
        rng = self.rng = random.Random(number)
        self.town = town
        few = min(3, int(rng.paretovariate(1)))
        self.people = [town.person() for _ in range(3)] + rng.sample(town.known[:40], 1) + rng.sample(town.known, few)
        self.place, self.firm = town.name(town.places).title(), f"{town.name(town.firms)} lines".title()
        self.day = START + rng.randrange(town.days)
        self.own = [town.coin() for _ in range(4)]
        self.facts = [self._fact() for _ in range(12)]
        self.counts = [Told(town.common.draw(rng, 5), value=rng.randint(3, 900)) for _ in range(6)]
        self.said = [town.common.draw(rng, rng.randint(8, 24)) for _ in range(6)]
        self.last: ReportSummary | None = None

    def _fact(self) -> Told:
        trigger, family = self.rng.choice(self.town.triggers)
        who = tuple(self.rng.sample(range(len(self.people)), 2))
        day = self.day + int(self.rng.expovariate(0.1))
        words = [*self.town.common.draw(self.rng, 5), self.rng.choice(self.own)]
        return Told(words, who=who, trigger=trigger, kind=TYPES[family % len(TYPES)], day=day)  # type: ignore[arg-type]

    def report(self, number: int) -> ReportSummary:
        """Return the next report of the story, or a copy of its last."""
        rng, name = self.rng, f"R{zlib.crc32(str(number).encode()):08x}{number:07d}"
        if self.last is not None and rng.random() < 1 / 6:
            return renamed(self.last, name, cut=rng.random() < 0.4)
        told = self.day + int(rng.expovariate(0.05))
        facts, counts = rng.sample(self.facts, 5), rng.sample(self.counts, 3)
        quotes = [rng.choice(self.said), self.town.common.draw(rng, 14)]
        lines = [[*f.words, f.trigger, *self.town.common.draw(rng, 10)] for f in facts]
        lines += [[*c.words, str(c.value), *self.town.common.draw(rng, 9), self.town.coin()] for c in counts]
        self.last = self._summary(name, told, facts, counts, quotes, lines)
        return self.last

    def _summary(self, name, told, facts, counts, quotes, lines) -> ReportSummary:
        names = [*self.people, self.place, self.firm]
        parts = [part.lower() for n in names for part in n.split()]
        words = [w for line in lines for w in line] + parts + [w for q in quotes for w in q]
        runs = [" ".join(words[i : i + 5]) for i in range(len(words) - 4)]
        entity = [f"E{name}{j:02d}" for j in range(len(names))]
        capital = pack(parts)
        return ReportSummary(
            report=name, published=day_of(told), words=len(words), digest=f"{zlib.crc32(' '.join(words).encode()):08x}{len(words)}",
            sketch=array("I", sorted({zlib.crc32(r.encode()) for r in runs})).tobytes(),
            numbers=pack([str(c.value) for c in counts]), terms=pack(words), lead=pack(lines[0] + lines[1] + parts[:4]),
            names=capital, phrases=pack(names), days=tuple(sorted({told, *(f.day for f in facts)})),
            entities=tuple(EntityFact(line=e, name=n, names=(n,), type=kind_of(j, len(self.people))) for j, (e, n) in enumerate(zip(entity, names, strict=True))),
            events=tuple(
                EventFact(line=f"V{name}{j:02d}", type=f.kind, trigger=f.trigger, actor=(entity[f.who[0]],), recipient=(entity[f.who[1]],),
                          when=day_of(f.day) if self.rng.random() < 0.5 else None, factuality=Factuality.HAPPENED, position=j / 9,
                          context=pack(lines[j]), names=pack(parts[2 * f.who[0] : 2 * f.who[0] + 2] + parts[2 * f.who[1] : 2 * f.who[1] + 2]))
                for j, f in enumerate(facts)
            ),
            quotations=tuple(
                QuotationFact(line=f"Q{name}{j:02d}", kind=QuotationKind.DIRECT, text=" ".join(q), speaker=entity[j]) for j, q in enumerate(quotes)
            ),
            figures=tuple(
                FigureFact(line=f"F{name}{j:02d}", text=str(c.value), low=c.value, high=c.value, unit="count", counted=" ".join(c.words[:2]),
                           as_of=day_of(told), context=pack(lines[5 + j]), names=capital[:16])
                for j, c in enumerate(counts)
            ),
        )  # fmt: skip


def kind_of(place: int, people: int) -> EntityType:
    if place < people:
        return EntityType.PERSON
    return EntityType.PLACE if place == people else EntityType.ORGANISATION


def day_of(day: int) -> When:
    return When(edtf=date.fromordinal(day).isoformat(), earliest=day, latest=day)


def renamed(summary: ReportSummary, name: str, *, cut: bool) -> ReportSummary:
    """Return a copy under another id; a cut one has half of the shingles and of the lines."""

    def mine(line: str) -> str:
        return f"{line[0]}{name}{line[-2:]}"

    keep = 2 if cut else 1
    events = summary.events[: len(summary.events) // keep]
    return replace(
        summary,
        report=name,
        digest=f"{summary.digest}{name if cut else ''}",
        sketch=summary.sketch[: len(summary.sketch) // 8 * 4] if cut else summary.sketch,
        entities=tuple(replace(e, line=mine(e.line)) for e in summary.entities),
        events=tuple(
            replace(v, line=mine(v.line), actor=tuple(map(mine, v.actor)), recipient=tuple(map(mine, v.recipient)))
            for v in events
        ),
        quotations=tuple(replace(q, line=mine(q.line), speaker=mine(q.speaker or "")) for q in summary.quotations),
        figures=tuple(replace(f, line=mine(f.line)) for f in summary.figures),
    )
