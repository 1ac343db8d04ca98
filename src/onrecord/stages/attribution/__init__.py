"""Attribution: who is quoted for what, before anyone is resolved.

Two readers give the same kind of values. The fast one (:mod:`.fast`) works on the parse, a lexicon and the
quotation marks; the accurate one (:mod:`.accurate`) decodes the tags of a trained span reader. Where both
agree, the score of a line rises.
"""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Attribution, Found, Reading, Span, cover
from onrecord.resources import Resources
from onrecord.stages.attribution.fast import find_fast

AGREEMENT = 0.5
"""Share of the doubt that is left when the other reader found the same."""


def find_attributions(reading: Reading, resources: Resources) -> Found[Attribution]:
    """Find content, cue and source of every attribution with the reader that the options name.

    Needs: ``parse``; ``tags`` for the accurate reader. Gives: ``attributions`` in text order.

    Args:
        reading: The reading; without ``tags`` the fast reader is used whatever the options say.
        resources: ``options.reader`` is ``fast`` or ``accurate``.

    Returns:
        Attributions; spans in code points of the report's text. Diagnostics are those of the reader used.

    References: PARC 3, PolNeAR.

    Cost: linear in the text.

    Example:
        >>> from onrecord.testing import make_reading
        >>> find_attributions(make_reading(""), Resources()).items
        ()
    """
    fast = find_fast(reading, resources)
    if resources.options.reader == "fast" or reading.tags is None:
        return fast
    from onrecord.stages.attribution import accurate

    found = accurate.find_attributions(reading, resources)
    return replace(found, items=confirm(found.items, fast.items))


def confirm(accurate: Sequence[Attribution], fast: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the accurate reader's attributions, surer where the fast reader found the same.

    Two attributions are the same when their contents share half of their length and their cues or
    sources meet.

    Cost: linear in both for attributions of bounded length.
    """
    rows = sorted(fast, key=lambda a: cover(a.content))
    out, first = [], 0
    for item in accurate:
        whole = cover(item.content)
        while first < len(rows) and cover(rows[first].content).end <= whole.start:
            first += 1
        near = []
        for row in rows[first:]:
            if cover(row.content).start >= whole.end:
                break
            near.append(row)
        if any(_same(item, row) for row in near):
            out.append(replace(item, score=round(1 - (1 - item.score) * AGREEMENT, 3), reader="both"))
        else:
            out.append(item)
    return tuple(out)


def _same(one: Attribution, other: Attribution) -> bool:
    shared = _shared(one.content, other.content)
    total = sum(map(len, one.content)) + sum(map(len, other.content))
    meets = _shared(one.cue, other.cue) or _shared(one.source, other.source)
    return bool(meets) and 2 * shared >= AGREEMENT * total


def _shared(left: Sequence[Span], right: Sequence[Span]) -> int:
    """Return how many code points two lists of spans share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
