"""The stage: names, governments, descriptions, pronouns."""

from onrecord.model import Entity, Found, Mention, MentionForm, Reading
from onrecord.model.names import name_parts
from onrecord.resources import Resources
from onrecord.stages.entities.builder import cast_names
from onrecord.stages.entities.descriptions import cast_descriptions
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.holders import add_holdings, report_date
from onrecord.stages.entities.namesakes import country_overrides
from onrecord.stages.entities.offices import load_offices
from onrecord.stages.entities.pronouns import cast_pronouns
from onrecord.stages.entities.relatives import cast_bound
from onrecord.stages.entities.tables import load_tables


def find_entities(reading: Reading, resources: Resources) -> Found[Entity]:
    """Find the entities of one report with all their mentions.

    Needs: ``parse``. Gives: ``entities``.

    Args:
        reading: A reading with its parse.
        resources: The lexicon and the tables of offices.

    Returns:
        Entities in order of first mention; spans are code points of the report's text.
    """
    tables = load_tables(resources.lexicon)
    date = report_date(reading.report)
    cast = cast_names(reading.parse, tables, load_offices(resources))
    add_holdings(cast, tables, resources, date)
    track = cast_descriptions(reading.parse, tables, cast, resources, date)
    cast_bound(reading.parse, cast, track)
    cast_pronouns(reading.parse, tables, cast, track)
    # again, for reflexives whose subject was a pronoun
    cast_bound(reading.parse, cast, track)
    for code, other in country_overrides(reading.parse, tables).items():
        for draft in cast.drafts.values():
            draft.country = other if draft.country == code else draft.country
    return Found(items=tuple(_freeze(cast)))


def _freeze(cast: Cast) -> list[Entity]:
    drafts = [d for d in cast.drafts.values() if d.mentions]
    drafts.sort(key=lambda d: min(s.span for s in d.mentions))
    return [_entity(f"E{i}", draft) for i, draft in enumerate(drafts, 1)]


def _entity(name: str, draft: Draft) -> Entity:
    forms = sorted(draft.forms, key=lambda t: (-len(name_parts(t)), -draft.forms[t], -len(t), t))
    if draft.key.startswith("gov:"):
        forms = [draft.shown, *(f for f in forms if f != draft.shown)]
    seen = sorted(draft.mentions, key=lambda s: (s.span, s.form is not MentionForm.NAME))
    unique = {s.span: s for s in reversed(seen)}
    mentions = (Mention(span=s.span, form=s.form, score=s.score) for s in sorted(unique.values(), key=lambda s: s.span))
    return Entity(
        id=name,
        name=forms[0] if forms else draft.shown,
        type=draft.type,
        names=tuple(forms),
        country=draft.country,
        sector=draft.sector,
        offices=tuple(draft.offices),
        mentions=tuple(mentions),
    )
