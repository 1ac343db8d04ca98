"""Relative pronouns and reflexives: grammar alone says whom they mean."""

from onrecord.model import EntityType, MentionForm, Parse
from onrecord.stages.entities.binding import subject_of
from onrecord.stages.entities.drafts import Cast
from onrecord.stages.entities.salience import Track

_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "dative"})


def cast_bound(parse: Parse, cast: Cast, track: Track) -> None:
    """Add relative pronouns to what they stand beside, and reflexives to the subject of their clause.

    Cost: linear in the tokens.
    """
    for token, word in enumerate(parse.lowers):
        if token in cast.by_token:
            continue
        target = None
        if word in _RELATIVE and parse.deps[token] in _ARGUMENTS:
            target = _antecedent(parse, token)
        elif word in _REFLEXIVE:
            target = _binder(parse, token)
        draft = cast.by_token.get(target) if target is not None else None
        if draft is not None and (word == "which") <= (draft.type is not EntityType.PERSON):
            cast.place(draft, parse.span(token, token), MentionForm.PRONOUN, range(token, token + 1), 0.95)
            track.add(token, draft)
            if word == "himself" and not draft.gender:
                draft.gender = "m"
            elif word == "herself" and not draft.gender:
                draft.gender = "f"


def _antecedent(parse: Parse, token: int) -> int | None:
    """Return the noun that the clause of a relative pronoun modifies."""
    at = token
    for _ in range(6):
        if parse.deps[at] == "relcl":
            above = parse.heads[at]
            return above if above < token else None
        if parse.heads[at] == at:
            return None
        at = parse.heads[at]
    return None


def _binder(parse: Parse, token: int) -> int | None:
    """Return the subject of the clause of a reflexive."""
    at = token
    for _ in range(6):
        at = parse.heads[at]
        if parse.pos[at] in {"VERB", "AUX"}:
            return subject_of(parse, at)
        if parse.heads[at] == at:
            return None
    return None
