"""Sentences that only state: what they tell beside the statement needs evidence of its own."""

from dataclasses import replace

import pytest

from onrecord.backends.event_head import load_event_head
from onrecord.pipeline import load_pipeline
from onrecord.resources import Options
from onrecord.testing import make_report

SAID = {"STATE", "DENY"}
# text -> type and mode of what is said: DENY denies a deed or a fact, a charge is answered by a statement
DENIALS = [
    ("The mayor denied charges that he had bribed a judge.", "STATE", "deny"),
    ("The ministry rejected accusations by the union of fraud.", "STATE", "deny"),
    ("The bank dismissed claims that it had lied.", "STATE", "deny"),
    ("The mayor denied that he had bribed a judge.", "DENY", None),
    ("The mayor denied bribing a judge.", "DENY", None),
    ("The mayor denied any role in the theft.", "DENY", None),
    ("The judge denied bail to the banker.", "REJECT", None),
    ("The pilots rejected the offer.", "REJECT", None),
]


@pytest.fixture(scope="module")
def head_pipeline():
    """Return fast reading with the trained head."""
    pipeline = load_pipeline(Options(reader="fast"))
    return replace(pipeline, resources=replace(pipeline.resources, event_typer=load_event_head()))


@pytest.fixture(scope="module")
def told(head_pipeline):
    """Return a function: text -> [(type, factuality, first word of the trigger)] beside what is said."""

    def read(text):
        events = head_pipeline.read(make_report(text)).events
        return [
            (e.type.value, e.factuality.value, e.trigger[0].cut(text).split()[0])
            for e in events
            if e.type.value not in SAID
        ]

    return read


# what a statement mentions without saying who did it to whom, or where and when
STATEMENTS = [
    "The premier offered condolences to the widows after the attack.",
    "The king sent his condolences over the fire in Porto that killed ten.",
    "The rebels claimed responsibility for the attacks.",
    "The group claimed that it had attacked the barracks.",
    "The mayor denied charges that he had bribed a judge.",
    "The ministry denied that it had helped the smugglers flee.",
    "The bishop voiced concern about the war.",
    "The agency launched an appeal for money to help the widows.",
    "The union declined to comment on the talks.",
    "The spokeswoman said she was saddened by the killing.",
]

# a statement and an event that is told plainly in one sentence
BOTH = [
    ("The minister said rebels attacked the army in Mopti on Monday.", "ASSAULT", "happened", "attacked"),
    ("Denmark said it had expelled two Norwegian diplomats on Friday.", "SANCTION", "happened", "expelled"),
    ("The general told reporters that his troops had seized the port from the rebels.", "COERCE", "happened", "seized"),
    ("The mayor denied the charges and accused the police of torture.", "ACCUSE", "happened", "accused"),
    (
        "The spokesman said Kenya and Norway signed a treaty on fish in Oslo on Tuesday.",
        "SUPPORT",
        "happened",
        "signed",
    ),
    ("Officials said police arrested the mayor on Sunday.", "COERCE", "happened", "arrested"),
]


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_no_other_event(told, text):
    assert told(text) == []


@pytest.mark.parametrize(("text", "kind", "mode"), DENIALS)
def test_a_charge_is_answered_by_a_statement_and_a_deed_is_denied(head_pipeline, text, kind, mode):
    first = head_pipeline.read(make_report(text)).events[0]
    assert (first.type.value, first.mode) == (kind, mode)


@pytest.mark.parametrize(("text", "kind", "factuality", "word"), BOTH)
def test_a_statement_and_an_event_both_stand(told, text, kind, factuality, word):
    found = told(text)
    assert (factuality, word) in {(f, w) for _, f, w in found}, found
    assert kind in {k for k, _, _ in found}, found


# lines in capitals, and sentences whose verb only says that it will, may or did come to something
PLAIN = [
    ("KENYA EXPELS TWO DIPLOMATS", "SANCTION", "happened"),
    ("POLICE ARREST THREE OVER ROBBERY IN LYON", "COERCE", "happened"),
    ("PRESIDENT SIGNS TRADE DEAL WITH JAPAN", "SUPPORT", "happened"),
    ("MINISTER TO MEET REBELS IN LIMA", "AGREE", "planned"),
]


@pytest.mark.parametrize(("text", "kind", "factuality"), PLAIN)
def test_a_line_in_capitals_tells_its_event(head_pipeline, text, kind, factuality):
    assert (kind, factuality) in {
        (e.type.value, e.factuality.value) for e in head_pipeline.read(make_report(text)).events
    }


@pytest.mark.parametrize(
    "text",
    [
        "Two ministers are poised to quit.",
        "The officials played down reports that guards had beaten the monks.",
        "The bishop called on the people to vote for the mayor.",
        "The bank released its findings to the board.",
    ],
)
def test_no_event_happened_here(told, text):
    assert not [row for row in told(text) if row[1] == "happened"]
