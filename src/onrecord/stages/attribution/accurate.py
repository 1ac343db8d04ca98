"""Stage: attributions by the trained span reader.

Needs: ``tags`` (made by :mod:`onrecord.backends.span_reader`). Gives: ``attributions``.
"""

from onrecord.model import Attribution, Diagnostic, Found, Reading
from onrecord.model.spantags import SpanTags
from onrecord.resources import Resources
from onrecord.stages.attribution.decoding import make_attributions

STAGE = "attribution"


def find_attributions(reading: Reading, resources: Resources) -> Found[Attribution]:
    """Find what the report attributes to somebody, by the trained reader.

    Args:
        reading: A reading with its tags.
        resources: Not used; part of every stage's signature.

    Returns:
        Attributions in text order, split quotations joined, nested ones after the one that holds
        them. Offsets are code points of the report's text.

    Diagnostics:
        ``attribution-no-tags``: the span reader did not run, so nothing was found.
        ``attribution-no-cue``: words in quotation marks were read as somebody's, but no words
        that say whose.

    References: PolNeAR (Newell, Margolin and Ruths, 2018); PARC 3 (Pareti, 2016).

    Cost: linear in the number of spans; the encoder ran before, in the backend.
    """
    del resources
    if not isinstance(reading.tags, SpanTags):
        missing = Diagnostic(stage=STAGE, code="attribution-no-tags", message="The span reader did not run.")
        return Found(diagnostics=(missing,))
    items = tuple(make_attributions(reading.tags, reading.report.text))
    doubts = tuple(
        Diagnostic(
            stage=STAGE,
            code="attribution-no-cue",
            span=item.content[0],
            message="Read as somebody's words, but nothing says whose.",
        )
        for item in items
        if not item.cue
    )
    return Found(items=items, diagnostics=doubts)
