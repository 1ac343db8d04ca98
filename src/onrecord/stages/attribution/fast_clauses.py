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
)
from onrecord.stages.attribution.fast_lexicon import Cue, Cues
from onrecord.stages.attribution.fast_repairs import (
    after_stop,
    cut_turn,
    late_that,
    named_claim,
    reduced_noun,
    relative_gap,
    tail_content,
)

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
_BE = frozenset({"be", "feel", "seem", "remain", "become", "sound", "get", "'s"})


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
                yield from _noun(p, cues, i, cue)
            if p.lemmas[i] in cues.records:
                yield from _record(p, i)
        elif pos == "ADJ":
            cue = cues.adjectives.get(p.lowers[i])
            if cue is not None:
                yield from _adjective(p, i, cue)
        elif pos == "ADV" and p.lowers[i] in cues.adverbs:
            yield from _adverb(p, i)
        elif p.lowers[i] == "according":
            yield from _according(p, i)


def is_passive(p: Parse, verb: int) -> bool:
    """Tell whether a verb is passive: by its subject or auxiliary, or as a participle after a noun."""
    if any(p.deps[k] in ("nsubjpass", "auxpass", "agent") for k in p.children[verb]):
        return True
    if p.tags[verb] != "VBN":
        return False
    bare = p.deps[verb] == "advcl" and reduced_noun(p, verb) is not None and not _has_subject(p, verb)
    return p.deps[verb] == "acl" or bare


def _has_subject(p: Parse, verb: int) -> bool:
    return any(p.deps[k] in ("nsubj", "mark", "aux") for k in p.children[verb])


def source_of(p: Parse, verb: int) -> Range | None:
    """Return the tokens of whose words a verb reports: its subject, or the agent of a passive."""
    if is_passive(p, verb):
        agent = p.child(verb, "agent")
        target = p.child(agent, "pobj") if agent is not None else None
        return noun_range(p, target) if target is not None else None
    subject = subject_of(p, verb)
    if subject is None or p.deps[subject] == "expl":
        return None
    return noun_range(p, subject, verb)


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
    content = _without(p, p.heads[token], p.left_edge[token], p.right_edge[token])
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


def _without(p: Parse, host: int, first: int, last: int) -> list[Range]:
    """Return the subtree of a host without one stretch of it."""
    left, right = p.left_edge[host], p.right_edge[host]
    return [r for r in ((left, min(right, first - 1)), (max(left, last + 1), right)) if r[0] <= r[1]]


def _record(p: Parse, noun: int) -> Iterator[Candidate]:
    """Yield the sentence that a survey backs: "Nine in ten rent, in a survey of 900 households"."""
    prep = p.heads[noun]
    if p.deps[noun] != "pobj" or p.lowers[prep] not in ("in", "by") or p.deps[prep] != "prep":
        return
    verb = p.heads[prep]
    if p.pos[verb] not in ("VERB", "AUX") or p.lowers[prep] == "by":
        return
    content = _without(p, verb, p.left_edge[prep], p.right_edge[prep])
    yield Candidate(
        head=prep,
        cue=(prep, prep),
        content=tuple(content),
        source=noun_range(p, noun),
        frame="record",
        strength="found",
        score=0.4,
    )


def _noun(p: Parse, cues: Cues, noun: int, cue: Cue) -> Iterator[Candidate]:
    """Yield "the claim that …", "a plan to …", "criticism of …" with whose it is."""
    source = _holder(p, cues, noun)
    for kid in p.children[noun]:
        if kid < noun:
            continue
        frame = _noun_frame(p, kid)
        content = (p.left_edge[kid], p.right_edge[kid])
        if frame == "prep":
            frame = p.lowers[kid]
            target = p.child(kid, "pobj", "pcomp")
            if target is None:
                continue
            content = (kid + 1, p.right_edge[kid])
        if frame in cue.frames and content[0] <= content[1]:
            yield Candidate(
                head=noun,
                cue=(noun, noun),
                content=(content,),
                source=source,
                frame=f"noun-{frame}",
                strength=cue.strength_in(frame),
                score=0.6 if source else 0.4,
            )
            return


def _noun_frame(p: Parse, kid: int) -> str:
    dep = p.deps[kid]
    if dep == "prep":
        return "prep"
    infinitive = any(p.tags[c] == "TO" for c in p.children[kid])
    if dep in ("acl", "relcl", "xcomp", "ccomp", "advcl"):
        if infinitive:
            return "inf"
        marked = any(p.lowers[c] in ("that", "whether") and p.deps[c] == "mark" for c in p.children[kid])
        return "clause" if dep == "ccomp" or (dep == "acl" and marked) else ""
    return ""


def _holder(p: Parse, cues: Cues, noun: int) -> Range | None:
    """Return whose claim, plan or view it is: a possessive, "by X", or the subject of "make a claim"."""
    owner = p.child(noun, "poss")
    if owner is not None:
        return p.left_edge[owner], p.right_edge[owner]
    for kid in p.children[noun]:
        if p.deps[kid] == "prep" and p.lowers[kid] in ("by", "from", "among"):
            target = p.child(kid, "pobj")
            if target is not None:
                return noun_range(p, target)
    verb = p.heads[noun]
    if p.deps[noun] in ("dobj", "attr") and p.lemmas[verb].lower() in cues.carriers | _BE:
        if p.deps[noun] == "attr" and p.lemmas[verb].lower() in _BE:
            return None
        return source_of(p, verb)
    return None


def _adjective(p: Parse, adjective: int, cue: Cue) -> Iterator[Candidate]:
    """Yield "she is confident that …", "eager to …", "critical of …"."""
    verb = p.heads[adjective]
    if p.deps[adjective] not in ("acomp", "oprd", "attr", "conj", "ROOT", "advcl", "amod", "relcl"):
        return
    subject = subject_of(p, verb) if p.deps[adjective] in ("acomp", "oprd", "conj", "attr") else None
    for kid in p.children[adjective]:
        if kid < adjective:
            continue
        dep = p.deps[kid]
        infinitive = any(p.tags[c] == "TO" for c in p.children[kid])
        clausal = "inf" if infinitive else "clause" if dep == "ccomp" else ""
        frame = p.lowers[kid] if dep == "prep" else clausal
        if frame not in cue.frames:
            continue
        start = kid + 1 if dep == "prep" else p.left_edge[kid]
        if start > p.right_edge[kid]:
            continue
        yield Candidate(
            head=adjective,
            cue=_copula_range(p, verb, adjective),
            content=((start, p.right_edge[kid]),),
            source=noun_range(p, subject, verb) if subject is not None else None,
            frame=f"adjective-{frame}",
            strength=cue.strength_in(frame),
            score=0.55,
        )
        return


def _copula_range(p: Parse, verb: int, adjective: int) -> Range:
    if p.lemmas[verb] in _BE and 0 < adjective - verb < 4:
        return cue_range(p, verb)[0], adjective
    return adjective, adjective


def _adverb(p: Parse, adverb: int) -> Iterator[Candidate]:
    """Yield the clause that "reportedly" or "allegedly" hedges."""
    verb = p.heads[adverb]
    if p.pos[verb] not in ("VERB", "AUX"):
        return
    content = _without(p, verb, adverb, adverb)
    yield Candidate(
        head=adverb,
        cue=(adverb, adverb),
        content=tuple(content),
        source=None,
        frame="adverb",
        strength="reported" if p.lowers[adverb] != "allegedly" else "claimed",
        score=0.4,
    )
