"""The stage on sentences of our own: what is counted, out of what, whose, as of when, how it changed."""

import pickle
from dataclasses import replace

import pytest

from onrecord.model import (
    Entity,
    EntityType,
    Grade,
    Mention,
    MentionForm,
    Quotation,
    QuotationKind,
    Reading,
    Residue,
    Span,
    Timex,
    TimexType,
)
from onrecord.model.codec import encode_json
from onrecord.resources import Resources
from onrecord.stages.figures import find_figures
from onrecord.testing import make_report, span_of

WORDS = Resources()


def figures_of(parsed, text, **known):
    return find_figures(replace(parsed(text), **known), WORDS).items


COUNTED = [
    ("The town lists 17 citizens as lost.", ["citizens"]),
    ("Divers recovered five of the bags.", ["bags"]),
    ("The death toll rose to 45.", ["death toll"]),
    ("The number of injured is 12.", ["injured"]),
    ("They stole $600,000 in cash.", ["cash"]),
    ("A 3-inch crack appeared.", ["crack"]),
    ("The mayor put the damage at 40 million euros.", ["damage"]),
    ("Unemployment fell to 5 percent.", ["Unemployment"]),
    ("Some 30 percent of voters stayed at home.", ["voters"]),
    ("The paintings, worth about $5 million, are gone.", ["paintings"]),
    ("Hundreds, if not thousands, of young sailors deserted.", ["young sailors"]),
    ("The blast killed nine people and injured 36.", ["people", "people"]),
    ("Nine firms, two of which have closed, got aid.", ["firms", "firms"]),
]


@pytest.mark.parametrize(("text", "counted"), COUNTED)
def test_counted(parsed, text, counted):
    assert [f.counted.cut(text) for f in figures_of(parsed, text)] == counted


PARTS = [
    ("Only 17 of those 886 were confirmed.", ["F2", None]),
    ("Five of the 13 came home.", ["F2", None]),
    ("The army took 13 fishermen. Five were allowed to return.", [None, "F1"]),
    ("Of the 30 miners, five were freed.", [None, "F1"]),
    ("Rebels hold six of the country's 14 provinces.", ["F2", None]),
    ("Thirty people drowned, including four children.", [None, "F1"]),
    ("Nine people were hurt, two of them badly.", [None, "F1"]),
    ("Two in three pupils failed.", [3.0]),
    ("Twelve people were killed. Five were injured.", [None, None]),
    ("Nine men and two women ran.", [None, None]),
    ("About 200 flights were cancelled; roughly 50 were diverted.", [None, None]),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_part_of(parsed, text, parts):
    assert [f.of for f in figures_of(parsed, text)] == parts


OWNERS = [
    ("The ministry lists 17 citizens as lost.", "The ministry"),
    ("According to the Red Cross, 40 families fled.", "the Red Cross"),
    ("A report by the audit office lists 73 officers.", "the audit office"),
    ("The government completed a study that identified 886 people.", "The government"),
    ("Police said 12 people had died.", "Police"),
    ("Twelve people had died, police said.", "police"),
    ("Some 60 birds remain, conservationists estimate.", "conservationists"),
    ("The bridge has 60 arches.", None),
    ("Sixty percent of voters said so.", None),
]


@pytest.mark.parametrize(("text", "owner"), OWNERS)
def test_owner(parsed, text, owner):
    (figure,) = figures_of(parsed, text)
    assert (figure.by_words and figure.by_words.cut(text)) == owner


def test_owner_is_an_entity(parsed):
    text = "The ministry lists 17 citizens as lost."
    ministry = Entity(
        id="E1",
        name="ministry",
        type=EntityType.GOVERNMENT,
        mentions=(Mention(span=span_of(text, "ministry"), form=MentionForm.NOMINAL),),
    )
    assert figures_of(parsed, text, entities=(ministry,))[0].by == "E1"


def test_quotation_gives_the_owner(parsed):
    text = "“We lost 12 boats,” Ada Munro said."
    quotation = Quotation(
        id="Q1",
        kind=QuotationKind.DIRECT,
        content=(span_of(text, "“We lost 12 boats,”"),),
        source=(span_of(text, "Ada Munro"),),
        speaker="E9",
    )
    (figure,) = figures_of(parsed, text, quotations=(quotation,))
    assert (figure.by, figure.said_in) == ("E9", "Q1")


def timex(text, words, n=1):
    return Timex(id=f"T{n}", span=span_of(text, words), type=TimexType.DATE, value="2020")


TIMES = [
    ("In 2016, twelve boats sank.", "2016", "T1"),
    ("As of Thursday, 12 boats were lost.", "Thursday", "T1"),
    ("Officials said on Monday that 12 boats had sunk.", "Monday", "T1"),
    ("Twelve boats have sunk since May.", "May", None),
    ("After the 2008 crash, the bank shed 300 jobs.", "2008", None),
    ("Some 700 nurses marched, up from 450 a year ago.", "a year ago", None),
]


@pytest.mark.parametrize(("text", "words", "as_of"), TIMES)
def test_as_of(parsed, text, words, as_of):
    assert figures_of(parsed, text, timexes=(timex(text, words),))[0].as_of == as_of


CHANGES = [
    ("The toll rose to 45 from 30.", ["rose", None]),
    ("The toll fell by 12.", ["fell"]),
    ("The ministry revised the toll down to 880 from 940.", ["revised down", None]),
    ("Some 700 nurses marched, up from 450.", ["rose", None]),
    ("The club raised $2 million for repairs.", [None]),
    ("Twelve boats sank.", [None]),
]


@pytest.mark.parametrize(("text", "changes"), CHANGES)
def test_change(parsed, text, changes):
    assert [f.change for f in figures_of(parsed, text)] == changes


def test_same_figure_again_is_linked(parsed):
    text = "Divers found 340 crates. The 340 crates were sealed."
    first, second = figures_of(parsed, text)
    assert (first.same_as, second.same_as) == (None, "F1")


NONE = [
    "He was the third man aboard Air Force One in 1998.",
    "Mara Quill, 34, met the G7 in Room 12.",
    "The team won 3-1 on 5 May 2019 at 5:30 p.m.",
    "No one knew the other one.",
    "It is one of its aims.",
    "The ship sank three years ago.",
    "One need look no farther.",
]


@pytest.mark.parametrize("text", NONE)
def test_not_figures(parsed, text):
    assert figures_of(parsed, text) == ()


def test_capitals_need_no_parse(parsed):
    text = "THREE MINERS WERE KILLED AND SEVEN OTHERS WERE WOUNDED."
    assert [(f.low, f.counted.cut(text)) for f in figures_of(parsed, text)] == [(3.0, "MINERS"), (7.0, "OTHERS")]


def test_residue_is_not_read(parsed):
    text = "Share this 12 times\n\nThe dam holds 30 boats."
    reading = parsed(text, residue=(Residue(span=Span(0, 19), reason="test", grade=Grade.RESIDUE),))
    assert [f.low for f in find_figures(reading, WORDS).items] == [30.0]


def test_without_a_parse():
    text = "At least 30 miners were trapped; 12 of the 30 were freed."
    found = find_figures(Reading(report=make_report(text)), WORDS)
    assert [(f.low, f.high, f.of) for f in found.items] == [(30, None, None), (12, 12, "F3"), (30, 30, None)]


HOSTILE = [
    "",
    " ",
    "😀😀 12 😀",
    "“12 boats",
    "１２ boats",
    "\ud800 12 boats",
    "12\n\n\n13",
    "1,2,3,4",
    "$",
    "of 12 of 12 of",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_contract(parsed, text):
    reading = parsed(text)
    found = find_figures(reading, WORDS)
    assert found == find_figures(reading, WORDS)
    assert pickle.loads(pickle.dumps(found)) == found
    encode_json(found.items)
    for figure in found.items:
        assert figure.span.end <= len(text)


def test_long_text_is_linear():
    import time

    spent = []
    for size in (2_000, 8_000):
        text = "At least 12 of the 30 men paid $5 million in May. " * size
        start = time.process_time()
        find_figures(Reading(report=make_report(text)), WORDS)
        spent.append(time.process_time() - start)
    assert spent[1] < spent[0] * 8


def test_seeds(parsed, shared):
    found = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for figure in figures_of(parsed, text):
            found[figure.span.cut(text), figure.counted.cut(text) if figure.counted else ""] = figure
    kinds = {(number, counted.split()[-1]) for number, counted in found}
    assert {("17", "citizens"), ("886", "people"), ("17", "people"), ("13", "citizens"), ("Five", "citizens")} <= kinds
    assert {("three", "occasions"), ("hundreds, if not thousands", "people")} <= kinds
    many = next(f for (number, _), f in found.items() if number.startswith("hundreds"))
    assert (many.low, many.high) == (100, 9999)
