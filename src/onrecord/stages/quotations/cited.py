"""Words that reach the report through another: "was quoted by the agency as saying", "…, it said, citing an aide"."""

from collections.abc import Mapping, Sequence

from onrecord.model import EntityType, MentionIndex, Parse, Reading
from onrecord.stages.attribution.fast_candidates import noun_range
from onrecord.stages.quotations.drafts import PASSING, Draft
from onrecord.stages.quotations.speakers import Speaker, resolve_speaker
from onrecord.stages.quotations.words import Words


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


def quoted(p: Parse, head: int) -> int | None:
    """Return the noun whose words stand before their relayer: "…", she was quoted by the paper as saying."""
    if p.lemmas[head] not in PASSING or passing_verb(p, head) is not None:
        return None
    return p.child(head, "nsubjpass")


def passer(p: Parse, head: int) -> int | None:
    """Return the noun that names who passed on the words of a cue."""
    if (verb := passing_verb(p, head)) is not None:
        return relayer(p, head, verb)
    return relayer(p, head, head) if quoted(p, head) is not None else None


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
    heads = {i: draft.head for i, draft in enumerate(drafts) if draft.head is not None}

    def named(token: int) -> Speaker:
        return resolve_speaker(text, p, index, words, (p.span(*noun_range(p, token)),))

    passed = {i: named(by) for i, head in heads.items() if (by := passer(p, head)) is not None}
    whose = {}
    for i, head in heads.items():
        subject, origin = quoted(p, head), cited(p, head)
        if subject is not None and (speaker := named(subject)).entity is not None:
            whose[i] = speaker
        speaker = named(origin) if origin is not None else Speaker()
        if speaker.entity is not None and types[speaker.entity] not in (EntityType.PLACE, EntityType.OTHER):
            whose[i] = speaker
    verbs = {passing_verb(p, head) for head in heads.values()}
    idle = {i for i, head in heads.items() if head in verbs or _only_names(p, drafts[i], whose, drafts)}
    return passed, whose, idle


def _only_names(p: Parse, draft: Draft, whose: Mapping[int, Speaker], drafts: Sequence[Draft]) -> bool:
    """Tell whether a draft is the mere "citing an aide" of another."""
    head = draft.head
    if head is None or p.lemmas[head] not in PASSING or p.tags[head] != "VBG" or p.deps[head] != "advcl":
        return False
    return any(drafts[i].head == p.heads[head] for i in whose)
