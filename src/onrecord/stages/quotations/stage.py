"""The stage: from attributions to quotations with their structure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.model import Diagnostic, Found, MentionIndex, Parse, Quotation, Reading
from onrecord.resources import Resources
from onrecord.stages.attribution.fast_layout import lay_out
from onrecord.stages.attribution.fast_lexicon import load_cues
from onrecord.stages.attribution.fast_marks import Quoted, find_quoted
from onrecord.stages.quotations.circumstances import FIRST_PERSON, read_circumstances
from onrecord.stages.quotations.cited import read_relays
from onrecord.stages.quotations.drafts import SPOKEN, Draft, is_noise, make_draft, spoken_by
from onrecord.stages.quotations.kinds import Marks
from onrecord.stages.quotations.nested import PASSED_ON, add_nested, is_asserted, make_pool
from onrecord.stages.quotations.relays import (
    chain_of,
    find_parents,
    is_outlet,
    is_pure_relay,
    with_own_subjects,
)
from onrecord.stages.quotations.speakers import THRESHOLD, Speaker, resolve_speaker
from onrecord.stages.quotations.words import Words, load_words

NAME = "quotations"
CARRIED = 0.65
"""How sure it is that words in marks alone are those of whoever spoke in the sentence before."""


def find_quotations(reading: Reading, resources: Resources) -> Found[Quotation]:
    """Work out the structure of every attribution: kind, speaker, addressee, medium, relay chain.

    Needs: ``parse``, ``entities``, ``attributions``. Gives: ``quotations`` with ids ``Q1`` … in text order.

    Args:
        reading: The reading.
        resources: The lexicon is used.

    Returns:
        Quotations; spans in code points of the report's text. ``rule`` names the reader or the rule that
        found the line, and after a ``+`` what settled its speaker. Diagnostics: ``unbalanced-quote`` where a
        mark is never closed, ``unknown-speaker`` where direct speech is left without a speaker.

    References: content, cue and source as in PARC 3 and PolNeAR.

    Cost: linear in the text.

    Example:
        >>> from onrecord.testing import make_reading
        >>> find_quotations(make_reading(""), Resources()).items
        ()
    """
    text, p = reading.report.text, reading.parse
    cues, words = load_cues(resources.lexicon), load_words(resources.lexicon)
    layout = lay_out(reading)
    quoted = find_quoted(text)
    drafts = [make_draft(p, cues, item, item.reader) for item in reading.attributions]
    drafts = [d for d in drafts if not is_noise(p, d, layout.inside)]
    pool = make_pool(layout, cues, [q for q in quoted if q.depth > 0])
    drafts = with_own_subjects(p, add_nested(layout, cues, pool, drafts))
    index = MentionIndex(reading.entities)
    items = _build(reading, words, index, drafts, Marks(layout.quoted))
    return Found(items=items, diagnostics=(*_open_marks(quoted), *_speakerless(items)))


def _build(
    reading: Reading, words: Words, index: MentionIndex, drafts: Sequence[Draft], marks: Marks
) -> tuple[Quotation, ...]:
    """Return the quotations of the drafts, numbered in text order."""
    text, p = reading.report.text, reading.parse
    parents = find_parents(p, drafts)
    speakers = _speakers(reading, words, index, drafts, parents)
    passed, whose, idle = read_relays(reading, index, words, drafts)
    passed = {i: speakers[i] for i in whose} | passed
    speakers = [whose.get(i, speaker) for i, speaker in enumerate(speakers)]
    dropped = idle | _pure_relays(reading, words, drafts, parents) | _not_passed_on(p, drafts, parents, speakers)
    kept = [i for i in range(len(drafts)) if i not in dropped]
    kept.sort(key=lambda i: (drafts[i].whole.start, -drafts[i].whole.end, drafts[i].cue))
    names = {i: f"Q{n}" for n, i in enumerate(kept, 1)}
    out = []
    for i in kept:
        draft, speaker = drafts[i], speakers[i]
        around = read_circumstances(text, p, index, words, draft)
        out.append(
            Quotation(
                id=names[i],
                kind=marks.kind(text, draft.content),
                content=draft.content,
                cue=draft.cue,
                source=draft.source,
                speaker=speaker.entity,
                addressee=_hearer(i, around.addressee, parents, speakers),
                medium=around.medium,
                occasion=around.occasion,
                inside=_inside(i, parents, names),
                relayed_by=chain_of(i, parents, drafts, speakers, passed),
                strength=draft.strength,
                negated=draft.negated,
                speaker_score=speaker.score,
                score=draft.score,
                rule=f"{draft.rule}+{speaker.rule}",
            )
        )
    return tuple(out)


def _hearer(
    index: int, addressee: str | None, parents: Sequence[int | None], speakers: Sequence[Speaker]
) -> str | None:
    """Return who was spoken to; "me" and "us" are whoever makes the statement around."""
    if addressee != FIRST_PERSON:
        return addressee
    up = parents[index]
    return speakers[up].entity if up is not None else None


def _inside(index: int, parents: Sequence[int | None], names: dict[int, str]) -> str | None:
    """Return the id of the nearest statement around a draft that is a line of its own."""
    up = parents[index]
    while up is not None:
        if up in names:
            return names[up]
        up = parents[up]
    return None


def _speakers(
    reading: Reading, words: Words, index: MentionIndex, drafts: Sequence[Draft], parents: Sequence[int | None]
) -> list[Speaker]:
    """Return the speaker of each draft; "I" and "we" inside a statement are whoever makes it."""
    text, p = reading.report.text, reading.parse
    found = [resolve_speaker(text, p, index, words, spoken_by(p, d)) for d in drafts]
    out = list(found)
    for i, before in _follow_ups(p, drafts).items():
        score = round(found[before].score * CARRIED, 3)
        if found[before].entity is not None and score >= THRESHOLD:
            out[i] = replace(found[before], score=score, rule="carried-on")
    for i, speaker in enumerate(found):
        up = parents[i]
        while speaker.rule == "first-person" and up is not None:
            if found[up].rule != "first-person":
                score = round(found[up].score * 0.95, 3)
                entity = found[up].entity
                out[i] = replace(speaker, entity=entity, score=score if entity else 0.0)
                break
            up = parents[up]
    return out


def _follow_ups(p: Parse, drafts: Sequence[Draft]) -> dict[int, int]:
    """Return for each draft without cue and source the statement in the sentence right before it."""
    out: dict[int, int] = {}
    order = sorted((i for i, d in enumerate(drafts) if not d.nested), key=lambda i: drafts[i].whole)
    for before, i in pairwise(order):
        draft, last = drafts[i], drafts[before]
        if draft.cue or draft.source or not last.source:
            continue
        first, end = p.sentence_at(draft.whole.start), p.sentence_at(last.whole.end - 1)
        if first is not None and end is not None and first - end <= 1:
            out[i] = before
    return out


def _pure_relays(reading: Reading, words: Words, drafts: Sequence[Draft], parents: Sequence[int | None]) -> set[int]:
    """Return the drafts that are only an outlet passing on a statement: they show in its chain instead."""
    inner: dict[int, list[Draft]] = {}
    for i, parent in enumerate(parents):
        if parent is not None and drafts[i].strength in SPOKEN:
            inner.setdefault(parent, []).append(drafts[i])
    text, p = reading.report.text, reading.parse
    return {
        i for i, held in inner.items() if is_outlet(p, words, drafts[i].source) and is_pure_relay(text, drafts[i], held)
    }


def _not_passed_on(
    p: Parse, drafts: Sequence[Draft], parents: Sequence[int | None], speakers: Sequence[Speaker]
) -> set[int]:
    """Return what stands inside a statement and is none itself.

    A speaker tells what somebody thinks, wants, should say or did not say: that is the speaker's content.
    """
    out = set()
    for i, parent in enumerate(parents):
        if parent is None:
            continue
        draft, same = drafts[i], speakers[i].entity is not None and speakers[i].entity == speakers[parent].entity
        asserted = draft.head is None or is_asserted(p, draft.head)
        if draft.strength not in PASSED_ON or not asserted or (same and draft.negated):
            out.add(i)
    return out


def _open_marks(quoted: Sequence[Quoted]) -> list[Diagnostic]:
    """Return a diagnostic for every mark that is never closed and that no next paragraph takes up."""
    rows = [q for q in quoted if q.depth == 0]
    out = []
    for n, row in enumerate(rows):
        goes_on = n + 1 < len(rows) and rows[n + 1].continues
        if not row.closed and not goes_on:
            message = "a quotation mark is opened here and never closed"
            out.append(Diagnostic(stage=NAME, code="unbalanced-quote", span=row.span, message=message))
    return out


def _speakerless(items: Sequence[Quotation]) -> list[Diagnostic]:
    return [
        Diagnostic(
            stage=NAME,
            code="unknown-speaker",
            span=q.content[0],
            message=f"direct speech without a known speaker ({q.rule})",
        )
        for q in items
        if q.kind == "direct" and q.speaker is None
    ]
