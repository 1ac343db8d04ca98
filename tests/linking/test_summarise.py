"""Summaries: what linking keeps of a reading."""

import pickle
from dataclasses import replace

from onrecord.linking import summarise
from onrecord.linking.facts import ReportSummary
from onrecord.linking.summarise import body_text, find_credits, find_origin, slug_words
from onrecord.linking.words import content_stems, pack_words
from onrecord.model import (
    Entity,
    EntityType,
    Event,
    EventType,
    Figure,
    Grade,
    Mention,
    MentionForm,
    Published,
    PublishedMethod,
    Quotation,
    QuotationKind,
    Residue,
    Span,
    Timex,
    TimexType,
    line_ids,
)
from onrecord.model.codec import decode_json, encode_json
from onrecord.testing import make_reading, make_report, span_of

TEXT = "Rosa Quintal met 40 dockers in Almeda on 3 May 2021. “We stay,” she said."


def reading():
    name = Mention(span=span_of(TEXT, "Rosa Quintal"), form=MentionForm.NAME)
    return make_reading(
        TEXT,
        sentences=(Span(0, 52), Span(53, len(TEXT))),
        entities=(
            Entity(id="E1", name="Rosa Quintal", type=EntityType.PERSON, names=("Rosa Quintal",), mentions=(name,)),
        ),
        timexes=(
            Timex(
                id="T1",
                span=span_of(TEXT, "3 May 2021"),
                type=TimexType.DATE,
                edtf="2021-05-03",
                earliest="2021-05-03",
                latest="2021-05-03",
            ),
        ),
        events=(Event(id="V1", trigger=(span_of(TEXT, "met"),), type=EventType.CONSULT, actor=("E1",), time="T1"),),
        quotations=(Quotation(id="Q1", kind=QuotationKind.DIRECT, content=(span_of(TEXT, "We stay"),), speaker="E1"),),
        figures=(
            Figure(
                id="F1",
                span=span_of(TEXT, "40"),
                low=40,
                high=40,
                unit="count",
                counted=span_of(TEXT, "dockers"),
                event="V1",
            ),
        ),
    )


def test_lines_keep_their_story_ids():
    read = reading()
    summary, ids = summarise(read), line_ids(read)
    assert summary.events[0].line == ids["V1"]
    assert summary.events[0].actor == (ids["E1"],)
    assert summary.quotations[0].speaker == ids["E1"]
    assert summary.figures[0].event == ids["V1"]
    assert summary.figures[0].trigger == "met"


def test_dates_are_days():
    when = summarise(reading()).events[0].when
    assert when.edtf == "2021-05-03"
    assert when.days == 1


def test_a_dated_report_changes_its_summary_alone():
    read = reading()
    dated = replace(
        read,
        report=replace(
            read.report, published=Published(value="2021-05-04", method=PublishedMethod.GIVEN, confidence=1.0)
        ),
    )
    before, after = summarise(read), summarise(dated)
    assert before.published is None
    assert replace(after, published=None) == before


def test_pickles_and_json():
    summary = summarise(reading())
    assert pickle.loads(pickle.dumps(summary)) == summary
    assert decode_json(encode_json(summary), ReportSummary) == summary


def test_residue_is_left_out():
    report = make_report("Ad here. Real text.", residue=(Residue(span=Span(0, 9), reason="ad", grade=Grade.RESIDUE),))
    assert "Ad" not in body_text(report)


def test_empty_and_odd_texts():
    for text in ("", "🙂", "“" * 50, "\u3042" * 30):
        assert summarise(make_reading(text)).entities == ()


def test_credits_of_agencies():
    assert find_credits(make_report("ALMEDA (Reuters) - A ship sank."), "ALMEDA (Reuters) - A ship sank.") == (
        "Reuters",
    )
    assert find_credits(make_report("x", byline="Staff and AP"), "x") == ("AP",)
    assert find_origin("The mayor resigned, Kyodo reported.") == "Kyodo"
    assert find_origin("The mayor resigned on Monday.") is None


def test_the_headline_is_title_and_address_without_the_body():
    url = "https://paper.example/2021/05/dockers-vote-for-strike.html"
    report = make_report(TEXT, title="Vote at the quay", url=url)
    found = summarise(replace(reading(), report=report))
    assert found.headline == pack_words(content_stems("Vote at the quay dockers vote for strike"))


def test_an_archived_address_is_read_by_the_page_it_keeps():
    archived = "http://archive.example/web/2016/http://www.paper.example:80/local/ferry-sinks-off-almeda/"
    assert slug_words(archived) == "ferry sinks off almeda"
    assert slug_words("http://archive.example/web/2016/http://www.paper.example/x/123") == ""
