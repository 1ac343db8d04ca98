"""Stage: attributions by the trained span reader.

Needs: ``tags`` (made by :mod:`onrecord.backends.span_reader`). Gives: ``attributions``.
"""

from onrecord.model import Attribution, Diagnostic, Found, Parse, Reading
from onrecord.model.spantags import SpanTags
from onrecord.resources import Resources
from onrecord.stages.attribution.decoding import make_attributions, whole_quotes
from onrecord.stages.attribution.fast_lexicon import Cues, load_cues
from onrecord.stages.attribution.fast_marks import find_quoted

STAGE = "attribution"
SILENT = frozenset(
    {"believed", "wanted", "expected", "agreed", "decided", "refused", "seemed"}
    | {"praised", "criticised", "supported", "opposed"}
)
"""Classes of cue that pass no words on; inside somebody's words they are no statement of their own."""


def find_attributions(reading: Reading, resources: Resources) -> Found[Attribution]:
    """Find what the report attributes to somebody, by the trained reader.

    Args:
        reading: A reading with its tags.
        resources: The lexicon tells which nested cues say something; one that only believes or
            wants is part of what the outer speaker says.

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
    if not isinstance(reading.tags, SpanTags):
        missing = Diagnostic(stage=STAGE, code="attribution-no-tags", message="The span reader did not run.")
        return Found(diagnostics=(missing,))
    outer, inner = make_attributions(reading.tags, reading.report.text)
    cues = load_cues(resources.lexicon)
    passed_on = [item for item in inner if says(item, reading.parse, cues)]
    if passed_on:
        passed_on = whole_quotes(passed_on, find_quoted(reading.report.text))
    items = tuple(sorted(outer + passed_on, key=lambda a: (a.content[0].start, -a.content[-1].end)))
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


def says(item: Attribution, parse: Parse, cues: Cues) -> bool:
    """Tell whether a cue passes words on, by the class of its verb; True where there is no parse."""
    tokens = [i for span in item.cue for i in parse.tokens_in(span)]
    found = [cue for i in tokens if (cue := cues.verb(parse, i)) is not None]
    return not len(parse) or any(cue.strength not in SILENT for cue in found)
