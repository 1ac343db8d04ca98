"""The relay chain: which statement stands inside which, and who passed it on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from onrecord.model import Parse, Spans
from onrecord.stages.attribution.fast_candidates import noun_range
from onrecord.stages.quotations.drafts import SPOKEN, Draft
from onrecord.stages.quotations.speakers import Speaker
from onrecord.stages.quotations.words import Words

PURE = 0.25
"""Largest share of a passed-on sentence that may belong to nobody but the outlet."""


def find_parents(p: Parse, drafts: Sequence[Draft]) -> list[int | None]:
    """Return for each draft the index of the smallest draft that holds it, or None.

    One draft holds another when the other's cue stands in its content; or, when both have the same
    content, when it is the one that passes on ("according to …").

    Cost: linear in the drafts of a sentence, squared; sentences are bounded.
    """
    order = sorted(range(len(drafts)), key=lambda i: drafts[i].whole)
    parents: list[int | None] = [None] * len(drafts)
    for i, holders in _holders(p, drafts, order).items():
        parents[i] = min(holders, key=lambda j: (len(drafts[j].whole), j), default=None)
    return _without_circles(parents)


def _first_point(p: Parse, draft: Draft) -> int:
    return p.starts[draft.head] if draft.head is not None else draft.whole.start


def _holders(p: Parse, drafts: Sequence[Draft], order: Sequence[int]) -> dict[int, list[int]]:
    """Return for each draft those that hold it; only neighbours in text order are compared."""
    out: dict[int, list[int]] = {i: [] for i in order}
    points = sorted(order, key=lambda i: _first_point(p, drafts[i]))
    first = 0
    open_: list[int] = []
    for i in points:
        point = _first_point(p, drafts[i])
        while first < len(order) and drafts[order[first]].whole.start <= point:
            open_.append(order[first])
            first += 1
        open_ = [j for j in open_ if drafts[j].whole.end > point]
        out[i].extend(j for j in open_ if j != i and _holds_point(drafts[j], point))
    same: dict[tuple[int, int], list[int]] = {}
    for i in order:
        tokens = p.tokens_in(drafts[i].whole)
        words = [k for k in (*tokens[:3], *tokens[-3:]) if p.words[k].isalnum()]
        same.setdefault((min(words, default=tokens.start), max(words, default=tokens.stop)), []).append(i)
    for group in same.values():
        heads = {drafts[i].head for i in group}
        if len(group) > 1:
            outer = max(group, key=lambda i: (not _told_by(p, drafts[i], heads), _first_point(p, drafts[i]), i))
            for i in group:
                if i != outer and outer not in out[i] and i not in out[outer]:
                    out[i].append(outer)
    return out


def _told_by(p: Parse, draft: Draft, heads: Collection[int | None]) -> bool:
    """Tell whether a cue is what another cue tells: "recalled her saying that …"."""
    head = draft.head
    if head is None:
        return False
    beside = p.deps[head] == "advcl" and p.tags[head] == "VBG" and p.lowers[p.left_edge[head] - 1] != ","
    up = p.heads[head] if beside or p.deps[head] in ("ccomp", "xcomp", "pcomp", "acl") else head
    if p.deps[head] == "acl" and p.deps[up] in ("dobj", "nsubj"):
        up = p.heads[up]
    return up != head and up in heads


def _holds_point(draft: Draft, point: int) -> bool:
    return any(s.start <= point < s.end for s in draft.content)


def _without_circles(parents: list[int | None]) -> list[int | None]:
    """Cut any circle that odd input may make."""
    for i in range(len(parents)):
        seen = {i}
        j = parents[i]
        while j is not None:
            if j in seen:
                parents[i] = None
                break
            seen.add(j)
            j = parents[j]
    return parents


def with_own_subjects(p: Parse, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, inner ones with the subject of their own cue as source.

    A span reader likes to give an inner statement ("she said that he promised …") the outer speaker.
    """
    out = list(drafts)
    for i, parent in enumerate(find_parents(p, drafts)):
        head = drafts[i].head
        if parent is None or head is None or p.pos[head] != "VERB":
            continue
        subjects = [k for k in p.children[head] if p.deps[k] == "nsubj" and k < head]
        tokens = [k for s in drafts[i].source for k in p.tokens_in(s)]
        if subjects and subjects[-1] not in tokens:
            out[i] = replace(drafts[i], source=(p.span(*noun_range(p, subjects[-1], head)),))
    return out


def is_outlet(p: Parse, words: Words, source: Spans) -> bool:
    """Tell whether the words of a source name a news outlet, or a document that passes words on."""
    tokens = [i for span in source for i in p.tokens_in(span)]
    return any(p.lowers[i] in words.outlets or p.lemmas[i].lower() in words.documents for i in tokens)


def is_pure_relay(text: str, outer: Draft, inner: Sequence[Draft]) -> bool:
    """Tell whether a passed-on sentence holds nothing but the statements inside it."""
    own = {i for s in outer.content for i in range(s.start, s.end) if text[i].isalnum()}
    total = len(own)
    for draft in inner:
        for span in (*draft.content, *draft.cue, *draft.source):
            own.difference_update(range(span.start, span.end))
    return bool(inner) and len(own) <= PURE * total + 12


def chain_of(
    index: int,
    parents: Sequence[int | None],
    drafts: Sequence[Draft],
    speakers: Sequence[Speaker],
    passed: Mapping[int, Speaker],
) -> tuple[str, ...]:
    """Return who passed a draft on, outermost first: entity ids, or names where there is no entity.

    Args:
        index: The draft.
        parents: The draft around each draft.
        drafts: All of them.
        speakers: Who makes each of them.
        passed: Who passed a draft on in a sentence of its own.
    """
    chain: list[str] = []
    nearest = passed.get(index, Speaker())
    if nearest.entity or _proper(nearest):
        chain.append(nearest.entity or _proper(nearest))
    own = speakers[index].entity
    up = parents[index]
    while up is not None:
        speaker = speakers[up]
        name = speaker.entity or _proper(speaker)
        passes = drafts[up].strength in SPOKEN and not drafts[up].negated
        if name and name != own and passes and name not in chain:
            chain.append(name)
        up = parents[up]
    return tuple(reversed(chain))


def _proper(speaker: Speaker) -> str:
    """Return the words of a source without an entity, unless they are a pronoun."""
    return speaker.words if len(speaker.words) > 4 and speaker.rule not in ("first-person", "unsure-mention") else ""
