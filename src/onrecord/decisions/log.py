"""The log of decisions: making one, and telling which are in force."""

from collections.abc import Sequence
from typing import Any

from onrecord.model.decisions import Decision, Target, Verb
from onrecord.model.ids import make_id


def new_decision(
    verb: Verb,
    targets: Sequence[Target],
    *,
    at: str,
    who: str,
    field: str | None = None,
    value: Any = None,
    snapshot: dict[str, Any] | None = None,
    reason: str = "",
    undoes: str | None = None,
) -> Decision:
    """Make a decision whose id depends on all it says and on the moment.

    Args:
        at: UTC time in ISO 8601 with microseconds; given, because nothing here asks a clock.
    """
    points = [(t.kind, t.report, t.spans, t.label) for t in targets]
    return Decision(
        id=make_id("decision", at, who, verb, points, field, value, reason, undoes),
        at=at,
        who=who,
        verb=verb,
        targets=tuple(targets),
        field=field,
        value=value,
        snapshot=snapshot,
        reason=reason,
        undoes=undoes,
    )


def active_decisions(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions in force: those that no undo in force takes back; undos themselves are left out.

    An undo may itself be undone, which puts the first decision back in force.

    Args:
        decisions: In the order they were made.
    """
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.verb is Verb.UNDO and decision.undoes and decision.id not in undone:
            undone.add(decision.undoes)
    return [d for d in decisions if d.id not in undone and d.verb is not Verb.UNDO]
