"""Whose words a cue reports: the subject of an active verb, the agent of a passive one."""

from onrecord.model import Parse
from onrecord.stages.attribution.fast_candidates import noun_range
from onrecord.stages.attribution.fast_frames import Range, subject_of
from onrecord.stages.attribution.fast_repairs import reduced_noun


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
