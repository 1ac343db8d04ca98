"""Builds small summaries by hand: a harbour strike told by several outlets."""

from dataclasses import replace
from datetime import date

from onrecord.linking.facts import EntityFact, EventFact, FigureFact, QuotationFact, ReportSummary, When
from onrecord.linking.summarise import capital_stems
from onrecord.linking.words import content_stems, pack, pack_words, shingles, split_words
from onrecord.model import EntityType, EventType, Factuality, Judge, Judgement, Link, LinkOf, QuotationKind


def day(text):
    low = date.fromisoformat(text)
    return When(edtf=text, earliest=low.toordinal(), latest=low.toordinal())


def year(number):
    return When(edtf=str(number), earliest=date(number, 1, 1).toordinal(), latest=date(number, 12, 31).toordinal())


def context(sentence):
    return {"context": pack_words(content_stems(sentence)), "names": pack_words(capital_stems(sentence))}


def report(name, text="", published=None, **known):
    words = split_words(text)
    return ReportSummary(
        report=name,
        published=day(published) if published else None,
        words=len(words),
        digest=" ".join(words) or name,
        sketch=pack(shingles(words)),
        numbers=pack_words(w for w in words if w[0].isdigit()),
        terms=pack_words(content_stems(text)),
        lead=pack_words(content_stems(text)[:30]),
        names=pack_words(capital_stems(text)),
        **known,
    )


def person(line, name, *names, **known):
    return EntityFact(line=line, name=name, type=EntityType.PERSON, names=(name, *names), **known)


def body(line, name, kind=EntityType.ORGANISATION, **known):
    return EntityFact(line=line, name=name, type=kind, names=(name,), **known)


def event(line, trigger, sentence, kind=EventType.CONSULT, happened=Factuality.HAPPENED, **known):
    return EventFact(line=line, type=kind, trigger=trigger, factuality=happened, **context(sentence), **known)


def quotation(line, text, speaker=None, **known):
    return QuotationFact(line=line, kind=QuotationKind.DIRECT, text=text, speaker=speaker, **known)


def figure(line, value, counted, sentence="", **known):
    return FigureFact(
        line=line,
        text=str(value),
        low=value,
        high=value,
        unit="count",
        counted=counted,
        **context(sentence or counted),
        **known,
    )


def judge(left, right, judgement, of=LinkOf.EVENT, reason="known"):
    return Link(
        left=left,
        right=right,
        of=of,
        judgement=Judgement(judgement),
        score=1.0,
        reason=reason,
        by=Judge.PERSON,
    )


def harbour_story():
    """Three reports on a harbour strike, one of them a copy."""
    text = (
        "The dockers of Port Almeda will vote on Friday, union leader Rosa Quintal said. "
        "Some 340 dockers walked out on 3 May 2021 after talks with Almeda Lines collapsed. "
        "The harbour master expects the quays to stay closed for the rest of the month, he told the council."
    )
    first = report(
        "R1",
        text,
        "2021-05-04",
        entities=(
            person("Ea1", "Rosa Quintal"),
            body("Ea2", "Almeda Lines"),
            body("Ea3", "Almeda Lines Ltd"),
        ),
        events=(
            event(
                "Va1",
                "walked out",
                "Some 340 dockers walked out on 3 May 2021",
                EventType.PROTEST,
                actor=("Ea1",),
                when=day("2021-05-03"),
            ),
            event(
                "Va2",
                "meet",
                "Rosa Quintal will meet Almeda Lines on 9 May",
                happened=Factuality.PLANNED,
                actor=("Ea1",),
                recipient=("Ea2",),
                when=day("2021-05-09"),
            ),
        ),
        quotations=(quotation("Qa1", "We will not go back to work before the contract is signed", "Ea1"),),
        figures=(figure("Fa1", 340, "dockers", "Some 340 dockers walked out"),),
    )
    second = report(
        "R2",
        "Talks at last. Quintal Rosa met Almeda Lines on Sunday, 9 May 2021. In all 340 dockers had struck since 3 May, police said.",
        "2021-05-10",
        entities=(person("Eb1", "Quintal Rosa", "Quintal"), body("Eb2", "Almeda Lines")),
        events=(
            event(
                "Vb1",
                "met",
                "Quintal Rosa met Almeda Lines on Sunday, 9 May 2021",
                actor=("Eb1",),
                recipient=("Eb2",),
                when=day("2021-05-09"),
            ),
            event(
                "Vb2",
                "struck",
                "In all 340 dockers had struck since 3 May",
                EventType.PROTEST,
                when=day("2021-05-03"),
            ),
        ),
        quotations=(quotation("Qb1", "We will not go back to work before the contract is signed", "Eb1"),),
        figures=(figure("Fb1", 340, "dockers", "In all 340 dockers had struck since 3 May"),),
    )
    third = replace(first, report="R3", outlet="Almeda Post", entities=(), events=(), quotations=(), figures=())
    return [first, second, third]
