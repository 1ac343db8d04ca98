"""Words that reach the report through another: "was quoted by the agency as saying", "…, it said, citing an aide"."""

from collections.abc import Mapping, Sequence

from onrecord.model import EntityType, MentionIndex, Parse, Reading
from onrecord.stages.attribution.fast_candidates import noun_range
from onrecord.stages.quotations.drafts import Draft
from onrecord.stages.quotations.speakers import Speaker, resolve_speaker
from onrecord.stages.quotations.words import Words

PASSING = frozenset({"quote", "cite"})
"""Verbs of passing on somebody else's words."""


def passing_verb(p: Parse, head: int | None) -> int | None:
    """Return the verb of passing on above a cue: "was quoted by the agency as saying"."""
    if head is None or p.deps[head] != "pcomp" or p.lowers[p.heads[head]] != "as":
        return None
    verb = p.heads[p.heads[head]]
    return verb if p.lemmas[verb] in PASSING else None


def relayer(p: Parse, head: int, verb: int) -> int | None:
    """Return the noun that names who passed words on.

    Args:
        p: The grammar.
        head: The cue: "saying".
        verb: The verb of passing on: "quoted".
    """
    if p.child(verb, "nsubjpass") is None:
        return p.child(verb, "nsubj")
    for near in (verb, head):
        for kid in p.children[near]:
            if p.lowers[kid] == "by" and p.deps[kid] in ("agent", "prep"):
                return p.child(kid, "pobj")
    return None


def cited(p: Parse, head: int) -> int | None:
    """Return the noun that a report names as where it has its words from: "…, it said, citing an aide"."""
    for kid in p.children[head]:
        if p.deps[kid] == "advcl" and p.tags[kid] == "VBG" and p.lemmas[kid] in PASSING:
            return p.child(kid, "dobj")
    return None


def read_relays(
    reading: Reading, index: MentionIndex, words: Words, drafts: Sequence[Draft]
) -> tuple[dict[int, Speaker], dict[int, Speaker], set[int]]:
    """Return what is passed on in a sentence of its own making.

    Args:
        reading: With its parse and entities.
        index: The mentions of its entities.
        words: Word lists.
        drafts: What was found.

    Returns:
        By index of a draft, who passed it on; by index, whose words it really is; and the drafts that are no
        statements of their own but these very relations.

    Cost: linear in the drafts.
    """
    text, p = reading.report.text, reading.parse
    types = {entity.id: entity.type for entity in reading.entities}
    passed, whose = {}, {}
    verbs: set[int] = set()

    def named(token: int) -> Speaker:
        return resolve_speaker(text, p, index, words, (p.span(*noun_range(p, token)),))

    for i, draft in enumerate(drafts):
        verb = passing_verb(p, draft.head)
        if draft.head is None:
            continue
        quoted = p.child(draft.head, "nsubjpass") if verb is None and p.lemmas[draft.head] in PASSING else None
        above = quoted if verb is None else verb
        by = relayer(p, draft.head, draft.head if verb is None else verb) if above is not None else None
        if verb is not None:
            verbs.add(verb)
        if by is not None:
            passed[i] = named(by)
        if quoted is not None:  # "…", she was quoted by the paper as saying: the words stand before
            subject = named(quoted)
            if subject.entity is not None:
                whose[i] = subject
        origin = cited(p, draft.head)
        speaker = named(origin) if origin is not None else Speaker()
        if speaker.entity is not None and types[speaker.entity] not in (EntityType.PLACE, EntityType.OTHER):
            whose[i] = speaker
    idle = {i for i, d in enumerate(drafts) if d.head in verbs or _only_names(p, d, whose, drafts)}
    return passed, whose, idle


def _only_names(p: Parse, draft: Draft, whose: Mapping[int, Speaker], drafts: Sequence[Draft]) -> bool:
    """Tell whether a draft is the mere "citing an aide" of another."""
    head = draft.head
    if head is None or p.lemmas[head] not in PASSING or p.tags[head] != "VBG" or p.deps[head] != "advcl":
        return False
    return any(drafts[i].head == p.heads[head] for i in whose)
