"""Events: what makes two lines one, and what forbids it."""

import pytest
from stories import body, day, event, person, report, year

from onrecord.linking import link_story, pick_important
from onrecord.linking.events import event_features, make_views
from onrecord.linking.guards import find_veto
from onrecord.linking.timeline import weigh_days
from onrecord.model import EventType, Factuality

PEOPLE = (person("Ea", "Ana Reis", country="BRA"), person("Eb", "Carl Boman"), body("Ec", "Almeda Lines"))


def linked(left, right, dates=(None, None)):
    def people(n):
        return tuple(
            type(p)(line=f"{p.line}{n}", name=p.name, names=p.names, type=p.type, country=p.country) for p in PEOPLE
        )

    story = [
        report("R1", published=dates[0], entities=people(1), events=(left,)),
        report("R2", published=dates[1], entities=people(2), events=(right,)),
    ]
    return any(len(c.lines) == 2 for c in link_story(story).events)


def told(n, trigger="admitted", sentence="Ana Reis admitted the fraud in 2004", **known):
    return event(f"V{n}", trigger, sentence, known.pop("kind", EventType.CONCEDE), actor=(f"Ea{n}",), **known)


def test_the_same_year_and_actor_years_apart():
    left, right = (
        told(1, when=year(2004)),
        told(2, sentence="In 2004 Reis first admitted to the fraud at the bank", when=year(2004)),
    )
    assert linked(left, right, ("2009-01-01", "2020-01-01"))


def test_other_years_are_other_events():
    assert not linked(told(1, when=year(2004)), told(2, when=year(2007)))


@pytest.mark.parametrize(("place", "reason"), [(None, "likeness of the reports"), ("El", None)])
def test_alike_reports_and_one_country_need_something_of_the_event_itself(place, reason):
    def seen(n, name, sentence):
        who = (person(f"E{n}", name, country="BRA"), body("El", "Lund"))
        talks = event(f"V{n}", "talks", sentence, actor=(f"E{n}",), place=place)
        return make_views(report(f"R{n}", entities=who, events=(talks,)), {}, {"R1": "R1", "R2": "R1"})

    [left], [right] = seen(1, "Ana Reis", "Reis opened talks on ports"), seen(2, "Nuno Lobo", "Lobo broke off talks")
    veto = find_veto(left, right, event_features([(left, right)])[0])
    assert reason in veto if reason else veto is None


def test_other_recipients_are_other_events():
    left = told(1, "visited", "Ana Reis visited Lund", kind=EventType.CONSULT, recipient=("Eb1",))
    right = told(2, "visited", "Ana Reis visited Almeda Lines", kind=EventType.CONSULT, recipient=("Ec2",))
    assert not linked(left, right, ("2020-01-01", "2020-01-02"))


@pytest.mark.parametrize("kind", [Factuality.PLANNED, Factuality.DENIED, Factuality.ALLEGED])
def test_factuality_does_not_part_an_event(kind):
    left = told(
        1,
        "sign",
        "Ana Reis will sign the port treaty on 3 July 2020",
        kind=EventType.AGREE,
        when=day("2020-07-03"),
        happened=kind,
    )
    right = told(
        2, "signed", "Ana Reis signed the port treaty on 3 July 2020", kind=EventType.AGREE, when=day("2020-07-03")
    )
    assert linked(left, right, ("2020-06-20", "2020-07-04"))


def test_a_wish_is_no_meeting():
    left = told(
        1,
        "meet",
        "Ana Reis would love to meet Carl Boman",
        kind=EventType.CONSULT,
        recipient=("Eb1",),
        happened=Factuality.HYPOTHETICAL,
    )
    right = told(2, "met", "Ana Reis met Carl Boman", kind=EventType.CONSULT, recipient=("Eb2",))
    assert not linked(left, right)


def test_the_timeline_takes_the_narrower_date_and_counts_origins():
    story = [
        report(
            "R1",
            "one two three",
            entities=(person("E1", "Ana Reis"),),
            events=(
                event(
                    "V1",
                    "resigned",
                    "Ana Reis resigned in May",
                    EventType.CONCEDE,
                    actor=("E1",),
                    when=day("2020-05-09"),
                ),
            ),
        ),
        report(
            "R2",
            "four five six",
            entities=(person("E2", "Ana Reis"),),
            events=(
                event("V2", "resigned", "Ana Reis resigned in May", EventType.CONCEDE, actor=("E2",), when=year(2020)),
            ),
        ),
    ]
    (entry,) = link_story(story).timeline
    assert entry.date == "2020-05-09"
    assert (entry.reports, entry.origins) == (2, 2)
    assert pick_important([entry], 5) == (entry,)
    assert pick_important([entry], 0) == ()


def test_days_named_later_weigh_more_and_copies_count_once():
    first = report("R1", published="2020-01-01", days=(day("2019-12-31").earliest,))
    later = report("R2", published="2020-06-01", days=(day("2019-11-30").earliest,))
    weights = weigh_days([first, later])
    assert weights[day("2019-11-30").earliest] > weights[day("2019-12-31").earliest]
