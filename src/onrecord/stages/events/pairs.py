"""Who "the pair", "both" or "the two leaders" are: the two of one kind that were mentioned last."""

from collections.abc import Mapping

from onrecord.model import Entity, EntityType, MentionIndex, Parse, Span

_BACK = 3
"""How many sentences back the two may stand."""
_WORDS = frozenset({"two", "both"})


def pair_at(
    parse: Parse, mentions: MentionIndex, token: int, roles: Mapping[str, frozenset[str]]
) -> tuple[Entity, ...]:
    """Return the two entities that a token stands for, or nothing.

    Args:
        parse: The grammar.
        mentions: The entities' mentions.
        token: Head of a phrase.
        roles: Word lists; ``pair_noun``, ``pair_people`` and ``pair_states``.
    """
    wanted = _wanted(parse, token, roles)
    if wanted is None:
        return ()
    sentence = max(0, parse.sentence_of(token) - _BACK)
    before = Span(parse.starts[parse.sentences[sentence][0]], parse.starts[token])
    out: list[Entity] = []
    for _, entity in reversed(mentions.within(before) if len(before) else []):
        if entity.type is wanted and entity not in out:
            out.append(entity)
    return tuple(reversed(out[:2])) if len(out) >= 2 else ()


def _wanted(parse: Parse, token: int, roles: Mapping[str, frozenset[str]]) -> EntityType | None:
    """Return the kind of entity that a phrase for two asks for."""
    lemma = parse.lemmas[token].lower()
    kids = {parse.lowers[k] for k in parse.children[token]}
    if "of" in kids:
        return None
    if lemma in roles["pair_noun"] or (lemma in _WORDS and parse.pos[token] != "CCONJ"):
        return EntityType.PERSON if lemma == "both" or kids & {"the", "both"} else None
    if "both" in kids or {"the", "two"} <= kids:
        if lemma in roles["pair_people"]:
            return EntityType.PERSON
        if lemma in roles["pair_states"]:
            return EntityType.GOVERNMENT
    return None
