"""The fast reader: attributions from the parse, a lexicon of cues and the quotation marks.

Every step says what it does in the lexicon or in a rule, so that a line can be explained word by word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.model import Attribution, Found, Reading
from onrecord.resources import Resources
from onrecord.stages.attribution.fast_candidates import Candidate, to_attribution
from onrecord.stages.attribution.fast_clauses import find_candidates
from onrecord.stages.attribution.fast_direct import find_direct
from onrecord.stages.attribution.fast_layout import Layout, lay_out
from onrecord.stages.attribution.fast_lexicon import Cues, load_cues

THRESHOLD = 0.35


def find_fast(reading: Reading, resources: Resources) -> Found[Attribution]:
    """Find attributions by rule.

    Needs: ``parse``. Gives: ``attributions`` with ``reader="fast"``, in text order, none inside another.

    Args:
        reading: The reading.
        resources: The lexicon is used.

    Returns:
        Attributions; spans in code points of the report's text.

    References: PARC 3 and PolNeAR for what counts as an attribution.

    Cost: linear in the text, about a tenth of the parse.
    """
    layout = lay_out(reading)
    cues = load_cues(resources.lexicon)
    chosen = choose(layout, cues)
    found = (to_attribution(layout, c) for c in chosen)
    items = sorted((a for a in found if a is not None), key=lambda a: (a.content[0], a.content[-1], a.cue))
    return Found(items=tuple(items))


def choose(layout: Layout, cues: Cues) -> list[Candidate]:
    """Return the candidates that stand: direct speech first, then what the grammar shows outside it."""
    direct = find_direct(layout, cues)
    taken = {c.head for c in direct}
    free = [i for i in range(len(layout.parse)) if layout.inside[i] < 0 and i not in taken]
    indirect = [_snapped(layout, c) for c in find_candidates(layout.parse, cues, free)]
    return settle(layout, [*direct, *(c for c in indirect if c.content and c.score >= THRESHOLD)])


def _snapped(layout: Layout, candidate: Candidate) -> Candidate:
    """Stretch content to the end of any quoted stretch that it enters."""
    content = []
    for first, last in candidate.content:
        left, right = layout.inside[first], layout.inside[last]
        start = min(first, layout.tokens_of(left).start) if left >= 0 else first
        stop = max(last, layout.tokens_of(right).stop - 1) if right >= 0 else last
        content.append((start, stop))
    return replace(candidate, content=tuple(content))


def settle(layout: Layout, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Drop candidates whose cue stands inside the content of another, and weaker ones on the same words."""
    owner = _owners(layout, candidates)
    kept: list[Candidate] = []
    used: set[tuple[int, int]] = set()
    heads: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: -c.score):
        inside = owner.get(candidate.head)
        if inside is not None and not _outranks(candidate, inside):
            continue
        key = (min(_firsts(candidate)), max(_lasts(candidate)))
        if key in used or candidate.head in heads:
            continue
        used.add(key)
        heads.add(candidate.head)
        kept.append(candidate)
    return kept


def _outranks(candidate: Candidate, holder: Candidate) -> bool:
    """Tell whether a cue that ends its sentence holds the one that seems to hold it."""
    return candidate.frame == "tail" and any(first <= holder.head <= last for first, last in candidate.content)


def _firsts(candidate: Candidate) -> list[int]:
    return [r[0] for r in candidate.content] or [s.start for s in candidate.exact]


def _lasts(candidate: Candidate) -> list[int]:
    return [r[1] for r in candidate.content] or [s.end for s in candidate.exact]


def _owners(layout: Layout, candidates: Iterable[Candidate]) -> dict[int, Candidate]:
    """Return for each token the surest other candidate whose content holds it."""
    owner: dict[int, Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: c.score):
        ranges = [*candidate.content]
        for span in candidate.exact:
            tokens = layout.parse.tokens_in(span)
            ranges.append((tokens.start, tokens.stop - 1))
        for first, last in ranges:
            for token in range(first, last + 1):
                if token != candidate.head:
                    owner[token] = candidate
    return owner
