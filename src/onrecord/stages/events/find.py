"""The stage: triggers, then whether it happened, who did it, when, where and said by whom."""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.lexicon import Lexicon
from onrecord.model import (
    Event,
    EventType,
    Factuality,
    Found,
    MentionIndex,
    Parse,
    Quotation,
    Reading,
    Span,
    Spans,
    make_spans,
)
from onrecord.resources import Resources
from onrecord.stages.events import clauses
from onrecord.stages.events.arguments import Arguments
from onrecord.stages.events.context import Surroundings
from onrecord.stages.events.factuality import judge
from onrecord.stages.events.kinds import kind_by_rule
from onrecord.stages.events.own_clause import Status
from onrecord.stages.events.retyping import unnamed_trigger, with_head
from onrecord.stages.events.salience import order_events, stands_aside
from onrecord.stages.events.selection import Candidate, Told, is_content, select
from onrecord.stages.events.triggers import Trigger, find_triggers

_HARM = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.THREATEN})
_DOUBTED = frozenset({"claimed", "alleged", "believed", "accused", "suspected"})


def find_events(reading: Reading, resources: Resources) -> Found[Event]:
    """Find the events of a report.

    Args:
        reading: With parse, entities, timexes and quotations.
        resources: The lexicon; the trained head in ``event_typer``, where there is one.

    Returns:
        Events sentence by sentence, in each the one it is about first, with ids ``V1``, ``V2`` …; no
        diagnostics.

    References: PLOVER 2.0 codebook (Halterman et al. 2023); FactBank for factuality.

    Cost: linear in the tokens; with the head, one encoder pass a sentence that holds a trigger.

    Example:
        >>> from onrecord.testing import make_reading
        >>> rows = '''Rebels rebel NOUN NNS 2 nsubj -
        ... attacked attack VERB VBD 0 ROOT -
        ... Mopti Mopti PROPN NNP 2 dobj B-GPE
        ... . . PUNCT . 2 punct -'''
        >>> found = find_events(make_reading("Rebels attacked Mopti.", rows), Resources())
        >>> [(e.type.value, e.factuality.value) for e in found.items]
        [('ASSAULT', 'happened')]
    """
    finder = _Finder(reading, resources)
    told = [finder.tell(first, end) for first, end in reading.parse.sentences]
    if resources.event_typer is not None:
        told = with_head(told, reading, resources.event_typer, finder.event)
    events = [e for group in told for e in order_events([e for _, e in group], reading.parse)]
    return Found(items=tuple(replace(e, id=f"V{n}") for n, e in enumerate(events, 1)))


class _Finder:
    """Finds the events of one reading, sentence by sentence."""

    __slots__ = ("_arguments", "_lexicon", "_parse", "_surroundings", "_unnamed")

    def __init__(self, reading: Reading, resources: Resources) -> None:
        self._parse, self._lexicon = reading.parse, resources.lexicon
        roles = clauses.load_roles(resources.lexicon)
        self._arguments = Arguments(reading.parse, MentionIndex(reading.entities), roles)
        self._surroundings = Surroundings(reading.parse, reading.timexes, reading.quotations)
        self._unnamed = resources.event_typer is not None

    def tell(self, first: int, end: int) -> list[Told]:
        """Return what is told in the sentence of a token range; with a head never nothing, if it has a verb."""
        kept = select(self._told(find_triggers(self._parse, first, end, self._lexicon), first, end), self._parse)
        if self._unnamed and all(stands_aside(self._parse, c.trigger) for c, _ in kept):
            taken = {t for c, _ in kept for t in c.trigger.tokens}
            root = [t for t in unnamed_trigger(self._parse, first, end, self._lexicon) if t.token not in taken]
            kept += [t for t in self._told(root, first, end) if not is_content(t, kept, self._parse)]
        return kept

    def _told(self, triggers: Sequence[Trigger], first: int, end: int) -> list[Told]:
        sentence = self._parse.span(first, end - 1)
        triggers = [t for t in triggers if not self._is_nature(t)]
        made = [_candidate(self._parse, t, sentence, self._arguments, self._lexicon) for t in triggers]
        return [(c, self.event(c)) for c in made]

    def _is_nature(self, trigger: Trigger) -> bool:
        """Tell whether the harm is a flood's or a fire's: that is no PLOVER event."""
        if trigger.entry.type not in _HARM and trigger.entry.example:
            return False
        roles = clauses.load_roles(self._lexicon)
        acting = clauses.subjects(self._parse, trigger.carrier)
        if any(self._parse.lemmas[s].lower() in roles["nature"] for s in acting):
            return True
        return trigger.entry.type is EventType.ASSAULT and clauses.is_mishap(self._parse, trigger.carrier, roles)

    def event(self, candidate: Candidate) -> Event:
        """Return the event of a candidate."""
        return _event(candidate, self._surroundings)


def _candidate(parse: Parse, trigger: Trigger, sentence: Span, arguments: Arguments, lexicon: Lexicon) -> Candidate:
    status = judge(parse, trigger.token, lexicon, trigger.carrier)
    return Candidate(
        trigger=trigger,
        status=status,
        roles=arguments.of(trigger),
        kind=kind_by_rule(trigger, status.factuality, _cue_word(parse, status)),
        spans=_spans(parse, trigger),
        sentence=sentence,
    )


def _cue_word(parse: Parse, status: Status) -> str:
    return "" if status.cue is None else parse.lemmas[status.cue].lower()


def _spans(parse: Parse, trigger: Trigger) -> Spans:
    """Return the trigger's words as spans; neighbours are one span."""
    runs: list[tuple[int, int]] = []
    for token in trigger.tokens:
        if runs and token == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], token)
        else:
            runs.append((token, token))
    return make_spans((parse.starts[a], parse.ends[b]) for a, b in runs)


def _event(candidate: Candidate, surroundings: Surroundings) -> Event:
    trigger, status = candidate.trigger, candidate.status
    quotation = surroundings.said_in(candidate.spans[0])
    roles, me = candidate.roles, quotation.speaker if quotation else None
    parse = surroundings.parse
    return Event(
        id="V0",
        trigger=candidate.spans,
        type=candidate.kind.type,
        mode=candidate.kind.mode,
        actor=(me,) if me and roles.speaker_acts else roles.actor,
        recipient=(me,) if me and roles.speaker_is_met else roles.recipient,
        place=candidate.roles.place,
        time=surroundings.time_of(trigger, candidate.sentence),
        factuality=_said_factuality(status.factuality, quotation),
        cue=None if status.cue is None else parse.span(status.cue, status.cue),
        said_in=quotation.id if quotation else None,
        score=candidate.kind.score,
        rule=candidate.kind.rule,
    )


def _said_factuality(factuality: Factuality, quotation: Quotation | None) -> Factuality:
    """Return what a claim leaves of a plain assertion."""
    if quotation and factuality is Factuality.HAPPENED and quotation.strength in _DOUBTED:
        return Factuality.ALLEGED
    return factuality
