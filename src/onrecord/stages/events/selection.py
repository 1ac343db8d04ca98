"""Which of the events that a sentence names are worth a line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.model import Event, EventType, Factuality, Parse, Span, Spans
from onrecord.stages.events.arguments import Roles
from onrecord.stages.events.kinds import DENIAL, SAID, Kind
from onrecord.stages.events.own_clause import Status
from onrecord.stages.events.salience import depth_of, is_nominal
from onrecord.stages.events.triggers import Trigger

_HOLDS_ITS_CONTENT = SAID | {EventType.REQUEST, EventType.AGREE, EventType.THREATEN, EventType.REJECT}
_THINGS = frozenset({EventType.SUPPORT, EventType.AGREE, EventType.REQUEST, EventType.AID})
_VIOLENT = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST})
_CLAIMS = frozenset({"claim", "deny"})
_OWN_WISH = frozenset({"express", "willing", "willingness", "ready", "open", "muse"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A trigger with everything that rules say of it."""

    trigger: Trigger
    status: Status
    roles: Roles
    kind: Kind
    spans: Spans
    sentence: Span


Told = tuple[Candidate, Event]


def select(told: Sequence[Told], parse: Parse) -> list[Told]:
    """Return the events of one sentence that are kept.

    Left out are: what is but asked for, offered or threatened, for the asking is the event; a willingness whose
    act is itself an event; nouns with nobody, no place and no time beside them; and in a sentence that only
    states something, nouns that merely refer to an event told elsewhere.
    """
    kept = [t for t in told if not _is_cue_of_another(t, told, parse)]
    kept = [t for t in kept if not is_content(t, kept, parse)]
    kept = [t for t in kept if not _is_object_of_another(t, kept, parse)]
    main = min(kept, key=lambda t: depth_of(parse, t[0].trigger.token), default=None)
    stated = main is not None and main[1].type in SAID
    return [t for t in kept if _is_told(t, stated=stated and t is not main) or (t is main and _is_described(t, parse))]


def leave_out_asides(told: Sequence[Told], parse: Parse, *, states: bool) -> list[Told]:
    """Return what is kept once the head has its say: without the charge that is denied, and without asides.

    In a sentence that only states something, another event needs evidence of its own: two parties, or both a
    place and a time, or words that say it failed; what somebody merely claims there is the statement itself.

    Args:
        told: The events of one sentence with their final types.
        parse: The grammar.
        states: Whether the head is sure that the sentence only states.
    """
    denials = {c.trigger.token for c, e in told if e.type is EventType.DENY or e.mode == DENIAL}
    kept = [t for t in told if not _is_below(t, denials, parse)]
    main = min(kept, key=lambda t: depth_of(parse, t[0].trigger.token), default=None)
    if not states or main is None or not (main[1].type in SAID or is_nominal(main[0].trigger)):
        return kept
    claims = {c.trigger.token for c, _ in kept if c.trigger.entry.lemma in _CLAIMS}
    return [t for t in kept if t[1].type in SAID or (_has_evidence(t[1]) and not _is_below(t, claims, parse))]


def _is_below(told: Told, tokens: Collection[int], parse: Parse) -> bool:
    """Tell whether an event stands below a word, not merely beside it ("denied the charge and accused …")."""
    node, own = told[0].trigger.carrier, told[0].trigger.token
    tokens = {t for t in tokens if t != own}
    while parse.heads[node] != node and node not in tokens:
        above = parse.heads[node]
        if (parse.deps[node] == "conj" and above in tokens) or _stands_for_itself(parse, node):
            return False
        node = above
    return node in tokens


def _has_evidence(event: Event) -> bool:
    if event.factuality is Factuality.ALLEGED:
        return False
    if event.factuality is Factuality.DENIED and (event.actor or event.recipient) and (event.place or event.time):
        return True
    return len({*event.actor, *event.recipient}) > 1 or bool(event.place and event.time)


def _is_cue_of_another(told: Told, all_told: Sequence[Told], parse: Parse) -> bool:
    """Tell whether a willingness only says how another trigger is meant."""
    trigger = told[0].trigger
    if trigger.entry.lemma not in {"willing", "willingness", "ready", "open"}:
        return False
    return any(trigger.token in parse.ancestors(c.trigger.token) for c, _ in all_told)


def is_content(told: Told, all_told: Sequence[Told], parse: Parse) -> bool:
    """Tell whether an event is but the content of a request, an offer, a threat or a thought."""
    candidate, event = told
    refused = event.type in SAID and event.factuality is Factuality.DENIED  # "refused to comment" is one thing
    if event.factuality not in {Factuality.HYPOTHETICAL, Factuality.PLANNED} and not refused:
        return False
    above = _governors(candidate.trigger.carrier, parse)
    for other, outer in all_told:
        if other is candidate or outer.type not in _HOLDS_ITS_CONTENT or other.kind.rule.endswith("+planned"):
            continue
        if not above & {other.trigger.token, other.trigger.carrier}:
            continue
        if other.trigger.entry.lemma not in _OWN_WISH or outer.actor != event.actor:
            return True
    return False


def _governors(token: int, parse: Parse) -> set[int]:
    """Return the words a token depends on up to a clause that stands for itself ("…, saying that …")."""
    out: set[int] = set()
    for node in (token, *parse.ancestors(token)):
        out.add(node)
        if _stands_for_itself(parse, node):
            break
    return out - {token}


def _stands_for_itself(parse: Parse, node: int) -> bool:
    return parse.deps[node] == "advcl" and parse.tags[node] == "VBG"


def _is_object_of_another(told: Told, all_told: Sequence[Told], parse: Parse) -> bool:
    """Tell whether a noun names but what another event is about: "rejected the agreement", "left the deal"."""
    trigger, event = told[0].trigger, told[1]
    if not is_nominal(trigger) or event.type not in _THINGS:
        return False
    above = list(parse.ancestors(trigger.token))[:3]
    return any(c.trigger.token in above for c, _ in all_told if c.trigger is not trigger)


def _is_described(told: Told, parse: Parse) -> bool:
    """Tell whether a noun that is all a sentence is about says by grammar who took part, or where."""
    trigger = told[0].trigger
    more = any(parse.deps[k] not in {"det", "punct"} for k in parse.children[trigger.token])
    if (told[1].type in _VIOLENT and more) or trigger.entry.needs.keys() & {"compound", "under"}:
        return True
    return told[1].type not in SAID and any(
        parse.deps[k] in {"prep", "poss", "compound", "acl", "nmod"} for k in parse.children[trigger.token]
    )


def _is_told(told: Told, *, stated: bool) -> bool:
    candidate, event = told
    trigger = candidate.trigger
    if event.type in SAID and trigger.entry.pos == "verb" and not event.actor:
        return False
    if not is_nominal(trigger):
        return True
    known = sum(bool(x) for x in (event.actor, event.recipient, event.place, event.time))
    if "of" in trigger.entry.needs:
        return True
    if event.cue is not None:
        return known > 0 or not stated or trigger.entry.type is EventType.ASSAULT
    return known >= (2 if stated else 1)
