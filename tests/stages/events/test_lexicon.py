"""Every line of the trigger lexicon names an event of its type in its own example."""

from dataclasses import replace

import pytest

from onrecord.lexicon import load_lexicon
from onrecord.model import EventType
from onrecord.resources import Resources
from onrecord.stages.events import find_events
from onrecord.stages.events.triggers import find_triggers, iter_entries

ENTRIES = list(iter_entries(load_lexicon()))


@pytest.fixture(scope="module")
def readings(parsed):
    """One parse of all examples, a paragraph each."""
    reading = parsed("\n\n".join(e.example for e in ENTRIES))
    rows = {}
    for index, (first, end) in enumerate(reading.parse.sentences):
        rows.setdefault(reading.sentences[index].cut(reading.report.text), []).append((first, end))
    return reading, rows


def test_examples_name_their_event(readings):
    reading, rows = readings
    parse, wrong = reading.parse, []
    for entry in ENTRIES:
        found = [t for f, e in rows.get(entry.example, []) for t in find_triggers(parse, f, e, load_lexicon())]
        if not any(t.entry.lemma == entry.lemma and t.entry.type is entry.type for t in found):
            wrong.append(
                (
                    entry.type.value,
                    entry.pos,
                    entry.lemma,
                    entry.example,
                    [(t.entry.lemma, t.entry.type.value) for t in found],
                )
            )
    assert not wrong, "\n".join(map(str, wrong))


def test_examples_are_all_different_enough():
    keys = [(e.lemma, e.pos, e.type, str(dict(e.needs))) for e in ENTRIES]
    assert len(keys) == len(set(keys))


def test_every_type_has_entries():
    assert {e.type for e in ENTRIES} == set(EventType)


def test_no_text_no_events(parsed):
    empty = parsed("")
    assert find_events(replace(empty), Resources()).items == ()
