"""What no likeness of words outweighs: other participants, another type, or too little that both say."""

from collections.abc import Mapping

from onrecord.linking.dates import gap_days
from onrecord.linking.event_view import EventView
from onrecord.model.events import Factuality

_OPEN = frozenset({Factuality.PLANNED, Factuality.HYPOTHETICAL})
CONTEXT = 0.35
NAMES = 0.5
WIDE_CONTEXT = 0.12
DATES = "their dates exclude each other"
PARTICIPANTS = "other participants take part"
COUNTRY = "the country of who acts"
REPORTS = "the likeness of the reports"
OF_THE_STORY = frozenset({COUNTRY, REPORTS})
"""Evidence that follows from the story itself: its reports are alike and its actors of the same few countries."""


def find_wall(a: EventView, b: EventView) -> str | None:
    """Return why two events can never be one, from dates and participants alone, or None.

    Asked before any words are compared, because it settles most pairs.
    """
    if a.fact.when and b.fact.when and gap_days(a.fact.when, b.fact.when) > 1:
        return DATES
    mine, theirs = a.actor | a.recipient, b.actor | b.recipient
    if mine - theirs and theirs - mine and not _one_country(a, b):
        return PARTICIPANTS
    return None


def find_veto(a: EventView, b: EventView, features: Mapping[str, float]) -> str | None:
    """Return why two events must not merge whatever their words, or None.

    Long-running stories repeat themselves: the same people meet, call and travel again. So two lines need
    more in common than a verb and a name.
    """
    if wall := find_wall(a, b):
        return wall
    if a.fact.type is not b.fact.type and not {a.fact.factuality, b.fact.factuality} & _OPEN:
        return "they are of two types"
    if _one_is_wish(a, b) and not features.get("time_same"):
        return "one is only a wish or a condition"
    found = find_evidence(a, b, features)
    needed = 2 + (not features["same"])
    if a.summary.report == b.summary.report:
        needed = 1 + ((a.fact.when is None) != (b.fact.when is None))
    elif OF_THE_STORY.issuperset(found):
        needed = len(OF_THE_STORY) + 1
    if len(found) < needed:
        return f"only {' and '.join(found) or 'the word'} speaks for it"
    return None


def _one_country(a: EventView, b: EventView) -> bool:
    """Tell whether the actors are of one country and nobody else differs."""
    return bool(a.countries & b.countries) and not (a.recipient - b.recipient and b.recipient - a.recipient)


def _one_is_wish(a: EventView, b: EventView) -> bool:
    wish = Factuality.HYPOTHETICAL
    return (a.fact.factuality is wish) != (b.fact.factuality is wish)


def least_score(a: EventView, b: EventView, features: Mapping[str, float]) -> float:
    """Return the score that two events deserve whatever their reports are about.

    Reports years apart share few words; one verb, one date and who takes part still make one event. A date as
    wide as a year needs the sentence to agree as well.
    """
    found = find_evidence(a, b, features)
    who = {"who takes part", COUNTRY} & set(found)
    if not features["same"] or "the date" not in found or not who:
        return 0.0
    narrow = a.fact.when is not None and b.fact.when is not None and min(a.fact.when.days, b.fact.when.days) <= 31
    return 0.75 if narrow or features["context"] >= WIDE_CONTEXT else 0.0


def find_evidence(a: EventView, b: EventView, features: Mapping[str, float]) -> list[str]:
    """Return what speaks for one event beside its word: date, participants, sentence, reports, place."""
    mine, theirs = a.actor | a.recipient, b.actor | b.recipient
    out = []
    if features.get("time_same"):
        out.append("the date")
    if (
        mine
        and theirs
        and len(mine & theirs) / len(mine | theirs) > (0.4 if a.summary.report == b.summary.report else 0.5)
    ):
        out.append("who takes part")
    elif mine and theirs and _one_country(a, b):
        out.append(COUNTRY)
    if features["context"] >= CONTEXT or features["names"] >= NAMES:
        out.append("the sentence around it")
    if a.summary.report != b.summary.report and (features["occasion"] or features.get("published_near")):
        out.append(REPORTS)
    if features.get("place_same"):
        out.append("the place")
    return out
