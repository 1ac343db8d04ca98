"""Which government "the government", "the regime" or "the X administration" means."""

from onrecord.model import EntityType, Parse
from onrecord.stages.entities.builder import government
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.nominals import Nominal
from onrecord.stages.entities.salience import Track
from onrecord.stages.entities.tables import Tables

RULING = frozenset({"government", "regime", "administration"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
_BODIES = frozenset({"UNO", "EUR", "IGO", "NGO"})


def find_government(
    parse: Parse, tables: Tables, cast: Cast, track: Track, nominal: Nominal
) -> tuple[Draft, float] | None:
    """Return the government that a description means, or None.

    With a country of its own it is that country's; else the country that acts most in the sentences before,
    apart from one that another such description in the same sentence has taken.
    """
    if parse.lemmas[nominal.head].lower() not in RULING or nominal.plural:
        return None
    if nominal.country:
        return government(cast, tables, nominal.country), 1.0
    owner = cast.by_token.get(nominal.owner) if nominal.owner is not None else None
    if owner is not None:
        return (government(cast, tables, owner.country), 0.8) if owner.country and _is_state(owner.country) else None
    if parse.lowers[nominal.first] not in {"the", "its", "their"} or nominal.head - nominal.first > 1:
        return None
    return _most_active(parse, tables, cast, track, nominal)


def _most_active(
    parse: Parse, tables: Tables, cast: Cast, track: Track, nominal: Nominal
) -> tuple[Draft, float] | None:
    sentence = parse.sentence_of(nominal.head)
    weights: dict[str, float] = {}
    taken: set[str] = set()
    for token, draft in track.before(nominal.head):
        far = sentence - parse.sentence_of(token)
        if far > 5:
            break
        code = draft.country
        if not code or not _is_state(code):
            continue
        if far == 0 and parse.lemmas[token].lower() in RULING:
            taken.add(code)
        weights[code] = weights.get(code, 0.0) + _weight(parse, token, draft) * 0.7**far
    for code in taken:
        weights.pop(code, None)
    if not weights:
        return None
    code = max(weights, key=lambda c: (weights[c], c))
    share = weights[code] / sum(weights.values())
    return government(cast, tables, code), round(0.35 + 0.5 * share, 2)


def _weight(parse: Parse, token: int, draft: Draft) -> float:
    if draft.type is EntityType.PLACE:
        return 0.2
    if parse.deps[token] in _SUBJECTS or parse.lowers[parse.heads[token]] == "by":
        return 1.6 if draft.type in {EntityType.GOVERNMENT, EntityType.PERSON, EntityType.GROUP} else 1.0
    return 0.5 if draft.type is EntityType.GROUP else 0.8


def _is_state(code: str) -> bool:
    return len(code) == 3 and code not in _BODIES
