"""The events that a careful reader lists in the two seeds, written down before the output was seen.

``seed_events.json`` holds no text: for each seed (by its sha256) the offsets of words that may name an event, the types
and factualities that are right, and, as offsets of one mention each, who must stand on each side and who may.
"""

import hashlib
import json
from pathlib import Path

import pytest

from onrecord.intake import IntakeOptions, read_paths
from onrecord.model import Span
from onrecord.pipeline import load_pipeline

LIST = json.loads((Path(__file__).parent / "seed_events.json").read_text(encoding="utf-8"))
EITHER_SIDE = {"CONSULT", "COOPERATE", "AGREE"}


@pytest.fixture(scope="module")
def read(shared):
    pipeline = load_pipeline()
    reports = read_paths([str(shared / "seeds")], IntakeOptions(isolate=False))
    readings = [pipeline.read(r) for r in reports]
    return [(r, LIST[hashlib.sha256(r.report.text.encode()).hexdigest()]) for r in readings]


def found_at(reading, line):
    """The events of a line, the one that fits it best first."""
    places = [Span(a, b) for a, b in line["at"]]
    hits = [e for e in reading.events if any(s.overlaps(p) for s in e.trigger for p in places)]
    return sorted(hits, key=lambda e: (e.type.value not in line["types"], e.factuality.value not in line["factuality"]))


def entities_of(reading, spans):
    return {e.id for e in reading.entities for m in e.mentions for a, b in spans if m.span.overlaps(Span(a, b))}


def sides(event):
    either = event.type.value in EITHER_SIDE
    actor, recipient = set(event.actor), set(event.recipient)
    return {"actor": actor | (recipient if either else set()), "recipient": recipient | (actor if either else set())}


def party_faults(reading, line, event):
    out = []
    allowed = entities_of(reading, line["also"])
    for side, there in sides(event).items():
        for spans in line[side]:
            meant = entities_of(reading, spans)
            allowed |= meant
            if not meant & there:
                out.append(f"{side} lacks {spans[0]}")
    return out + [f"odd party {i}" for i in {*event.actor, *event.recipient} - allowed]


def lines(read, *, must):
    for reading, wanted in read:
        for line in wanted:
            if line["must"] is must:
                hits = found_at(reading, line)
                yield reading, line, hits[0] if hits else None


def test_every_event_but_at_most_four(read):
    missing = [line["at"][0] for _, line, event in lines(read, must=True) if event is None]
    assert sum(1 for _ in lines(read, must=True)) == 64
    assert len(missing) <= 2, missing


def test_each_is_of_a_type_that_is_right(read):
    wrong = [
        (li["at"][0], e.type.value) for _, li, e in lines(read, must=True) if e and e.type.value not in li["types"]
    ]
    assert not wrong


def test_each_has_its_right_actors(read):
    faults = {str(li["at"][0]): f for r, li, e in lines(read, must=True) if e and (f := party_faults(r, li, e))}
    assert not faults
    aside = {str(li["at"][0]): f for r, li, e in lines(read, must=False) if e and (f := party_faults(r, li, e))}
    assert len(aside) <= 1, aside


def test_nothing_that_is_meant_alleged_or_possible_happened(read):
    wrong = [
        (line["at"][0], event.type.value)
        for must in (True, False)
        for _, line, event in lines(read, must=must)
        if event and event.factuality.value == "happened" and "happened" not in line["factuality"]
    ]
    assert not wrong


def test_factuality_is_right_where_an_event_must_stand(read):
    wrong = [
        (line["at"][0], event.factuality.value)
        for _, line, event in lines(read, must=True)
        if event and event.factuality.value not in line["factuality"]
    ]
    assert not wrong
