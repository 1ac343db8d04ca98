"""Makes a large story of readings without running a model: the same people, places and occurrences told again and again.

Every report has a text, and every line points into it, so that a made story is checked, searched, linked, decided on
and shown as a real one is.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from onrecord.model import (
    Entity,
    EntityType,
    Event,
    EventType,
    Factuality,
    Figure,
    Mention,
    MentionForm,
    Office,
    Published,
    PublishedMethod,
    Quotation,
    QuotationKind,
    Reading,
    Span,
    Timex,
    TimexType,
)
from onrecord.model.decisions import Verb
from onrecord.store import Story, open_story
from onrecord.store.prepared import prepare
from onrecord.store.reports import Piece
from onrecord.testing import make_report

FIRST = ("Ada", "Piet", "Yuki", "Zoë", "Omar", "Inés", "Otto", "Rosa", "Lev", "Mina", "Kofi", "Sara", "Jun", "Olga")
PARTS = ("lund", "haan", "mor", "berg", "dal", "sen", "vik", "ros", "kar", "tal", "win", "fel", "gar", "hol", "nes")
OUTLETS = ("Courier", "Ledger", "Evening Post", "Harbour Radio", "Tribune", "Observer", "Gazette")
OFFICES = ("mayor", "governor", "minister", "union leader", "chief engineer", "judge")
THINGS = ("homes", "workers", "bridges", "pupils", "cracks", "ships", "claims")
TRIGGERS = (
    *(("met", EventType.CONSULT), ("arrested", EventType.COERCE), ("accused", EventType.ACCUSE)),
    *(("visited", EventType.CONSULT), ("fined", EventType.SANCTION), ("threatened", EventType.THREATEN)),
)
HOWEVER = (
    "Residents waited outside for hours while lorries brought sand and timber from the depot by the river",
    "Nobody could find the clerk who kept the key, and the office stayed shut until the evening",
    "The report on the drains was promised for the spring and has been put off twice since then",
    "Shops along the quay had boarded up their windows, and the ferry ran only in the mornings",
    "A second hearing was moved to the old town hall because the court’s heating had failed again",
)
SAID = (
    "the works will be paid for in full before the winter",
    "nobody was told about the damage until it was too late",
    "every family will be asked before anything is signed",
    "the numbers in the first report were never checked",
    "we will rebuild the quay stone by stone 🏗 whatever it costs",
)


@dataclass
class Draft:
    """A text that grows, with the lines that point into it."""

    text: list[str] = field(default_factory=list)
    size: int = 0
    found: dict[str, list] = field(default_factory=lambda: {k: [] for k in KINDS})
    mentions: dict[str, list[Mention]] = field(default_factory=dict)

    def put(self, words: str) -> Span:
        self.text.append(words)
        self.size += len(words)
        return Span(self.size - len(words), self.size)

    def name(self, who: str, cast: dict[str, str]) -> Span:
        span = self.put(who)
        self.mentions.setdefault(cast.setdefault(who, f"E{len(cast) + 1}"), []).append(
            Mention(span=span, form=MentionForm.NAME)
        )
        return span

    def keep(self, kind: str, value: object) -> None:
        self.found[kind].append(value)

    def next_id(self, kind: str) -> str:
        return f"{LETTER[kind]}{len(self.found[kind]) + 1}"


KINDS = ("quotations", "timexes", "events", "figures", "sentences")
WORDS = tuple(" ".join((*HOWEVER, *SAID)).replace(",", "").split())


def sentence(rng: random.Random, size: int) -> str:
    """Words of the place in any order: the size and the make of a sentence, told nowhere else."""
    return " ".join(rng.choice(WORDS) for _ in range(size))


LETTER = {"quotations": "Q", "timexes": "T", "events": "V", "figures": "F", "sentences": "S"}


@dataclass(frozen=True)
class Occurrence:
    """What several reports tell: who, where, when, how many."""

    people: tuple[str, ...]
    town: str
    day: date
    facts: tuple[tuple[str, EventType, int, int, int], ...]
    counts: tuple[tuple[int, int, str], ...]
    said: str


def names(count: int) -> tuple[str, ...]:
    rng = random.Random(7)
    made: dict[str, None] = {}
    while len(made) < count:
        made[f"{rng.choice(FIRST)} {(rng.choice(PARTS) + rng.choice(PARTS)).capitalize()}{rng.choice(PARTS)}"] = None
    return tuple(made)


def occurrence(number: int, cast: tuple[str, ...]) -> Occurrence:
    rng = random.Random(f"o{number}")
    people = tuple(cast[int(len(cast) * rng.random() ** 2.5)] for _ in range(4))
    facts = tuple((*rng.choice(TRIGGERS), *rng.sample(range(4), 2), rng.randrange(9)) for _ in range(6))
    total = rng.randint(60, 900)
    counts = tuple((rng.randint(3, 59), total, rng.choice(THINGS)) for _ in range(5))
    town = f"{rng.choice(PARTS).capitalize()}{rng.choice(PARTS)}by-{rng.choice(PARTS)}"
    return Occurrence(
        people, town, date(2015, 1, 1) + timedelta(days=rng.randrange(3600)), facts, counts, sentence(rng, 14)
    )


def make_reading(number: int, told: Occurrence) -> Reading:
    """One report of an occurrence: about 400 words and 32 lines."""
    rng = random.Random(f"r{number}")
    draft, cast = Draft(), {}
    title = f"{told.people[0]} and the {told.counts[0][2]} of {told.town}, part {number}"
    draft.put(title + "\n\n")
    for trigger, kind, one, other, after in told.facts:
        _event(draft, cast, told, rng, (trigger, kind, told.people[one], told.people[other], after))
        _filler(draft, rng)
    for at in (*rng.sample(range(4), 3), *rng.sample(range(4), 3)):
        _said(draft, cast, (told.people[at], told.people[(at + 1) % 4]), told, rng)
    for part, whole, things in rng.sample(told.counts, 3):
        _counted(draft, cast, told, (part + rng.choice((0, 0, 0, 4)), whole, things))
        _filler(draft, rng)
    published = told.day + timedelta(days=rng.randrange(14))
    known = Published(value=published.isoformat(), method=PublishedMethod.METADATA, confidence=0.9)
    report = make_report(
        "".join(draft.text),
        path=f"made/{number:06d}.txt",
        title=title,
        outlet=rng.choice(OUTLETS),
        published=known if number % 12 else Published(),
    )
    entities = tuple(
        Entity(
            id=local,
            name=who,
            type=EntityType.PLACE if who == told.town else EntityType.PERSON,
            names=(who,),
            offices=(Office(office=OFFICES[number % 6], of=told.town),) if who == told.people[0] else (),
            mentions=tuple(draft.mentions[local]),
        )
        for who, local in cast.items()
    )
    return Reading(report=report, entities=entities, **{k: tuple(draft.found[k]) for k in KINDS})


def _filler(draft: Draft, rng: random.Random) -> None:
    draft.keep("sentences", draft.put(sentence(rng, 16).capitalize() + "."))
    draft.put("\n" if rng.random() < 0.4 else " ")


def _timex(draft: Draft, day: date | None) -> str:
    name = draft.next_id("timexes")
    if day is None:
        span = draft.put("last week")
        draft.keep("timexes", Timex(id=name, span=span, type=TimexType.DATE, value="P1W", anchor="published"))
    else:
        text = day.isoformat()
        span = draft.put(f"{day.day} {day:%B} {day.year}")
        made = Timex(id=name, span=span, type=TimexType.DATE, value=text, edtf=text, earliest=text, latest=text)
        draft.keep("timexes", made)
    return name


def _event(draft: Draft, cast: dict[str, str], told: Occurrence, rng: random.Random, fact: tuple) -> None:
    trigger, kind, one, other, after = fact
    start = draft.size
    draft.name(one, cast)
    draft.put(" ")
    span = draft.put(trigger)
    draft.put(" ")
    draft.name(other, cast)
    draft.put(" in ")
    draft.name(told.town, cast)
    draft.put(" on " if rng.random() < 0.8 else " ")
    when = _timex(draft, told.day + timedelta(days=after) if rng.random() < 0.8 else None)
    draft.put(".")
    event = Event(
        id=draft.next_id("events"),
        trigger=(span,),
        type=kind,
        actor=(cast[one],),
        recipient=(cast[other],),
        place=cast[told.town],
        time=when,
        factuality=rng.choice((Factuality.HAPPENED, Factuality.HAPPENED, *Factuality)),
        score=rng.choice((0.4, 0.8, 0.9)),
        rule="made",
    )
    draft.keep("events", event)
    draft.keep("sentences", Span(start, draft.size))
    draft.put(" ")


def _said(draft: Draft, cast: dict[str, str], people: tuple[str, str], told: Occurrence, rng: random.Random) -> None:
    who, by = people
    start = draft.size
    relayed = rng.random() < 0.35
    if relayed:
        draft.name(by, cast)
        draft.put(" said that ")
    source = draft.name(who, cast)
    draft.put(" ")
    cue = draft.put("said")
    draft.put(" ")
    direct = rng.random() < 0.5
    words = told.said if rng.random() < 0.2 else sentence(rng, 12)
    content = draft.put(f"“{words}”" if direct else f"that {words}")
    draft.put(".")
    quotation = Quotation(
        id=draft.next_id("quotations"),
        kind=QuotationKind.DIRECT if direct else QuotationKind.INDIRECT,
        content=(content,),
        cue=(cue,),
        source=(source,),
        speaker=cast[who],
        relayed_by=(cast[by],) if relayed else (),
        score=rng.choice((0.4, 0.9, 0.9, 0.9)),
        rule="made",
    )
    draft.keep("quotations", quotation)
    draft.keep("sentences", Span(start, draft.size))
    draft.put(" ")


def _counted(draft: Draft, cast: dict[str, str], told: Occurrence, count: tuple[int, int, str]) -> None:
    part, whole, things = count
    start = draft.size
    draft.name(told.town, cast)
    draft.put(" counted ")
    one = draft.put(str(part))
    draft.put(" of the ")
    all_ = draft.put(str(whole))
    draft.put(" ")
    counted = draft.put(things)
    draft.put(" as of ")
    when = _timex(draft, told.day)
    draft.put(".")
    known = {"unit": "count", "counted": counted, "head": counted, "by": cast[told.town], "as_of": when, "rule": "made"}
    name = f"F{len(draft.found['figures']) + 2}"
    draft.keep("figures", Figure(id=draft.next_id("figures"), span=one, low=part, high=part, of=name, **known))
    draft.keep("figures", Figure(id=name, span=all_, low=whole, high=whole, **known))
    draft.keep("sentences", Span(start, draft.size))
    draft.put(" ")


def iter_readings(reports: int) -> Iterator[Reading]:
    cast = names(max(40, min(600, reports // 4)))
    for number in range(reports):
        yield make_reading(number, occurrence(number // 8, cast))


def make_large_story(folder: Path, reports: int, *, link: bool = True) -> Story:
    """Make a story of so many reports with one decision for every eight of them; open."""
    story = open_story(folder, create=True)
    batch = []
    for reading in iter_readings(reports):
        report = reading.report
        story.add(Piece(path=report.path, items=(report,), data=report.text.encode()))
        batch.append(prepare(reading, ()))
        if len(batch) == 200:
            story.save_readings(batch, "made")
            batch = []
    story.save_readings(batch, "made")
    decide(story, reports // 8)
    if link:
        story.relink()
    return story


def decide(story: Story, count: int) -> None:
    """Make decisions of many kinds, spread over the story."""
    rng = random.Random(11)
    ids = sorted(report.id for report, _ in story.reports())
    verbs = (Verb.CONFIRM, Verb.CONFIRM, Verb.REJECT, Verb.UNSURE, Verb.CORRECT, Verb.DATE, Verb.HOLD, Verb.MERGE)
    for n, report in enumerate(rng.sample(ids, min(count, len(ids)))):
        verb = verbs[n % len(verbs)]
        kind = ("quotation", "event", "figure")[n % 3]
        line = rng.choice(story.lines(report=report, kinds=["entity" if verb is Verb.MERGE else kind]))
        target, snapshot = story.target_of(report if verb is Verb.DATE else line.id)
        more = {"field": "score", "value": 0.7} if verb is Verb.CORRECT and kind == "quotation" else {}
        if verb is Verb.CORRECT and not more:
            verb = Verb.PREFER
        if verb is Verb.DATE:
            more = {"value": "2019-03"}
        targets = [target]
        if verb is Verb.MERGE:
            other = next(li for li in story.lines(report=report, kinds=["entity"]) if li.id != line.id)
            targets.append(story.target_of(other.id)[0])
        story.decide(verb, targets, who=f"pat {n % 3}", snapshot=snapshot, reason="checked against the tape", **more)
