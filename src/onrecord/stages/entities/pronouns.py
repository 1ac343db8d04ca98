"""Pronouns to the people they mean; a pronoun that is not sure enough stays without an entity."""

from onrecord.model import EntityType, MentionForm, Parse
from onrecord.stages.entities.binding import are_apart
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.salience import Track

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_LOOSE = frozenset({"his", "her", "himself", "herself", "hers"})
REACH = 4
"""How many sentences back a pronoun looks."""


def cast_pronouns(parse: Parse, cast: Cast, track: Track) -> None:
    """Add the pronouns that have a likely antecedent.

    Cost: linear in the pronouns; each looks at a bounded number of earlier mentions.
    """
    for token, word in enumerate(parse.lowers):
        gender = "m" if word in _HE else "f" if word in _SHE else ""
        if not gender or token in cast.by_token:
            continue
        found = _antecedent(parse, track, token, gender)
        if found is not None:
            draft, score = found
            draft.gender = draft.gender or gender
            cast.place(draft, parse.span(token, token), MentionForm.PRONOUN, range(token, token + 1), score)
            track.add(token, draft)


def _antecedent(parse: Parse, track: Track, token: int, gender: str) -> tuple[Draft, float] | None:
    sentence = parse.sentence_of(token)
    scores: dict[str, tuple[float, Draft]] = {}
    for rank, (at, draft) in enumerate(track.before(token)):
        far = sentence - parse.sentence_of(at)
        if far > REACH:
            break
        if draft.type is not EntityType.PERSON or draft.plural or (draft.gender and draft.gender != gender):
            continue
        score = 1.0 - 0.15 * far - 0.04 * rank
        score += 0.35 if _is_subject(parse, at) else 0.0
        score += 0.15 if draft.gender == gender else 0.0
        score += 0.1 * min(2, len(draft.mentions) - 1) if draft.forms else -0.2
        if parse.lowers[token] not in _LOOSE and are_apart(parse, at, token):
            continue
        if score > scores.get(draft.key, (-9.0, draft))[0]:
            scores[draft.key] = (score, draft)
    ranked = sorted(scores.values(), key=lambda row: -row[0])
    if not ranked or ranked[0][0] < 0.5:
        return None
    lead = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.4)
    return ranked[0][1], round(min(0.95, 0.55 + lead), 2)


def _is_subject(parse: Parse, token: int) -> bool:
    return parse.deps[token] in {"nsubj", "nsubjpass"}
