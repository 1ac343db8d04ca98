"""The trained head's part: it types every trigger, and finds the event of a sentence that rules find none in."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from onrecord.lexicon import Lexicon
from onrecord.model import Event, EventType, Factuality, Parse, Reading
from onrecord.resources import EventTyper
from onrecord.stages.events.kinds import SAID, kind_of_label, kind_with_head
from onrecord.stages.events.own_clause import load_cues
from onrecord.stages.events.salience import depth_of, is_nominal
from onrecord.stages.events.selection import Candidate, Told, leave_out_asides
from onrecord.stages.events.triggers import Trigger, TriggerEntry

UNNAMED = 0.45
"""How sure the head must be of an event that no line of the lexicon names."""
STATES = 0.5
"""How sure the head must be that a sentence only states, to leave out what it mentions in passing."""
_MERELY = frozenset({"hypothetical", "planned", "denied", "alleged"})
_MEANT = frozenset({"AGREE", "REJECT"})
View = dict[str, float]


def unnamed_trigger(parse: Parse, first: int, end: int, lexicon: Lexicon) -> list[Trigger]:
    """Return the verb a sentence turns on, for the head to judge, where the lexicon names no event.

    It is the root, or what the root says: "he said that A did B".
    """
    token = next((t for t in range(first, end) if parse.heads[t] == t), None)
    says = load_cues(lexicon)["verb"]
    while token is not None and says.get(parse.lemmas[token].lower()) == "say":
        token = parse.child(token, "ccomp")
    wished = None if token is None else parse.child(token, "xcomp")
    if token is not None and wished is not None and says.get(parse.lemmas[token].lower()) in _MERELY:
        token = wished  # "would love to see him" is about seeing him, "is poised to quit" about quitting
    if token is not None and parse.pos[token] == "AUX":  # "is the largest giver to the fund"
        token = parse.child(token, "attr")
    if token is None or parse.pos[token] not in {"VERB", "NOUN"} or end - first < 4:
        return []
    entry = TriggerEntry(lemma=parse.lemmas[token], pos="verb", type=EventType.STATE, mode=None, needs={}, example="")
    return [Trigger(token=token, carrier=token, tokens=(token,), entry=entry)]


def with_head(
    told: Sequence[Sequence[Told]], reading: Reading, typer: EventTyper, remake: Callable[[Candidate], Event]
) -> list[list[Told]]:
    """Return the events, sentence by sentence, with the types that lexicon and head agree on.

    The head learned what sentences are about, so it types the event a sentence is about; of the others it
    only says whether they are told at all. It is not asked of what no answer would keep: in news, that spares it
    a sentence in five.

    Args:
        told: What the rules keep.
        reading: For its text.
        typer: The head.
        remake: Makes the event of a candidate.
    """
    text = reading.report.text
    told = [[t for t in group if not _is_unnamed(t) or _parties(t[1])] for group in told]
    asked = []
    for candidate, _ in (t for group in told for t in group):
        sentence = candidate.sentence
        span = reading.parse.span(candidate.trigger.token, candidate.trigger.token)
        asked.append((sentence.cut(text), span.start - sentence.start, span.end - sentence.start))
    views = iter(typer.type_triggers(asked))
    return [_settle([(t, next(views)) for t in group], reading.parse, remake) for group in told]


def _settle(group: list[tuple[Told, View]], parse: Parse, remake: Callable[[Candidate], Event]) -> list[Told]:
    """Return the events of one sentence: unnamed ones that the head is sure of, the highest typed by both."""
    named = {t[0].kind.type.value for t, _ in group if not _is_unnamed(t)}
    alive = [(t, v) for t, v in group if not _is_unnamed(t) or _is_told(t, v, named)]
    first = min((depth_of(parse, t[0].trigger.token) for t, _ in alive), default=0)
    mains = [depth_of(parse, t[0].trigger.token) == first for t, _ in alive]
    fresh = [_retyped(t, v, remake, main=main) for (t, v), main in zip(alive, mains, strict=True)]
    kept = [t for t in fresh if not (t[1].type in SAID and t[0].kind.type not in SAID and is_nominal(t[0].trigger))]
    said = [_said(v) for (_, v), main in zip(alive, mains, strict=True) if main]
    return leave_out_asides(kept, parse, states=max(said, default=0.0) >= STATES)


def _retyped(told: Told, view: View, remake: Callable[[Candidate], Event], *, main: bool) -> Told:
    candidate, event = told
    if _is_unnamed(told):
        best = _best(view)
        return candidate, remake(replace(candidate, kind=kind_of_label(best, view[best])))
    if not main:
        return told
    kind = kind_with_head(candidate.kind, candidate.trigger, view)
    return candidate, replace(event, type=kind.type, mode=kind.mode, score=kind.score, rule=kind.rule)


def _is_unnamed(told: Told) -> bool:
    return not told[0].trigger.entry.example


def _is_told(told: Told, view: View, named: Collection[str]) -> bool:
    """Tell whether an unnamed event stands: the head is sure, it has a party, and no word below names one like it."""
    best = _best(view)
    return _is_sure(view) and best not in named and _is_somebodys(told[1], best)


def _is_sure(view: View) -> bool:
    best = _best(view)
    return best not in SAID and view[best] >= UNNAMED


def _is_somebodys(event: Event, label: str) -> bool:
    """Tell whether an unnamed event has a party; two, where the head may only have seen "will" or "not"."""
    least = 2 if label in _MEANT and event.factuality is not Factuality.HAPPENED else 1
    return len(_parties(event)) >= least


def _parties(event: Event) -> set[str]:
    return {*event.actor, *event.recipient}


def _said(view: View) -> float:
    return sum(view.get(kind.value, 0.0) for kind in SAID)


def _best(view: View) -> str:
    return max(view, key=lambda k: (view[k], k))
