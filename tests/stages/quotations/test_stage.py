"""Contracts and single rules of the structure stage."""

import pickle
import time
from dataclasses import replace

import pytest

from onrecord.model import Attribution, Entity, EntityType, Mention, MentionForm
from onrecord.model.codec import encode_json
from onrecord.resources import Options, Resources
from onrecord.stages.attribution import find_attributions
from onrecord.stages.entities import find_entities
from onrecord.stages.quotations import find_quotations
from onrecord.testing import make_reading, span_of

RESOURCES = Resources(options=Options(reader="fast"))
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


def built(score=1.0):
    mention = Mention(span=span_of(TEXT, "The mayor"), form=MentionForm.NOMINAL, score=score)
    entity = Entity(id="E1", name="Ann Lee", type=EntityType.PERSON, mentions=(mention,))
    item = Attribution(
        content=(span_of(TEXT, "that the bridge would close"),),
        cue=(span_of(TEXT, "said"),),
        source=(span_of(TEXT, "The mayor"),),
        score=0.8,
    )
    return replace(make_reading(TEXT, ROWS), entities=(entity,), attributions=(item,))


def full(parsed, text):
    reading = parsed(text)
    reading = replace(reading, entities=find_entities(reading, RESOURCES).items)
    return replace(reading, attributions=find_attributions(reading, RESOURCES).items)


def test_a_speaker_is_the_entity_of_the_source():
    (found,) = find_quotations(built(), RESOURCES).items
    assert (found.id, found.speaker, found.rule) == ("Q1", "E1", "fast+mention")


def test_a_speaker_below_the_threshold_is_left_open():
    (found,) = find_quotations(built(score=0.4), RESOURCES).items
    assert found.speaker is None
    assert found.rule == "fast+unsure-mention"


def test_ids_follow_the_text(parsed):
    text = "“One,” Ann Lee said. “Two,” Bob Ray said. “Three,” Ann Lee said."
    found = find_quotations(full(parsed, text), RESOURCES).items
    assert [q.id for q in found] == ["Q1", "Q2", "Q3"]
    assert [q.content[0].start for q in found] == sorted(q.content[0].start for q in found)


def test_direct_speech_without_a_speaker_says_so(parsed):
    found = find_quotations(full(parsed, "“We are lost and nobody knows where we are.”"), RESOURCES)
    assert [q.speaker for q in found.items] == [None]
    assert [d.code for d in found.diagnostics] == ["unknown-speaker"]


def test_a_mark_that_is_never_closed_says_so(parsed):
    found = find_quotations(full(parsed, "He said “we go and that was it.\n\nNothing more."), RESOURCES)
    assert "unbalanced-quote" in [d.code for d in found.diagnostics]


ODD = [
    "",
    "\n\n",
    "😀 “😀” said 😀. 日本 he said, “日本。”",
    "“Unclosed, she said. “And again, she said that he said that they said so",
    '"' * 60,
    "said said said that said",
    "According to according to according to.",
    "A said B said C said D said E said that it rained.",
    "“a ‘b “c ‘d’ c” b’ a,” she said.",
]


@pytest.mark.parametrize("text", ODD)
def test_contract(parsed, text):
    reading = full(parsed, text)
    first, second = find_quotations(reading, RESOURCES), find_quotations(reading, RESOURCES)
    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first
    assert encode_json(first.items)
    known = {q.id for q in first.items}
    for quotation in first.items:
        assert quotation.content
        assert quotation.inside is None or quotation.inside in known - {quotation.id}
        for span in (*quotation.content, *quotation.cue, *quotation.source):
            assert span.cut(text)
    replace(reading, quotations=first.items)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ['"I go," she said. ', "he said ", "“a ", "She told him that he said that it rained. "]
)
def test_time_is_linear(parsed, unit):
    def cost(times):
        reading = full(parsed, unit * times)
        start = time.process_time()
        find_attributions(reading, RESOURCES)
        find_quotations(reading, RESOURCES)
        return time.process_time() - start

    cost(50)
    assert cost(800) < 12 * cost(200) + 0.2


def seeds(parsed, shared, name):
    (path,) = (shared / "seeds").glob(f"{name}*")
    reading = full(parsed, path.read_text(encoding="utf-8"))
    found = find_quotations(reading, RESOURCES).items
    names = {e.id: e for e in reading.entities}
    return [(q, names.get(q.speaker), [names.get(r, r) for r in q.relayed_by]) for q in found]


def test_the_seed_of_2025_keeps_who_told_the_families(parsed, shared):
    rows = seeds(parsed, shared, "000")
    relayed = [(q, s, chain) for q, s, chain in rows if q.inside]
    assert any(s and chain and q.addressee for q, s, chain in relayed)


def test_the_seed_of_2019_keeps_what_the_agency_passed_on(parsed, shared):
    rows = seeds(parsed, shared, "002")
    chains = [getattr(c, "name", c) for q, s, chain in rows for c in chain if s is not None]
    assert sum("Kyodo" in c for c in chains) == 2
