"""Which event a sentence is about."""

from collections.abc import Iterable

from onrecord.model import Event, EventType, Parse, Span

_LAST = frozenset({EventType.STATE, EventType.DENY})


def main_event(events: Iterable[Event], sentence: Span, parse: Parse | None = None) -> Event | None:
    """Return the event that a sentence is about, or None when it has none.

    The one highest in the grammar wins, statements only where nothing else is told; without grammar, the first.

    Args:
        events: Events of the report.
        sentence: Span of the sentence.
        parse: The grammar, when it is at hand.

    Cost: linear in the events.
    """
    inside = [e for e in events if sentence.contains(e.trigger[0])]
    return min(inside, key=lambda e: _rank(e, parse), default=None)


def _rank(event: Event, parse: Parse | None) -> tuple[int, int, int]:
    depth = 0
    if parse is not None:
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
