"""Stories of made-up readings: no model, the same on every run."""

from dataclasses import replace
from itertools import count

from onrecord.decisions.fields import from_document
from onrecord.decisions.targets import target_of_spans
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
    Rejection,
    Residue,
    Span,
    Timex,
    TimexType,
)
from onrecord.model.decisions import Verb
from onrecord.model.reading import Diagnostic
from onrecord.store import open_story
from onrecord.store.prepared import prepare
from onrecord.store.reports import Piece
from onrecord.testing import make_report

PEOPLE = ("Ada Lund", "Piet Haan", "Yuki Mori", "Zoë D’Arcy", "Omar Sayed")
TYPES = (EventType.CONSULT, EventType.ASSAULT, EventType.AID)
FACTS = tuple(Factuality)


def clock():
    ticks = count()
    return lambda: f"2026-01-01T00:00:{next(ticks) // 1000000:02d}.{next(ticks) % 1000000:06d}+00:00"


def made_reading(number, sentences=10, dated=True):
    """A report of so many sentences, each with a quotation, a time, an event, a figure and a name."""
    parts, offset = [], 0
    spans = {"sentences": [], "quotations": [], "timexes": [], "events": [], "figures": []}
    mentions = {}
    for n in range(sentences):
        who = PEOPLE[(number + n) % len(PEOPLE)]
        size = 10 + number * 7 + n
        inner = f"the crews met at dike {number}-{n} and counted {size} homes 🏠 lost"
        day = f"2024-{1 + n % 12:02d}-{1 + number % 28:02d}"
        head = f"{who} said on {day} that "
        sentence = f"{head}{inner}."
        at = offset + len(head)

        def place(words, start, sentence=sentence, offset=offset):
            found = offset + sentence.index(words, start - offset)
            return Span(found, found + len(words))

        spans["sentences"].append(Span(offset, offset + len(sentence)))
        mentions.setdefault(who, []).append(Mention(span=Span(offset, offset + len(who)), form=MentionForm.NAME))
        speaker = f"E{PEOPLE.index(who) + 1}"
        kind = (QuotationKind.INDIRECT, QuotationKind.MIXED, QuotationKind.DIRECT)[n % 3]
        spans["quotations"].append(
            Quotation(
                id=f"Q{n + 1}",
                kind=kind,
                content=(Span(at, at + len(inner)),),
                cue=(place("said", offset),),
                source=(Span(offset, offset + len(who)),),
                speaker=speaker,
                relayed_by=("Orrby Radio",) if n % 4 == 1 else (),
                score=0.4 if n % 5 == 4 else 0.9,
                strength="denied" if n % 3 == 1 else "said",
                negated=n % 6 == 2,
                rule="made",
            )
        )
        when = place(day, offset)
        spans["timexes"].append(
            Timex(id=f"T{n + 1}", span=when, type=TimexType.DATE, value=day, edtf=day, earliest=day, latest=day)
            if n % 3
            else Timex(id=f"T{n + 1}", span=when, type=TimexType.DATE, value="XXXX-WXX-2", anchor="none")
        )
        spans["events"].append(
            Event(
                id=f"V{n + 1}",
                trigger=(place("met", at),),
                type=TYPES[n % 3],
                actor=(speaker,),
                time=f"T{n + 1}",
                factuality=FACTS[n % len(FACTS)],
                said_in=f"Q{n + 1}",
                score=0.8,
            )
        )
        spans["figures"].append(
            Figure(
                id=f"F{n + 1}",
                span=place(str(size), at + inner.index("counted") - 0),
                low=float(size),
                high=float(size) if n % 2 else None,
                approximate=bool(n % 2),
                unit="count",
                counted=place("homes", at),
                by=speaker,
                said_in=f"Q{n + 1}",
                as_of=f"T{n + 1}",
            )
        )
        parts.append(sentence)
        offset += len(sentence) + 1
    furniture = f"=SHARE({number}) | Read more"
    text = "\n".join([*parts, furniture])
    published = Published(value=f"2024-06-{1 + number % 28:02d}", method=PublishedMethod.METADATA, confidence=0.9)
    report = make_report(
        text,
        path=f"in/made-{number}.txt",
        title=f"=Report {number}, “the dikes”",
        outlet=f"Outlet {number % 3}",
        published=published if dated else Published(),
        residue=(Residue(span=Span(offset, offset + len(furniture)), reason="furniture"),),
        left_out=("a caption left out",),
    )
    entities = tuple(
        Entity(
            id=f"E{PEOPLE.index(who) + 1}",
            name=who,
            type=EntityType.PERSON,
            names=(who,),
            offices=(Office(office="mayor", of="Orrby"),) if who == PEOPLE[0] else (),
            mentions=tuple(found),
        )
        for who, found in sorted(mentions.items(), key=lambda kv: PEOPLE.index(kv[0]))
    )
    doubt = Diagnostic(stage="timexes", code="made-doubt", span=Span(0, 3), message="made up")
    return Reading(report=report, entities=entities, diagnostics=(doubt,), **{k: tuple(v) for k, v in spans.items()})


def make_story(folder, reports=4, sentences=5, undated=(1,), *, link=True):
    """An open story of made-up reports."""
    story = open_story(folder, create=True, clock=clock())
    for number in range(reports):
        add_reading(story, made_reading(number, sentences, dated=number not in undated))
    refused = Rejection(path="in/broken.pdf", code="damaged", reason="the file ends early")
    story.add(Piece(path="in/broken.pdf", items=(refused,)))
    if link:
        story.relink()
    return story


def add_reading(story, reading):
    story.add(Piece(path=reading.report.path, items=(reading.report,), data=reading.report.text.encode()))
    _, decisions = story.to_read(reading.report.id)
    story.save_readings([prepare(reading, decisions)], "made")


CORRECTIONS = {
    "quotation": ("medium", "in a letter"),
    "event": ("factuality", "planned"),
    "figure": ("low", 3.0),
    "entity": ("country", "NOR"),
    "timex": ("edtf", "2024-02"),
}


def decide(story, verb, lines, *, reason="checked", who="ann"):
    """One decision of any kind on lines (only the first for most kinds)."""
    if verb is Verb.UNDO:
        done = story.decisions()
        return story.undo(done[len(lines[0].quote) % len(done)].id, who=who) if done else None
    if verb is Verb.DATE:
        target, _ = story.target_of(lines[0].report)
        return story.decide(verb, [target], who=who, value="2023-05")
    if verb in {Verb.MERGE, Verb.SPLIT}:
        same = [li for li in lines if li.kind == lines[0].kind and li.kind != "timex" and li.spans][:2]
        if len(same) < 2:
            return None
        return story.decide(verb, [story.target_of(li.id)[0] for li in same], who=who, reason=reason)
    if verb is Verb.ADD:
        return add_line(story, lines[0], who)
    if not lines[0].spans:
        return None
    target, snapshot = story.target_of(lines[0].id)
    field, value = CORRECTIONS[lines[0].kind] if verb is Verb.CORRECT else (None, None)
    return story.decide(verb, [target], who=who, field=field, value=value, snapshot=snapshot, reason=reason)


def add_line(story, near, who):
    """A line that the machine missed: the first word of a line's sentence as a quotation."""
    report = story.report(near.report)
    start = report.text.index(near.sentence) if near.sentence else 0
    span = Span(start, start + 3)
    item = from_document("quotation", {"id": "A", "kind": "direct", "content": [[span.start, span.end]]})
    target = target_of_spans(report, "quotation", (span,), line=f"Qadded{near.report}{start}")
    snapshot = {"id": "A", "kind": "direct", "content": [[span.start, span.end]], "speaker": {"entity": "Ada Lund"}}
    assert item.content == (span,)
    return story.decide(Verb.ADD, [target], who=who, snapshot=snapshot)


def edited(reading, old, new):
    """The same file with a changed text, and no lines read from it yet."""
    text = reading.report.text.replace(old, new)
    report = make_report(text, path=reading.report.path, title=reading.report.title)
    return replace(Reading(report=report), sentences=(Span(0, len(text)),))
