"""Attribution: who is quoted for what, before anyone is resolved.

Two readers give the same kind of values. The fast one (:mod:`.fast`) works on the parse, a lexicon and the
quotation marks; the accurate one (:mod:`.accurate`) decodes the tags of a trained span reader. With the
accurate one, :mod:`.fast_merge` lets the rules confirm, mend and fill in; where both agree, the score rises.
"""

from dataclasses import replace

from onrecord.model import Attribution, Found, Reading
from onrecord.resources import Resources
from onrecord.stages.attribution.fast import find_fast
from onrecord.stages.attribution.fast_merge import merge


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
    return replace(found, items=tuple(merge(reading, found.items, fast.items)))
