"""What every stage keeps, whatever it is given."""

import pickle

import pytest

from onrecord.model import Found
from onrecord.model.codec import encode_json, reading_document, reading_from_document
from onrecord.pipeline import STAGES, Pipeline
from onrecord.resources import Options, Resources

TEXTS = {
    "empty": "",
    "blank": " \n\t\n ",
    "emoji": "“Great 🎉🎉,” said Ana 👩‍👩‍👧. 👍🏽 30 people died on 3 May 2019.",
    "japanese": "首相は「全力を尽くす」と述べた。2019年3月1日、17人が拉致された。",
    "unbalanced": "“One, two ‘three, said Bo. She said: \"four. '' five '' '' said Cy on Monday.",
    "upper": "THE MINISTER SAID ON MONDAY THAT 40 PEOPLE WERE KILLED IN LIMA, PERU.",
    "one word": "said",
    "marks": "”’\"'“‘»«",
    "controls": "A\x00B said\x07 \u202e“hi”\u202c on\x0bTuesday. \x1b[31mred",
    "surrogate": "Bo said \ud800 on Monday.",
    "combining": "Cafe\u0301 owner Zoe\u0301 said " + "a\u0301" * 50 + " in 2010.",
    "long sentence": "and ".join(f"Bo said Cy met Di on {d} May" for d in range(1, 28)),
}


@pytest.fixture(scope="module")
def pipeline(nlp_backend):
    return Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_gives_a_valid_reading_twice_the_same(pipeline, name):
    from onrecord.testing import make_report

    report = make_report(TEXTS[name])
    one, two = pipeline.read(report), pipeline.read(report)
    data = encode_json(reading_document(one))
    assert data == encode_json(reading_document(two))
    again = reading_from_document(data, report)
    assert encode_json(reading_document(again)) == data
    assert pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize("stage", STAGES, ids=lambda s: s.name)
def test_a_stage_changes_nothing_it_was_given(pipeline, parsed, stage):
    reading = parsed(TEXTS["emoji"])
    before = pickle.dumps(reading)
    found = stage.function(reading, pipeline.resources)
    assert isinstance(found, Found)
    assert pickle.dumps(reading) == before


def test_ids_inside_a_reading_are_unique_and_point_at_something(pipeline):
    from onrecord.testing import make_report

    text = "Ana Ruiz said Bo Lund told reporters that 17 of those 40 homes burned in May 2019. " * 5
    reading = pipeline.read(make_report(text))
    entities = {e.id for e in reading.entities}
    quotations = {q.id for q in reading.quotations}
    timexes = {t.id for t in reading.timexes}
    events = {e.id for e in reading.events}
    for quotation in reading.quotations:
        assert quotation.speaker is None or quotation.speaker in entities
        assert quotation.inside is None or quotation.inside in quotations
    for event in reading.events:
        assert {*event.actor, *event.recipient} <= entities
        assert event.time is None or event.time in timexes
        assert event.said_in is None or event.said_in in quotations
    for figure in reading.figures:
        assert figure.by is None or figure.by in entities
        assert figure.event is None or figure.event in events
    everything = [*reading.entities, *reading.quotations, *reading.timexes, *reading.events, *reading.figures]
    assert len({i.id for i in everything}) == len(everything)


def test_reading_is_linear_in_the_length(pipeline):
    """Four times the text may take at most six times as long: the cost of a quadratic step would show."""
    import time

    from onrecord.testing import make_report

    text = "“We lost 40 homes,” Ana Ruiz said on Tuesday. She met Bo Lund in Lima in May 2019.\n" * 60
    took = []
    for times in (1, 4):
        start = time.process_time()
        pipeline.read(make_report(text * times))
        took.append(time.process_time() - start)
    assert took[1] <= 6 * took[0] + 0.5
