"""How the two readers are brought together; no model needed."""

from onrecord.model import Attribution
from onrecord.stages.attribution.fast_merge import merge
from onrecord.testing import make_reading, span_of

TEXT = "The mayor said that the bridge would close."
ROWS = """
The the DET DT 2 det -
mayor mayor NOUN NN 3 nsubj -
said say VERB VBD 0 ROOT -
that that SCONJ IN 8 mark -
the the DET DT 6 det -
bridge bridge NOUN NN 8 nsubj -
would would AUX MD 8 aux -
close close VERB VB 3 ccomp -
. . PUNCT . 3 punct -
"""


def attribution(text, content, cue="", source="", **known):
    spans = {k: (span_of(text, v),) if v else () for k, v in (("content", content), ("cue", cue), ("source", source))}
    return Attribution(**spans, **known)


def test_agreement_halves_the_doubt():
    reading = make_reading(TEXT, ROWS)
    both = [
        attribution(TEXT, "that the bridge would close", "said", "The mayor", score=0.8, reader="accurate"),
        attribution(TEXT, "that the bridge would close", "said", "The mayor", score=0.85),
    ]
    (found,) = merge(reading, both[:1], both[1:])
    assert (found.reader, found.score) == ("both", 0.9)


def test_what_only_the_rules_found_is_kept_when_sure():
    reading = make_reading(TEXT, ROWS)
    sure = attribution(TEXT, "that the bridge would close", "said", "The mayor", score=0.85)
    faint = attribution(TEXT, "that the bridge would close", "said", "The mayor", score=0.4)
    assert merge(reading, [], [sure]) == [sure]
    assert merge(reading, [], [faint]) == []


def test_a_source_keeps_to_its_line():
    text = "Photo by Ann\n\nMayor Lee said rain fell."
    item = attribution(text, "rain fell", "said", "Photo by Ann\n\nMayor Lee", score=0.9, reader="accurate")
    (found,) = merge(make_reading(text), [item], [])
    assert [s.cut(text) for s in found.source] == ["Mayor Lee"]


def test_content_does_not_run_into_the_next_paragraph():
    text = "Lee: “I stay.”\n\nThe mayor spoke on Monday."
    item = attribution(text, "“I stay.”\n\nThe mayor spoke on Monday.", ":", "Lee", score=0.9, reader="accurate")
    (found,) = merge(make_reading(text), [item], [])
    assert [s.cut(text) for s in found.content] == ["“I stay.”"]
