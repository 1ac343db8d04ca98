"""Which PLOVER type an event has: the lexicon's, what the future makes of it, and the trained head's view."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

from onrecord.model import EventType, Factuality
from onrecord.stages.events.triggers import Trigger

COOPERATIVE = frozenset(
    {
        EventType.CONSULT,
        EventType.SUPPORT,
        EventType.COOPERATE,
        EventType.AID,
        EventType.CONCEDE,
        EventType.RETREAT,
    }
)
HOSTILE = frozenset({EventType.PROTEST, EventType.SANCTION, EventType.COERCE, EventType.ASSAULT, EventType.MOBILIZE})
SAID = frozenset({EventType.STATE, EventType.DENY})
YIELDING = (EventType.CONCEDE, EventType.RETREAT)
DENIAL = "deny"
"""Mode of a statement that answers words with words: it denies a charge or rejects an accusation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type with its mode, how sure it is (0 to 1) and who says so."""

    type: EventType
    mode: str | None
    score: float
    rule: str


_WILLING = frozenset({"willing", "willingness", "ready", "readiness", "open", "offer", "love"})
_WILL_NOT = frozenset({"will", "wo", "would", "'ll", "shall"})
_DECIDED = frozenset({"order", "decide", "decision", "approve"})
_FAILED = frozenset({"fail", "refuse", "failure", "refusal", "unable", "unwilling", "decline"})
_ACCORDS = frozenset({EventType.SUPPORT, EventType.AGREE, EventType.CONSULT, EventType.COOPERATE})
_MUST = frozenset({"must", "should", "ought"})


def kind_by_rule(trigger: Trigger, factuality: Factuality, cue: str = "") -> Kind:
    """Return the lexicon's type, and what PLOVER makes of acts that are but meant.

    A friendly act that is planned is an AGREE, a hostile one a THREATEN, a friendly one that somebody will
    not do a REJECT, and what must be done a REQUEST.

    Args:
        trigger: The trigger.
        factuality: Whether it happened.
        cue: The word in lower case that shows the factuality.
    """
    entry = trigger.entry
    name = f"{entry.pos}:{entry.lemma}"
    meant = (factuality is Factuality.PLANNED and cue not in _DECIDED) or cue in _WILLING
    if factuality is Factuality.DENIED and cue in _FAILED and entry.type in _ACCORDS:
        return Kind(type=EventType.REJECT, mode=None, score=0.7, rule=f"{name}+failed")
    if factuality is Factuality.DENIED and cue in _WILL_NOT and entry.type in COOPERATIVE | {EventType.AGREE}:
        return Kind(type=EventType.REJECT, mode=None, score=0.6, rule=f"{name}+will-not")
    if cue in _MUST and entry.pos == "verb" and entry.type not in {EventType.STATE, EventType.DENY}:
        return Kind(type=EventType.REQUEST, mode=None, score=0.5, rule=f"{name}+must")
    if meant and entry.type in COOPERATIVE:
        return Kind(type=EventType.AGREE, mode=entry.mode, score=0.6, rule=f"{name}+planned")
    if factuality is Factuality.PLANNED and entry.type in HOSTILE and entry.pos == "verb":
        return Kind(type=EventType.THREATEN, mode=entry.mode, score=0.5, rule=f"{name}+planned")
    return Kind(type=entry.type, mode=entry.mode, score=0.9 if not trigger.others else 0.7, rule=name)


RULE_WEIGHT = 1.0
"""How much the lexicon's type counts beside the head's log probability where a sentence is about the event."""
SURE_WEIGHT = 3.0
"""The same for DENY, of which the head has seen little, and for nouns, which it takes for their sentence."""
OTHER_WEIGHT = 0.5
"""The same for a type that the lexicon also allows here."""
STATED = 0.7
"""How sure the head must be that a trigger only states something, against a rule that says otherwise."""


def kind_with_head(rule: Kind, trigger: Trigger, view: Mapping[str, float]) -> Kind:
    """Return the type that lexicon and head together hold most likely.

    What is said is one thing to the head: whether it is a STATE or a DENY the lexicon tells by its object.
    The head may overrule the lexicon's type where it is sure; CONCEDE and RETREAT are one type to it, and
    the lexicon tells them apart. The weights were tuned on four folds.

    Args:
        rule: What the lexicon says.
        trigger: The trigger, for its other possible types.
        view: The head's probability a type; ``YIELD`` stands for CONCEDE and RETREAT.
    """
    if trigger.entry.firm:
        return Kind(type=rule.type, mode=rule.mode, score=rule.score, rule=rule.rule)
    noun = trigger.entry.pos == "noun" and trigger.carrier == trigger.token
    announced = rule.type is EventType.THREATEN and rule.rule.endswith("+planned")
    sure = noun or announced or rule.type is EventType.DENY or rule.mode == DENIAL
    view = _with_one_said(view, rule.type)
    bonus = {_label(rule.type): SURE_WEIGHT if sure else RULE_WEIGHT}
    for other in trigger.others:
        bonus.setdefault(_label(other), OTHER_WEIGHT)
    scores = {k: log(p + 1e-4) + bonus.get(k, 0.0) for k, p in view.items()}
    if rule.type not in SAID:
        for label in SAID:
            if view.get(label, 0.0) < STATED:
                scores.pop(label, None)
    best = max(scores, key=lambda k: (scores[k], k))
    total = sum(exp(s) for s in scores.values())
    score = round(exp(scores[best]) / total, 4)
    if best == _label(rule.type):
        return Kind(type=rule.type, mode=rule.mode, score=score, rule=f"{rule.rule}&head")
    return Kind(type=_type(best, trigger), mode=None, score=score, rule=f"head:{rule.rule}")


def _with_one_said(view: Mapping[str, float], kind: EventType) -> dict[str, float]:
    """Return the view with STATE and DENY as one label: the lexicon's, if it has one of them, else STATE."""
    label = kind.value if kind in SAID else EventType.STATE.value
    out = {k: p for k, p in view.items() if k not in SAID}
    return out | {label: sum(view.get(k, 0.0) for k in SAID)}


def kind_of_label(label: str, score: float) -> Kind:
    """Return the kind of a label that the head alone vouches for."""
    kind = EventType.CONCEDE if label == "YIELD" else EventType(label)
    return Kind(type=kind, mode=None, score=score, rule="head")


def _label(kind: EventType) -> str:
    return "YIELD" if kind in YIELDING else kind.value


def _type(label: str, trigger: Trigger) -> EventType:
    """Return the type of a label; of the two that yield, the one the lexicon allows, else CONCEDE."""
    if label != "YIELD":
        return EventType(label)
    allowed = [k for k in (trigger.entry.type, *trigger.others) if k in YIELDING]
    return allowed[0] if allowed else EventType.CONCEDE
