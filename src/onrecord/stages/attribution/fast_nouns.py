"""Cues that are no verbs: nouns, adjectives, adverbs and the names of surveys."""

from collections.abc import Iterator

from onrecord.model import Parse
from onrecord.stages.attribution.fast_candidates import Candidate, cue_range, noun_range
from onrecord.stages.attribution.fast_frames import Range, subject_of, without
from onrecord.stages.attribution.fast_lexicon import Cue, Cues
from onrecord.stages.attribution.fast_sources import source_of

_BE = frozenset({"be", "feel", "seem", "remain", "become", "sound", "get", "'s"})


def record(p: Parse, noun: int) -> Iterator[Candidate]:
    """Yield the sentence that a survey backs: "Nine in ten rent, in a survey of 900 households"."""
    prep = p.heads[noun]
    if p.deps[noun] != "pobj" or p.lowers[prep] not in ("in", "by") or p.deps[prep] != "prep":
        return
    verb = p.heads[prep]
    if p.pos[verb] not in ("VERB", "AUX") or p.lowers[prep] == "by":
        return
    content = without(p, verb, p.left_edge[prep], p.right_edge[prep])
    yield Candidate(
        head=prep,
        cue=(prep, prep),
        content=tuple(content),
        source=noun_range(p, noun),
        frame="record",
        strength="found",
        score=0.4,
    )


def noun_cue(p: Parse, cues: Cues, noun: int, cue: Cue) -> Iterator[Candidate]:
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


def adjective(p: Parse, token: int, cue: Cue) -> Iterator[Candidate]:
    """Yield "she is confident that …", "eager to …", "critical of …"."""
    verb = p.heads[token]
    if p.deps[token] not in ("acomp", "oprd", "attr", "conj", "ROOT", "advcl", "amod", "relcl"):
        return
    subject = subject_of(p, verb) if p.deps[token] in ("acomp", "oprd", "conj", "attr") else None
    for kid in p.children[token]:
        if kid < token:
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
            head=token,
            cue=_copula_range(p, verb, token),
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


def adverb(p: Parse, token: int) -> Iterator[Candidate]:
    """Yield the clause that "reportedly" or "allegedly" hedges."""
    verb = p.heads[token]
    if p.pos[verb] not in ("VERB", "AUX"):
        return
    content = without(p, verb, token, token)
    yield Candidate(
        head=token,
        cue=(token, token),
        content=tuple(content),
        source=None,
        frame="adverb",
        strength="reported" if p.lowers[token] != "allegedly" else "claimed",
        score=0.4,
    )
