"""Who did it to whom, when and where: sentences of our own with their entities given."""

from dataclasses import replace

import pytest

from onrecord.model import (
    Entity,
    EntityType,
    Mention,
    MentionForm,
    Quotation,
    QuotationKind,
    Timex,
    TimexType,
)
from onrecord.resources import Resources
from onrecord.stages.events import find_events, main_event
from onrecord.testing import span_of

# text, parties in the text, trigger's first word, actors, recipients
CASES = [
    ("Rebels attacked the army near Mopti.", "Rebels|army", "attacked", "Rebels", "army"),
    ("The army was attacked by rebels.", "army|rebels", "attacked", "rebels", "army"),
    ("Okafor and Lindqvist met in Oslo.", "Okafor|Lindqvist", "met", "Okafor|Lindqvist", ""),
    ("Okafor met with Lindqvist on Friday.", "Okafor|Lindqvist", "met", "Okafor", "Lindqvist"),
    ("Oslo hosted Okafor on Friday.", "Oslo|Okafor", "hosted", "Okafor", "Oslo"),
    ("Okafor visited Norway in May.", "Okafor|Norway", "visited", "Okafor", "Norway"),
    ("The union asked Okafor to meet Lindqvist.", "union|Okafor|Lindqvist", "asked", "union", "Okafor"),
    ("The widows, who sued the mine, want money.", "widows|mine", "sued", "widows", "mine"),
    ("Guards arrested a man who had attacked Okafor.", "Guards|man|Okafor", "attacked", "man", "Okafor"),
    ("Police released the sailors taken by rebels.", "Police|sailors|rebels", "taken", "rebels", "sailors"),
    ("Norway's support for Kenya's decision grew.", "Norway|Kenya", "support", "Norway", "Kenya"),
    ("The rebels' attack on the army failed.", "rebels|army", "attack", "rebels", "army"),
    ("Talks between Norway and Kenya began.", "Norway|Kenya", "Talks", "Norway|Kenya", ""),
    ("The abduction of two nurses by rebels was filmed.", "nurses|rebels", "abduction", "rebels", "nurses"),
    ("Kenya imposed sanctions on Norway.", "Kenya|Norway", "imposed", "Kenya", "Norway"),
    ("Norway launched an attack against Kenya.", "Kenya|Norway", "launched", "Norway", "Kenya"),
    ("Kenya is believed to have kidnapped the sailors.", "Kenya|sailors", "kidnapped", "Kenya", "sailors"),
    ("Okafor was forced to meet Lindqvist.", "Okafor|Lindqvist", "meet", "Okafor", "Lindqvist"),
    ("Okafor flew home and met Lindqvist.", "Okafor|Lindqvist", "met", "Okafor", "Lindqvist"),
    ("After a phone call with Okafor, Lindqvist rested.", "Okafor|Lindqvist", "phone", "Lindqvist", "Okafor"),
    ("Kenya gave money to Norway.", "Kenya|Norway", "gave", "Kenya", "Norway"),
    ("Kenya condemned Norway's tax plan.", "Kenya|Norway", "condemned", "Kenya", "Norway"),
    ("Okafor raised the case of the nurses with Lindqvist.", "Okafor|Lindqvist", "raised", "Okafor", "Lindqvist"),
]


def entities(text, words):
    return tuple(
        Entity(
            id=word,
            name=word,
            type=EntityType.PLACE if word == "Oslo" else EntityType.GROUP,
            mentions=(Mention(span=span_of(text, word), form=MentionForm.NAME),),
        )
        for word in words.split("|")
    )


def event_at(reading, word):
    found = find_events(reading, Resources()).items
    text = reading.report.text
    return next((e for e in found if any(word in s.cut(text) for s in e.trigger)), None)


@pytest.mark.parametrize(("text", "parties", "trigger", "actor", "recipient"), CASES)
def test_who_to_whom(parsed, text, parties, trigger, actor, recipient):
    event = event_at(replace(parsed(text), entities=entities(text, parties)), trigger)
    assert event is not None
    assert "|".join(event.actor) == actor
    assert "|".join(event.recipient) == recipient


def test_place_and_time(parsed):
    text = "Rebels attacked the army in Oslo on Friday, and the mayor spoke on Sunday."
    timexes = tuple(
        Timex(id=f"T{n}", span=span_of(text, word), type=TimexType.DATE)
        for n, word in enumerate(("Friday", "Sunday"), 1)
    )
    reading = replace(parsed(text), entities=entities(text, "Rebels|army|Oslo"), timexes=timexes)
    event = event_at(reading, "attacked")
    assert event.place == "Oslo"
    assert event.time == "T1"


def test_a_time_behind_before_belongs_there(parsed):
    text = "Okafor asked Lindqvist to help before the summit in June 2018."
    timex = Timex(id="T1", span=span_of(text, "June 2018"), type=TimexType.DATE)
    reading = replace(parsed(text), entities=entities(text, "Okafor|Lindqvist"), timexes=(timex,))
    assert event_at(reading, "asked").time is None


@pytest.mark.parametrize(("strength", "factuality"), [("said", "happened"), ("claimed", "alleged")])
def test_what_stands_in_a_quotation(parsed, strength, factuality):
    text = "Okafor says I attacked the army."
    quotation = Quotation(
        id="Q1",
        kind=QuotationKind.INDIRECT,
        content=(span_of(text, "I attacked the army"),),
        speaker="Okafor",
        strength=strength,
    )
    reading = replace(parsed(text), entities=entities(text, "Okafor|army"), quotations=(quotation,))
    event = event_at(reading, "attacked")
    assert event.said_in == "Q1"
    assert event.factuality.value == factuality
    assert event.actor == ("Okafor",)


def test_what_is_asked_for_is_part_of_the_asking(parsed):
    text = "The bishop urged the rebels to release the nurses."
    found = find_events(replace(parsed(text), entities=entities(text, "bishop|rebels|nurses")), Resources()).items
    assert [e.type.value for e in found] == ["STATE"]


def test_nouns_about_nobody_are_left_out(parsed):
    assert find_events(parsed("The mayor slept during the meeting."), Resources()).items == ()


def test_the_main_event_comes_first(parsed):
    text = "After the attack on the army, Kenya condemned Norway."
    reading = replace(parsed(text), entities=entities(text, "army|Kenya|Norway"))
    found = find_events(reading, Resources()).items
    assert main_event(found, reading.sentences[0]).type.value == "ACCUSE"
    assert [e.id for e in found] == [f"V{n}" for n in range(1, len(found) + 1)]


def test_ids_spans_and_repeats(parsed):
    text = "Police arrested two clerks. 😀 Police later released the clerks."
    reading = parsed(text)
    first, again = find_events(reading, Resources()), find_events(reading, Resources())
    assert first == again
    assert all(0 <= s.start < s.end <= len(text) for e in first.items for s in e.trigger)


def test_what_nature_does_is_no_assault(parsed):
    assert find_events(parsed("The flood killed two people in the valley."), Resources()).items == ()


def test_free_and_fair_frees_nobody(parsed):
    assert find_events(parsed("The vote was free and fair."), Resources()).items == ()
