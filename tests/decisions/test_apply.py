"""No decision is ever undone, and no pointer ever lies."""

from dataclasses import replace

import pytest

from onrecord.decisions import active_decisions, apply_decisions, new_decision, target_of_line
from onrecord.decisions.fields import as_document, name_entities
from onrecord.model import Span, line_ids, make_spans
from onrecord.model.codec import encode_json
from onrecord.model.decisions import Outcome, Review, Verb
from onrecord.testing import make_report, span_of


def decide(reading, item, verb, n=0, **more):
    target = target_of_line(reading.report, item, line_ids(reading)[item.id])
    snapshot = name_entities(target.kind, as_document(item), reading)
    return new_decision(verb, [target], at=f"2026-01-01T00:00:0{n}", who="t", snapshot=snapshot, **more)


def line(applied, local):
    return next(li for li in applied.lines if li.local == local)


def edited(reading, old, new):
    """The reading of a report whose text was edited, with items only where their words still stand."""
    text = reading.report.text.replace(old, new)
    report = replace(make_report(text), path=reading.report.path)
    return replace(reading, report=report, sentences=(), entities=(), quotations=(), timexes=(), events=(), figures=())


def test_every_line_quotes_its_very_words(reading):
    for made in apply_decisions(reading, ()).lines:
        cut = " … ".join(reading.report.text[s.start : s.end] for s in made.spans)
        assert cut == made.quote
        assert made.quote.split(" … ")[0] in made.sentence


def test_who_said_it_stays_with_the_event(reading):
    applied = apply_decisions(reading, ())
    assert line(applied, "V1").said_by == ("Ada Lund",)
    assert line(applied, "F1").said_by == ("council",)


@pytest.mark.parametrize(
    ("verb", "review"),
    [(Verb.CONFIRM, Review.CONFIRMED), (Verb.REJECT, Review.REJECTED), (Verb.UNSURE, Review.MACHINE)],
)
def test_simple_verbs(reading, verb, review):
    applied = apply_decisions(reading, [decide(reading, reading.quotations[0], verb)])
    assert line(applied, "Q1").review is review
    assert applied.outcomes[0].outcome is Outcome.APPLIED


def test_a_rejected_line_leaves_the_reading_and_nothing_points_at_it(reading):
    applied = apply_decisions(reading, [decide(reading, reading.quotations[0], Verb.REJECT)])
    assert [q.id for q in applied.reading.quotations] == ["Q2"]
    assert applied.reading.events[0].said_in is None
    assert line(applied, "Q1").review is Review.REJECTED


def test_the_rejected_line_does_not_come_back_a_little_longer(reading):
    decision = decide(reading, reading.quotations[0], Verb.REJECT)
    longer = replace(
        reading.quotations[0], id="Q9", content=(span_of(reading.report.text, "the bridge will open on"),), rule="new"
    )
    again = replace(reading, quotations=(longer,), events=())
    assert line(apply_decisions(again, [decision]), "Q9").review is Review.REJECTED


def test_a_decision_never_moves_to_a_look_alike(reading):
    """The two last sentences are the same: the decision on the second stays there."""
    applied = apply_decisions(reading, [decide(reading, reading.figures[1], Verb.CONFIRM)])
    assert line(applied, "F1").review is Review.MACHINE
    assert line(applied, "F2").review is Review.CONFIRMED


def test_correct_a_speaker_by_name_and_clear_it(reading):
    one = decide(reading, reading.quotations[1], Verb.CORRECT, field="speaker", value="Council")
    applied = apply_decisions(reading, [one])
    assert applied.reading.quotations[1].speaker == "E2"
    assert line(applied, "Q2").review is Review.CORRECTED
    two = decide(reading, reading.quotations[1], Verb.CORRECT, 1, field="speaker", value=None)
    assert apply_decisions(reading, [one, two]).reading.quotations[1].speaker is None


def test_correct_a_speaker_to_someone_the_machine_missed(reading):
    decision = decide(reading, reading.quotations[1], Verb.CORRECT, field="speaker", value="Bo Ek")
    applied = apply_decisions(reading, [decision])
    speaker = applied.reading.quotations[1].speaker
    assert {e.id: e.name for e in applied.reading.entities}[speaker] == "Bo Ek"
    assert line(applied, "Q2").said_by == ("Bo Ek",)


def test_a_correction_that_makes_no_sense_is_stale_with_its_reason(reading):
    decision = decide(reading, reading.events[0], Verb.CORRECT, field="factuality", value="perhaps")
    applied = apply_decisions(reading, [decision])
    assert applied.outcomes[0].outcome is Outcome.STALE
    assert "perhaps" in applied.outcomes[0].reason
    assert line(applied, "V1").review is Review.MACHINE


def test_an_id_is_kept_when_the_words_are_corrected(reading):
    span = span_of(reading.report.text, "bridge will open")
    decision = decide(reading, reading.quotations[0], Verb.CORRECT, field="content", value=[[span.start, span.end]])
    before, after = apply_decisions(reading, ()), apply_decisions(reading, [decision])
    assert line(before, "Q1").id == line(after, "Q1").id
    assert line(after, "Q1").quote == "bridge will open"


def test_a_confirmed_line_that_the_machine_lost_is_brought_back(reading):
    decision = decide(reading, reading.quotations[1], Verb.CONFIRM)
    bare = replace(reading, quotations=(), events=())
    applied = apply_decisions(bare, [decision])
    (back,) = [li for li in applied.lines if li.kind == "quotation"]
    assert back.review is Review.CONFIRMED
    assert back.quote == "“We waited long enough,”"
    assert back.said_by == ("Ada Lund",)
    assert back.id == line_ids(reading)["Q2"]


def test_an_edit_elsewhere_in_the_text_keeps_the_decision(reading):
    decision = decide(reading, reading.quotations[1], Verb.CONFIRM)
    later = edited(reading, "The council counted 17 cracks. The", "The council counted 18 cracks. The")
    applied = apply_decisions(later, [decision])
    (back,) = [li for li in applied.lines if li.kind == "quotation"]
    assert back.review is Review.CONFIRMED
    assert back.spans[0].cut(later.report.text) == back.quote


def test_an_edit_of_the_words_makes_an_orphan_that_points_nowhere(reading):
    decision = decide(reading, reading.quotations[1], Verb.CONFIRM)
    later = edited(reading, "We waited", "We have waited")
    applied = apply_decisions(later, [decision])
    (orphan,) = [li for li in applied.lines if li.kind == "quotation"]
    assert orphan.review is Review.ORPHAN
    assert orphan.spans == ()
    assert applied.outcomes[0].outcome is Outcome.ORPHAN


def test_words_that_now_stand_twice_make_an_orphan(reading):
    decision = decide(reading, reading.quotations[1], Verb.CONFIRM)
    text = reading.report.text + "\n" + reading.report.text
    later = replace(edited(reading, "x", "x"), report=replace(make_report(text), path=reading.report.path))
    assert apply_decisions(later, [decision]).outcomes[0].outcome is Outcome.ORPHAN


def test_add_a_missed_line(reading):
    span = span_of(reading.report.text, "We waited long")
    quotation = replace(reading.quotations[1], id="new", content=(span,), cue=(), source=())
    target = target_of_line(replace(reading, quotations=()).report, quotation, "Qnew")
    decision = new_decision(Verb.ADD, [target], at="t", who="t", snapshot=as_document(quotation))
    bare = replace(reading, quotations=(), events=())
    (added,) = [li for li in apply_decisions(bare, [decision]).lines if li.kind == "quotation"]
    assert (added.quote, added.review) == ("We waited long", Review.CONFIRMED)


def test_hold_and_release(reading):
    hold = decide(reading, reading.figures[0], Verb.HOLD)
    release = decide(reading, reading.figures[0], Verb.RELEASE, 1)
    assert line(apply_decisions(reading, [hold]), "F1").held
    assert not line(apply_decisions(reading, [hold, release]), "F1").held


def test_undo_any_decision_in_any_order_gives_the_state_before(reading):
    items = [reading.quotations[0], reading.quotations[1], reading.figures[0]]
    made = [decide(reading, item, Verb.REJECT, n) for n, item in enumerate(items)]
    undo = new_decision(Verb.UNDO, (), at="u", who="t", undoes=made[1].id)
    active = active_decisions([*made, undo])
    assert [d.id for d in active] == [made[0].id, made[2].id]
    again = new_decision(Verb.UNDO, (), at="v", who="t", undoes=undo.id)
    assert active_decisions([*made, undo, again]) == made
    undone = [new_decision(Verb.UNDO, (), at=str(n), who="t", undoes=d.id) for n, d in enumerate(reversed(made))]
    result = apply_decisions(reading, active_decisions([*made, *undone]))
    assert encode_json(result.lines) == encode_json(apply_decisions(reading, ()).lines)


def test_spans_are_ordered_and_joined():
    assert make_spans([(5, 7), (0, 2), (1, 3)]) == (Span(0, 3), Span(5, 7))


def test_a_held_line_stays_held_when_its_words_are_edited_away(reading):
    quotation = reading.quotations[0]
    made = [decide(reading, quotation, verb, n) for n, verb in enumerate((Verb.CONFIRM, Verb.HOLD, Verb.UNSURE))]
    gone = edited(reading, quotation.content[0].cut(reading.report.text), "(withdrawn)")
    (orphan,) = apply_decisions(gone, made).lines
    assert orphan.review is Review.ORPHAN
    assert orphan.held
    assert orphan.decisions == tuple(d.id for d in made)
    (orphan,) = apply_decisions(gone, [*made, decide(reading, quotation, Verb.RELEASE, 4)]).lines
    assert not orphan.held
