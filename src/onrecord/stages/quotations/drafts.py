"""A quotation while its structure is being worked out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.model import Attribution, Parse, Span, Spans, cover
from onrecord.stages.attribution.fast_candidates import noun_range
from onrecord.stages.attribution.fast_lexicon import Cue, Cues

SPOKEN = frozenset(
    {"said", "asked", "claimed", "denied", "admitted", "warned", "promised", "demanded", "suggested", "reported"}
) | {"announced", "found"}
"""Classes of cue that pass words on; belief and intention do not."""

PASSING = frozenset({"quote", "cite"})
"""Verbs of passing on somebody else's words."""

_NEVER = frozenset({"never", "not", "n't", "n’t", "neither", "nor"})
_ASKING = frozenset({"ask", "tell", "press", "question", "remind"})
_DEPTH = 6
FAINT = 0.15
"""Below this score, words that no cue and no source mark are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An attribution with its cue understood.

    Attributes:
        content, cue, source: Spans of the report's text.
        head: The token that heads the cue, or None when there is no cue.
        strength: Class of the cue.
        negated: Whether the text says that it was not said.
        score: How sure the reader is.
        rule: What found it.
        whole: One span over the content.
        nested: Whether the structure stage added it.
    """

    content: Spans
    cue: Spans
    source: Spans
    head: int | None
    strength: str
    negated: bool
    score: float
    rule: str
    whole: Span
    nested: bool = False


def make_draft(p: Parse, cues: Cues, item: Attribution, rule: str, *, nested: bool = False) -> Draft:
    """Return an attribution as a draft."""
    head = find_head(p, cues, item.cue)
    strength = find_strength(p, cues, head, item.content) if head is not None else "said"
    return Draft(
        content=item.content,
        cue=item.cue,
        source=item.source,
        head=head,
        strength=strength,
        negated=head is not None and is_negated(p, head),
        score=item.score,
        rule=rule,
        whole=cover(item.content),
        nested=nested,
    )


def is_noise(p: Parse, draft: Draft, inside: Sequence[int]) -> bool:
    """Tell whether an attribution is no statement: a surname read as a cue, or a faint guess with no cue.

    Args:
        p: The grammar.
        draft: The attribution.
        inside: For each token the quoted stretch it stands in, or -1.
    """
    if draft.head is not None:
        return p.pos[draft.head] == "PROPN" and p.entity[draft.head] == "PERSON" and not p.entity_begins[draft.head]
    tokens = p.tokens_in(draft.whole)
    marked = bool(tokens) and inside[tokens[0]] >= 0
    return not draft.source and draft.score < FAINT and not marked


def spoken_by(p: Parse, draft: Draft) -> Spans:
    """Return the words of the source, but for "residents were told": there the subject only hears.

    With a passive cue the agent speaks, if the text names one ("by the mayor").
    """
    head = draft.head
    if head is None or p.lemmas[head] in PASSING:
        return draft.source
    if _is_heard(p, head):
        return ()
    heard = p.child(head, "nsubjpass")
    if heard is None:
        return draft.source
    tokens = p.tokens_in(draft.source[0]) if draft.source else range(0)
    if heard not in tokens and draft.source:
        return draft.source
    agent = p.child(head, "agent")
    target = p.child(agent, "pobj") if agent is not None else None
    return (p.span(*noun_range(p, target)),) if target is not None else ()


def _is_heard(p: Parse, head: int) -> bool:
    """Tell whether the subject of the sentence only hears: "Asked whether he would go, the mayor said …"."""
    bare = (
        p.tags[head] == "VBN" and p.deps[head] in ("advcl", "prep") and p.child(head, "nsubj", "auxpass", "aux") is None
    )
    return bare and p.lemmas[head] in _ASKING and p.child(head, "agent") is None and head < p.heads[head]


def find_head(p: Parse, cues: Cues, spans: Sequence[Span]) -> int | None:
    """Return the token that heads a cue: a known cue word, verbs first, else the last content word."""
    tokens = [i for span in spans for i in p.tokens_in(span)]
    if not tokens:
        return None
    verbs = [i for i in tokens if p.pos[i] == "VERB" and cues.verb(p, i) is not None]
    # "said in a letter published on Monday": the participle belongs to the letter
    verbs = [i for i in verbs if p.deps[i] not in ("acl", "relcl", "amod")] or verbs
    known = [i for i in tokens if _known(p, cues, i)]
    others = [i for i in tokens if p.pos[i] in ("VERB", "NOUN", "ADJ", "AUX", "ADV")]
    return (verbs[-1:] or known or others or tokens)[0]


def _known(p: Parse, cues: Cues, token: int) -> bool:
    lemma = p.lemmas[token].lower()
    return (
        (p.pos[token] in ("NOUN", "PROPN") and lemma in cues.nouns)
        or (p.pos[token] == "ADJ" and lemma in cues.adjectives)
        or (p.pos[token] in ("VERB", "AUX") and cues.verb(p, token) is not None)
    )


def find_strength(p: Parse, cues: Cues, head: int, content: Spans) -> str:
    """Return the class of a cue in the frame that it stands in here: called for, called off, is believed to."""
    cue = _cue_of(p, cues, head)
    if "passive" in cue.frames and any(p.deps[k] in ("nsubjpass", "auxpass") for k in p.children[head]):
        return cue.frames.get("clause", cue.frames["passive"])
    first = p.tokens_in(content[0]).start
    frame = _frame_here(p, cue, head, first)
    return cue.strength_in(frame)


def _frame_here(p: Parse, cue: Cue, head: int, first: int) -> str:
    """Return the frame that the words between cue and content, and the content's first word, show."""
    if head < first:
        if first - head < 4 and p.lowers[first - 1] in cue.frames:
            return p.lowers[first - 1]
        if p.lowers[first] in cue.frames and p.pos[first] in ("ADP", "SCONJ") and p.lowers[first] != "that":
            return p.lowers[first]
        if p.tags[first] == "TO":
            return "inf"
        for kid in p.children[head]:
            if kid >= first and p.deps[kid] in ("dobj", "ccomp"):
                return {"dobj": "np", "ccomp": "clause"}[p.deps[kid]]
    return "clause" if "clause" in cue.frames else "quote"


def _cue_of(p: Parse, cues: Cues, head: int) -> Cue:
    lemma = p.lemmas[head].lower()
    tables: Iterable[dict[str, Cue]] = (cues.verbs, cues.nouns, cues.adjectives)
    if p.pos[head] in ("NOUN", "PROPN"):
        tables = (cues.nouns, cues.verbs)
    elif p.pos[head] == "ADJ":
        tables = (cues.adjectives, cues.verbs)
    verb = cues.verb(p, head) if p.pos[head] in ("VERB", "AUX") else None
    found = verb or next((t[lemma] for t in tables if lemma in t), None)
    return found or Cue(frames={"quote": "said"})


def is_negated(p: Parse, head: int) -> bool:
    """Tell whether the text says that it was not said: "did not say", "never told", "without saying"."""
    for _ in range(_DEPTH):
        if any(_denies(p, head, kid) for kid in p.children[head]):
            return True
        up = p.heads[head]
        if p.deps[head] == "pcomp" and p.lowers[up] == "without":
            return True
        if p.deps[head] != "xcomp":
            return False
        if p.lemmas[up].lower() in ("refuse", "decline"):
            return True
        head = up
    return False


def _denies(p: Parse, head: int, kid: int) -> bool:
    """Tell whether a dependent of a cue negates it: "not", "no", "nobody"."""
    if p.deps[kid] == "neg" or (p.lowers[kid] in _NEVER and kid < head):
        return True
    if p.deps[kid] == "det":
        return p.lowers[kid] in ("no", "neither")
    nobody = p.lowers[kid] in ("nobody", "none") or p.lowers[p.left_edge[kid]] in ("no", "neither")
    return p.deps[kid] == "nsubj" and nobody
