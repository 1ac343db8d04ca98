"""Cues in the parse: verbs, nouns and adjectives that govern what they attribute."""

from collections.abc import Iterable, Iterator

from onrecord.model import Parse
from onrecord.stages.attribution.fast_candidates import Candidate, cue_range, noun_range
from onrecord.stages.attribution.fast_frames import (
    Range,
    clause_contents,
    host_content,
    inserted_start,
    subject_of,
    without,
)
from onrecord.stages.attribution.fast_lexicon import Cue, Cues
from onrecord.stages.attribution.fast_nouns import adjective, adverb, noun_cue, record
from onrecord.stages.attribution.fast_repairs import (
    after_stop,
    cut_turn,
    late_that,
    named_claim,
    reduced_noun,
    relative_gap,
    tail_content,
)
from onrecord.stages.attribution.fast_sources import is_passive, source_of

_SCORES = {
    "clause": 0.85,
    "quote": 0.85,
    "inf": 0.7,
    "np": 0.6,
    "as": 0.7,
    "ger": 0.65,
    "passive": 0.6,
    "tail": 0.85,
    "obj+inf": 0.72,
}
_VERBAL = frozenset({"VERB", "AUX"})
_TENSED = frozenset({"VBD", "VBZ", "VBP"})


def find_candidates(p: Parse, cues: Cues, tokens: Iterable[int]) -> Iterator[Candidate]:
    """Yield every attribution that the grammar shows at the given tokens.

    Args:
        p: The grammar.
        cues: The cue words.
        tokens: Tokens that may head a cue.

    Cost: linear in the tokens for sentences of bounded length.
    """
    for i in tokens:
        pos = p.pos[i]
        if pos in ("VERB", "AUX"):
            if p.deps[i] == "amod" or (p.deps[i] == "conj" and p.pos[p.heads[i]] not in _VERBAL):
                continue
            cue = cues.verb(p, i)
            if cue is not None:
                yield from _verb(p, i, cue)
            elif p.lowers[i] == "according":
                yield from _according(p, i)
        elif pos == "NOUN":
            cue = cues.nouns.get(p.lemmas[i])
            if cue is not None:
                yield from noun_cue(p, cues, i, cue)
            if p.lemmas[i] in cues.records:
                yield from record(p, i)
        elif pos == "ADJ":
            cue = cues.adjectives.get(p.lowers[i])
            if cue is not None:
                yield from adjective(p, i, cue)
        elif pos == "ADV" and p.lowers[i] in cues.adverbs:
            yield from adverb(p, i)
        elif p.lowers[i] == "according":
            yield from _according(p, i)


def _verb(p: Parse, verb: int, cue: Cue) -> Iterator[Candidate]:
    """Yield what a cue verb governs in each frame that it allows."""
    passive = is_passive(p, verb)
    if passive:
        yield from _passive(p, verb, cue)
    source = source_of(p, verb)
    tail = _tail(p, verb, cue, source)
    if tail is not None:
        yield tail
        return
    clause = False
    for frame, content in clause_contents(p, verb):
        if passive and (frame in ("inf", "as") or content[0][0] < verb):
            continue
        if after_stop(p, verb, content):
            continue
        if _allowed(frame, cue):
            clause = clause or frame == "clause"
            whole = late_that(p, verb, content) if frame == "clause" else None
            whole = whole or (named_claim(p, verb, content) if frame == "clause" else content)
            yield _make(p, verb, cue, frame, cut_turn(p, verb, whole), source)
    if not clause and "clause" in cue.frames:
        hidden = relative_gap(p, verb) or late_that(p, verb, None)
        if hidden is not None:
            clause = True
            near = [k for k in p.children[verb] if p.deps[k] == "nsubj" and k < verb]
            yield _make(p, verb, cue, "clause", hidden, noun_range(p, near[-1], verb) if near else source)
    if not clause:
        yield from _hosted(p, verb, cue, source)
    if cue.frames.get("inf") == "seemed":
        yield from _seeming(p, verb)


def _tail(p: Parse, verb: int, cue: Cue, source: Range | None) -> Candidate | None:
    """Return the sentence before "…, the agency reported", or None."""
    if source is None or source[1] > verb or "clause" not in cue.frames or p.tags[verb] not in _TENSED:
        return None
    first = p.sentences[p.sentence_of(verb)][0]
    content = tail_content(p, verb, source[1], first)
    return _make(p, verb, cue, "tail", content, source) if content else None


def _allowed(frame: str, cue: Cue) -> bool:
    if frame == "clause":
        return "clause" in cue.frames
    return frame in cue.frames or (frame == "bare" and "clause" in cue.frames)


def _make(p: Parse, verb: int, cue: Cue, frame: str, content: list[Range], source: Range | None) -> Candidate:
    score = _SCORES.get(frame, 0.55) if source else 0.45
    return Candidate(
        head=verb,
        cue=cue_range(p, verb),
        content=tuple(content),
        source=source,
        frame=frame,
        strength=cue.strength_in(frame),
        score=score,
    )


def _hosted(p: Parse, verb: int, cue: Cue, source: Range | None) -> Iterator[Candidate]:
    """Yield the sentence around a cue: "The tax, he said, will rise"; "As he noted, the tax will rise"."""
    if p.deps[verb] not in ("parataxis", "ccomp", "advcl"):
        return
    marks = [k for k in p.children[verb] if p.deps[k] in ("mark", "advmod") and k < verb]
    as_clause = any(p.lowers[k] == "as" for k in marks)
    if as_clause and p.tags[verb] == "VBN" and p.child(verb, "nsubj", "nsubjpass") is None:
        yield from _outlined(p, verb, cue)
        return
    if source is None or not cue.frames.keys() & ({"clause", "np"} if as_clause else {"clause"}):
        return
    own = any(p.deps[k] in ("nsubj", "agent") for k in p.children[verb])
    if p.deps[verb] == "advcl" and not as_clause:
        return
    if not as_clause and (any(p.deps[k] == "mark" for k in marks) or not _set_off(p, verb)):
        return
    content = host_content(p, verb)
    if own and content:
        yield _make(p, verb, cue, "host", content, source)


def _outlined(p: Parse, verb: int, cue: Cue) -> Iterator[Candidate]:
    """Yield the sentence that "as reported by X" or "as outlined in X" passes on."""
    places = [k for k in p.children[verb] if p.deps[k] in ("agent", "prep") and p.lowers[k] in ("by", "in", "on")]
    target = p.child(places[0], "pobj") if places else None
    content = host_content(p, verb)
    if target is not None and content and p.pos[target] == "PROPN":
        yield _make(p, verb, cue, "host", content, noun_range(p, target))


def _set_off(p: Parse, verb: int) -> bool:
    """Tell whether a short clause stands between commas or dashes, or between one and the end."""
    first, last = inserted_start(p, verb), p.right_edge[verb]
    if last - first > 12 or p.heads[verb] == verb:
        return False
    before = p.pos[first] == "PUNCT" or (first > 0 and p.pos[first - 1] == "PUNCT")
    after = p.pos[last] == "PUNCT" or last + 1 >= len(p) or p.pos[last + 1] == "PUNCT"
    return before and after


def _passive(p: Parse, verb: int, cue: Cue) -> Iterator[Candidate]:
    """Yield the statement in "X is said to have fled", "X was described as Y", "people believed to be Z"."""
    if "passive" not in cue.frames and "as" not in cue.frames:
        return
    parts = [k for k in p.children[verb] if k > verb and p.deps[k] in ("xcomp", "oprd", "advcl")]
    parts += [k for k in p.children[verb] if k > verb and p.deps[k] == "prep" and p.lowers[k] == "as"]
    parts = [k for k in parts if p.deps[k] != "advcl" or any(p.tags[c] == "TO" for c in p.children[k])]
    if not parts:
        return
    rest = (p.left_edge[parts[0]], p.right_edge[parts[0]])
    if p.lowers[parts[0]] == "as":
        rest = (rest[0] + 1, rest[1])
    if rest[0] > rest[1]:
        return
    subject = p.child(verb, "nsubjpass")
    if subject is None and p.deps[verb] == "acl":
        whole: Range | None = (p.left_edge[p.heads[verb]], p.left_edge[verb] - 1)
    elif subject is None and p.child(verb, "auxpass") is None:
        whole = reduced_noun(p, verb)
    else:
        subject = subject_of(p, verb) if subject is None else subject
        whole = noun_range(p, subject, verb) if subject is not None else None
    content = [r for r in (whole, rest) if r is not None and r[0] <= r[1]]
    yield _make(p, verb, cue, "passive", sorted(content), source_of(p, verb))


def _seeming(p: Parse, verb: int) -> Iterator[Candidate]:
    kid = p.child(verb, "xcomp", "oprd", "acomp")
    subject = p.child(verb, "nsubj")
    if kid is None or subject is None or kid < verb:
        return
    content = [noun_range(p, subject, verb), (p.left_edge[kid], p.right_edge[kid])]
    yield Candidate(
        head=verb,
        cue=cue_range(p, verb),
        content=tuple(content),
        source=None,
        frame="seem",
        strength="seemed",
        score=0.4,
    )


def _according(p: Parse, token: int) -> Iterator[Candidate]:
    """Yield the sentence around "according to X"."""
    to = next((k for k in p.children[token] if p.lowers[k] == "to"), None)
    target = p.child(to, "pobj") if to is not None else None
    if to is None or target is None:
        return
    content = without(p, p.heads[token], p.left_edge[token], p.right_edge[token])
    whole = _closing(p, token)
    if content or whole:
        yield Candidate(
            head=token,
            cue=(token, to),
            content=tuple(whole or content),
            source=noun_range(p, target),
            frame="tail" if whole else "according",
            strength="said",
            score=0.85,
        )


def _closing(p: Parse, token: int) -> list[Range] | None:
    """Return the whole sentence before a closing ", according to X"."""
    first, end = p.sentences[p.sentence_of(token)]
    ends = p.right_edge[token] >= end - 2
    if not ends or token - first < 4 or p.lowers[token - 1] != ",":
        return None
    return [(first, token - 2)]
