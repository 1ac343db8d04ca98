"""A story linked: what merges, what does not, and that order never matters."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import body, event, figure, harbour_story, judge, person, report

from onrecord.errors import InputError
from onrecord.linking import link_story
from onrecord.linking.facts import ReportSummary
from onrecord.model import EntityType, FigureVerdict, Judgement, LinkOf
from onrecord.model.codec import decode_json, encode_json


def groups(clusters):
    return {c.lines for c in clusters if len(c.lines) > 1}


def test_planned_and_happened_are_one_event():
    linked = link_story(harbour_story())
    assert ("Va2", "Vb1") in groups(linked.events)


def test_a_name_in_either_order_is_one_person():
    assert ("Ea1", "Eb1") in groups(link_story(harbour_story()).entities)


def test_a_copy_adds_no_origin():
    linked = link_story(harbour_story())
    assert ("R1", "R3") in linked.origins.groups
    assert linked.origins.count([("R1", None), ("R3", None)]) == 1


def test_equal_figures_agree_and_equal_words_are_the_same():
    linked = link_story(harbour_story())
    assert [v.verdict for v in linked.verdicts] == [FigureVerdict.AGREE]
    assert ("Qa1", "Qb1") in groups(linked.quotations)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(3)))
def test_order_never_matters(order):
    story = harbour_story()
    assert link_story([story[i] for i in order]) == link_story(story)


def test_a_persons_different_outranks_any_score():
    linked = link_story(harbour_story(), [judge("Ea1", "Eb1", "different", LinkOf.ENTITY, "namesakes")])
    assert ("Ea1", "Eb1") not in groups(linked.entities)
    assert any("namesakes" in r.reason for r in linked.refusals)


def test_a_persons_same_joins_what_no_score_would():
    linked = link_story(harbour_story(), [judge("Ea2", "Eb1", "same", LinkOf.ENTITY)])
    assert any({"Ea2", "Eb1"} <= set(c.lines) for c in linked.entities)


def test_same_that_would_cross_a_wall_is_refused():
    rows = [
        judge("Va1", "Vb1", "same"),
        judge("Va1", "Vb2", "same"),
        judge("Vb1", "Vb2", "different", reason="two days"),
    ]
    linked = link_story(harbour_story(), rows)
    together = [c for c in linked.events if {"Vb1", "Vb2"} <= set(c.lines)]
    assert not together
    assert any("two days" in r.reason for r in linked.refusals)


def test_taking_a_judgement_back_restores_everything():
    before = link_story(harbour_story())
    link_story(harbour_story(), [judge("Ea1", "Eb1", "different", LinkOf.ENTITY)])
    assert link_story(harbour_story(), []) == before


def test_unsure_takes_a_pair_from_the_machine():
    linked = link_story(harbour_story(), [judge("Va2", "Vb1", "unsure")])
    assert ("Va2", "Vb1") not in groups(linked.events)


def test_every_line_stands_in_one_cluster():
    linked = link_story(harbour_story())
    lines = [line for c in linked.events for line in c.lines]
    assert sorted(lines) == ["Va1", "Va2", "Vb1", "Vb2"]
    assert sorted(line for e in linked.timeline for line in e.lines) == sorted(lines)


def test_two_summaries_of_one_report_are_an_error():
    story = harbour_story()
    with pytest.raises(InputError, match="R1"):
        link_story([story[0], story[0]])


def test_no_reports_give_an_empty_record():
    assert link_story([]).links == ()


def test_summaries_pickle_and_have_a_json_form():
    for summary in harbour_story():
        assert pickle.loads(pickle.dumps(summary)) == summary
        assert decode_json(encode_json(summary), ReportSummary) == summary


def test_a_single_name_with_two_bearers_joins_neither():
    story = [
        report("R1", entities=(person("E1", "Nadia Okello"),)),
        report("R2", entities=(person("E2", "Peter Okello"),)),
        report("R3", entities=(person("E3", "Okello"),)),
    ]
    assert groups(link_story(story).entities) == set()
    assert groups(link_story([story[0], story[2]]).entities) == {("E1", "E3")}


def test_a_government_is_one_entity_under_all_its_names():
    kind = EntityType.GOVERNMENT
    story = [
        report("R1", entities=(body("E1", "Norway", kind, country="NOR"),)),
        report(
            "R2",
            entities=(
                body("E2", "Oslo", kind, country="NOR"),
                body("E3", "Norwegian Ministry of Health", kind, country="NOR"),
            ),
        ),
    ]
    assert groups(link_story(story).entities) == {("E1", "E2")}


def test_meetings_of_the_same_two_at_other_dates_stay_apart():
    from stories import day

    def told(line, when):
        return event(line, "met", "Ana Reis met Carl Boman in Malmo", actor=("E1",), recipient=("E2",), when=day(when))

    story = [
        report(
            "R1",
            events=(told("V1", "2018-06-12"),),
            entities=(person("E1", "Ana Reis"), person("E2", "Carl Boman")),
        ),
        report(
            "R2",
            events=(told("V2", "2019-02-27"),),
            entities=(person("E3", "Ana Reis"), person("E4", "Carl Boman")),
        ),
    ]
    assert groups(link_story(story).events) == set()


def test_every_link_has_a_reason_and_a_score():
    for link in link_story(harbour_story()).links:
        assert link.reason
        assert 0 <= link.score <= 1
        assert link.left < link.right or link.judgement in {Judgement.COPY_OF, Judgement.PART_OF}


def test_two_who_count_one_matter_in_one_report_are_shown_beside_each_other():
    told = report(
        "A",
        figures=(
            figure("1", 13, "Almeda dockers", "The harbour admitted that 13 Almeda dockers were let go.", by="H"),
            figure("2", 17, "dockers", "Seventeen dockers stand on the union's list.", by="U"),
        ),
        entities=(body("H", "Port of Almeda"), body("U", "Dockers' Union")),
    )
    [verdict] = link_story([told]).verdicts
    assert (verdict.verdict, verdict.reason) == (FigureVerdict.UNSURE, "counts of two owners")


def test_a_rare_full_name_is_one_person_though_a_country_was_read_wrongly():
    one = report("A", entities=(person("1", "Abel Brandvoll", country="PRT"),))
    other = report("B", entities=(person("2", "Brandvoll Abel", country="VNM"),))
    assert groups(link_story([one, other]).entities) == {("1", "2")}
    common = [
        report("A", entities=(person("1", "John Smith", country="USA"),)),
        report("B", entities=(person("2", "Smith John", country="GBR"),)),
    ]
    assert not groups(link_story(common).entities)
