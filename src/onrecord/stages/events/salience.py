"""Which event a sentence is about."""

from collections.abc import Iterable

from onrecord.model import Event, EventType, Parse, Span
from onrecord.stages.events.triggers import Trigger

_LAST = frozenset({EventType.STATE, EventType.DENY})


def stands_aside(parse: Parse, trigger: Trigger) -> bool:
    """Tell whether an event is told aside: in an adverbial or relative clause, or by a noun deep in a phrase."""
    token = trigger.token
    if is_nominal(trigger):
        return depth_of(parse, token) >= 3
    for node in (token, *parse.ancestors(token)):
        dep = parse.deps[node]
        if dep in {"advcl", "relcl"} or (dep == "acl" and parse.tags[node] in {"VBN", "VBG"}):
            return True
    return False


def is_nominal(trigger: Trigger) -> bool:
    """Tell whether a noun alone names the event, without a light verb."""
    return trigger.entry.pos == "noun" and trigger.carrier == trigger.token


def order_events(events: Iterable[Event], parse: Parse) -> list[Event]:
    """Return the events of one sentence, the one it is about first."""
    return sorted(events, key=lambda e: _rank(e, parse))


def main_event(events: Iterable[Event], sentence: Span) -> Event | None:
    """Return the event that a sentence is about, or None when it has none.

    The stage puts it before the others of its sentence: the one highest in the grammar, a statement only
    where nothing at its height is told.

    Args:
        events: Events of the report in the order of the stage.
        sentence: Span of the sentence.

    Cost: linear in the events.
    """
    return next((e for e in events if sentence.contains(e.trigger[0])), None)


def _rank(event: Event, parse: Parse) -> tuple[int, int, int]:
    depth = min((depth_of(parse, t) for s in event.trigger for t in parse.tokens_in(s)), default=99)
    return depth, int(event.type in _LAST), event.trigger[0].start


def depth_of(parse: Parse, token: int) -> int:
    """Return how many clauses stand above a token; nouns count a step more."""
    depth = 0
    for node in (token, *parse.ancestors(token)):
        dep = parse.deps[node]
        if dep in {"relcl", "acl", "advcl", "pcomp", "pobj", "poss", "compound", "amod", "appos"}:
            depth += 3
        elif dep in {"ccomp", "xcomp", "dobj", "nsubj", "nsubjpass", "conj"}:
            depth += 1
    return depth
