"""Which government "the government", "the regime" or "the X administration" means."""

from onrecord.model import EntityType, Parse
from onrecord.stages.entities.builder import government
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.nominals import Nominal
from onrecord.stages.entities.salience import Track
from onrecord.stages.entities.tables import Tables

RULING = frozenset({"government", "regime", "administration"})
_CALLED_SO = 2.0
"""What it counts that a government was called "government" before."""
_LANDS = frozenset({"country", "nation"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
_BODIES = frozenset({"UNO", "EUR", "IGO", "NGO"})


def find_government(
    parse: Parse, tables: Tables, cast: Cast, track: Track, nominal: Nominal
) -> tuple[Draft, float] | None:
    """Return the government that a description means, or None.

    With a country of its own it is that country's; else the country that acts most in the sentences before,
    apart from one that another such description in the same sentence has taken.
    """
    lemma = parse.lemmas[nominal.head].lower()
    if nominal.plural or lemma not in RULING | _LANDS:
        return None
    if lemma in _LANDS and (nominal.country or nominal.owner is not None or parse.lowers[nominal.first] != "the"):
        return None
    if nominal.country:
        return government(cast, tables, nominal.country), 1.0
    owner = cast.by_token.get(nominal.owner) if nominal.owner is not None else None
    if owner is not None:
        return (government(cast, tables, owner.country), 0.8) if owner.country and _is_state(owner.country) else None
    if parse.lowers[nominal.first] not in {"the", "its", "their"} or (
        nominal.head - nominal.first > 1 and lemma in RULING
    ):
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
        ruling = draft.type is EntityType.GOVERNMENT and parse.lemmas[token].lower() in RULING
        if far == 0 and ruling:
            taken.add(code)
        weight = _land_weight(parse, token, draft) if is_land(parse, nominal) else _weight(parse, token, draft)
        weight += _CALLED_SO if ruling else 0.0
        weights[code] = weights.get(code, 0.0) + weight * 0.7**far
    for code in taken:
        weights.pop(code, None)
    if not any(weights.values()):
        return None
    code = max(weights, key=lambda c: (weights[c], c))
    share = weights[code] / sum(weights.values())
    score = round(0.35 + 0.5 * share, 2)
    if is_land(parse, nominal) and parse.lowers[parse.heads[nominal.head]] in tables.contexts["locative"]:
        name = tables.country_names.get(code, code)
        place = cast.get(f"place:{name.casefold()}", EntityType.PLACE)
        place.country, place.shown = code, name
        return place, score
    return government(cast, tables, code), score


def _weight(parse: Parse, token: int, draft: Draft) -> float:
    if draft.type is EntityType.PLACE:
        return 0.2
    if parse.deps[token] in _SUBJECTS or parse.lowers[parse.heads[token]] == "by":
        return 1.6 if draft.type in {EntityType.GOVERNMENT, EntityType.PERSON, EntityType.GROUP} else 1.0
    return 0.5 if draft.type is EntityType.GROUP else 0.8


def _land_weight(parse: Parse, token: int, draft: Draft) -> float:
    """Weigh a mention for "the country": names of countries count, people and mere modifiers hardly do."""
    if draft.type not in {EntityType.PLACE, EntityType.GOVERNMENT}:
        return 0.0
    return 0.2 if parse.deps[token] in {"compound", "amod", "nmod"} else 1.0


def _is_state(code: str) -> bool:
    return len(code) == 3 and code not in _BODIES


def is_land(parse: Parse, nominal: Nominal) -> bool:
    """Tell whether a description is "the country" or "the nation", which is nothing by itself."""
    return parse.lemmas[nominal.head].lower() in _LANDS
