"""Gives descriptions to the entities they describe, or makes entities of them."""

from onrecord.model import EntityType, MentionForm, Office, Parse, Span
from onrecord.stages.entities.builder import government
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.nominals import Nominal, find_nominals
from onrecord.stages.entities.salience import Track
from onrecord.stages.entities.tables import Tables

_RULING = frozenset({"government", "regime", "administration"})
_KINDS = {"person": EntityType.PERSON, "group": EntityType.GROUP, "organisation": EntityType.ORGANISATION}


def cast_descriptions(parse: Parse, tables: Tables, cast: Cast) -> Track:
    """Add every description to the cast and return the track of all mentions.

    Cost: linear in the descriptions; each looks at a bounded number of earlier mentions.
    """
    track = Track([(token, draft) for token, draft in _heads(cast)])
    for nominal in list(find_nominals(parse, tables, cast)):
        draft, score = _resolve(parse, tables, cast, track, nominal)
        span = parse.span(nominal.first, nominal.head)
        cast.place(draft, span, MentionForm.NOMINAL, range(nominal.head, nominal.head + 1), score)
        track.add(nominal.head, draft)
    return track


def _heads(cast: Cast) -> list[tuple[int, Draft]]:
    return [(seen.token, draft) for draft in cast.drafts.values() for seen in draft.mentions]


def _resolve(parse: Parse, tables: Tables, cast: Cast, track: Track, nominal: Nominal) -> tuple[Draft, float]:
    """Return the draft that a description means and how sure that is."""
    partner = _apposed(parse, cast, nominal)
    if partner is not None:
        _describe(parse, partner, nominal)
        return partner, 0.95
    if parse.lemmas[nominal.head].lower() in _RULING and not nominal.plural:
        ruled = _ruled(parse, tables, cast, track, nominal)
        if ruled is not None:
            return ruled
    if nominal.definite and not nominal.plural and nominal.noun.kind == "person" and not nominal.former:
        found = _holder(parse, track, nominal)
        if found is not None:
            return found
    return _own(parse, cast, nominal), 1.0


def _apposed(parse: Parse, cast: Cast, nominal: Nominal) -> Draft | None:
    """Return the person or body that stands in apposition to a description."""
    for kid in parse.children[nominal.head]:
        if parse.deps[kid] == "appos" and kid in cast.by_token:
            return _fitting(cast.by_token[kid], nominal)
    above = parse.heads[nominal.head]
    if parse.deps[nominal.head] == "appos" and above in cast.by_token:
        return _fitting(cast.by_token[above], nominal)
    return None


def _fitting(draft: Draft, nominal: Nominal) -> Draft | None:
    person = draft.type is EntityType.PERSON
    if nominal.noun.kind == "person":
        return draft if person and not nominal.plural else None
    return draft if draft.type in {EntityType.ORGANISATION, EntityType.GROUP} else None


def _describe(parse: Parse, draft: Draft, nominal: Nominal) -> None:
    """Note office, country and sector that a description gives."""
    if nominal.office is not None:
        status = "former" if nominal.former else "current"
        span = parse.span(nominal.first, nominal.head)
        if all(o.office != nominal.office.name for o in draft.offices):
            draft.offices.append(
                Office(office=nominal.office.name, of=nominal.country, mention=span, status=status)
            )
        draft.country = draft.country or nominal.country
    draft.sector = draft.sector or (nominal.office.sector if nominal.office else None)


def _ruled(
    parse: Parse, tables: Tables, cast: Cast, track: Track, nominal: Nominal
) -> tuple[Draft, float] | None:
    """Return the government that "the government", "the regime" or "the X government" means."""
    if nominal.country:
        return government(cast, tables, nominal.country), 1.0
    if not nominal.definite:
        return None
    sentence = parse.sentence_of(nominal.head)
    taken = {
        d.key
        for t, d in track.before(nominal.head, 6)
        if parse.sentence_of(t) == sentence and d.key.startswith("gov:") and parse.lemmas[t] in _RULING
    }
    for token, draft in track.before(nominal.head):
        if draft.country and draft.type in {EntityType.GOVERNMENT, EntityType.PERSON, EntityType.PLACE}:
            key = f"gov:{draft.country}"
            if key not in taken and len(draft.country) == 3:
                near = parse.sentence_of(nominal.head) - parse.sentence_of(token)
                return government(cast, tables, draft.country), max(0.4, 0.8 - 0.1 * near)
    return None


def _holder(parse: Parse, track: Track, nominal: Nominal) -> tuple[Draft, float] | None:
    """Return the person whom "the president", "the Japanese prime minister" or "the tyrant" means."""
    office = nominal.office
    if office is None:
        return None
    best: tuple[float, int, Draft] | None = None
    sentence = parse.sentence_of(nominal.head)
    for rank, (token, draft) in enumerate(track.before(nominal.head)):
        if draft.type is not EntityType.PERSON or not draft.forms:
            continue
        fit = _fit(draft, nominal)
        if fit <= 0:
            continue
        score = fit - 0.03 * (sentence - parse.sentence_of(token)) - 0.005 * rank
        if best is None or score > best[0]:
            best = (score, -rank, draft)
    if best is None or best[0] < 0.3:
        return None
    return best[2], min(1.0, round(best[0], 2))


def _fit(draft: Draft, nominal: Nominal) -> float:
    """Return how well a person fits an office, 0 when not at all."""
    assert nominal.office is not None
    mine = [o for o in draft.offices if o.status != "former"]
    same = [o for o in mine if o.office == nominal.office.name]
    if nominal.country and draft.country and nominal.country != draft.country:
        return 0.0
    if same:
        return 1.0 if not nominal.country or draft.country == nominal.country else 0.7
    if nominal.office.name in {"leader", "dictator"} and mine:
        return 0.9 if nominal.country and draft.country == nominal.country else 0.5
    return 0.0


def _own(parse: Parse, cast: Cast, nominal: Nominal) -> Draft:
    """Return an entity of the description itself; repeated definite ones are one."""
    words = parse.lowers[nominal.first : nominal.head + 1]
    content = [w for i, w in enumerate(words) if parse.pos[nominal.first + i] not in {"DET", "PUNCT"}]
    key = " ".join(content)
    if not (nominal.definite or nominal.plural or nominal.noun.kind != "person"):
        key = f"{key}@{nominal.head}"
    kind = EntityType.GROUP if nominal.plural else _KINDS[nominal.noun.kind]
    draft = cast.get(f"nominal:{key}", kind)
    draft.country = draft.country or nominal.country
    draft.sector = draft.sector or (nominal.office.sector if nominal.office else nominal.noun.sector)
    draft.plural = nominal.plural
    if not draft.shown:
        draft.shown = _shown(parse, nominal)
    return draft


def _shown(parse: Parse, nominal: Nominal) -> str:
    first = nominal.first
    if parse.pos[first] == "DET" and first < nominal.head:
        first += 1
    out = parse.words[first]
    for i in range(first + 1, nominal.head + 1):
        out += (" " if parse.starts[i] > parse.ends[i - 1] else "") + parse.words[i]
    return out


def description_span(parse: Parse, nominal: Nominal) -> Span:
    """Return the narrow span of a description, without what follows its head."""
    return parse.span(nominal.first, nominal.head)
