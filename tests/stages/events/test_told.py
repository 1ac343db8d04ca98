"""Whole sentences of our own through rules and entities: who stands where in what news writes every day."""

import pytest

from onrecord.pipeline import load_pipeline
from onrecord.resources import Options
from onrecord.testing import make_report

# text, first word of the trigger, type, factuality, actors, recipients
CASES = [
    ("Dozens were arrested on Monday.", "arrested", "COERCE", "happened", "", "Dozens"),
    ("A bomb in the market killed at least 14.", "killed", "ASSAULT", "happened", "", "14"),
    ("Hundreds of miners marched.", "marched", "PROTEST", "happened", "miners", ""),
    ("Mira Osei thanked Jon Lund after a failed assassination attempt against the latter last year.",
     "assassination", "ASSAULT", "denied", "", "Jon Lund"),
    ("Mira Osei praised Jon Lund. The pair talked about the dam.", "talked", "CONSULT", "happened",
     "Jon Lund|Mira Osei", ""),
    ("The army said it had attacked the rebels.", "attacked", "ASSAULT", "happened", "army", "rebels"),
    ("Britain said it was ready to lift sanctions on Sudan.", "lift", "AGREE", "planned",
     "Government of the United Kingdom", "Government of Sudan"),
    ("The widows accused the council of ignoring the warnings.", "ignoring", "REJECT", "alleged", "council", ""),
    ("Two strikers were arrested when police cleared a road. They were released on Thursday.", "released", "RETREAT",
     "happened", "", "Two strikers"),
    ("One of them, Helen Marsh, accused the council of lying.", "accused", "ACCUSE", "happened", "Helen Marsh",
     "council"),
    ("Mira Osei was placed under house arrest.", "placed", "COERCE", "happened", "", "Mira Osei"),
    ("The bank called off its merger with the insurer.", "called", "REJECT", "happened", "bank", "insurer"),
    ("The union called off the walkout.", "called", "RETREAT", "happened", "union", ""),
    ("The unions called a strike for Wednesday.", "called", "THREATEN", "happened", "unions", ""),
    ("Norway said it was considering sanctions on the miners.", "sanctions", "COERCE", "hypothetical",
     "Government of Norway", "miners"),
    ("Two men jailed for attack on priest", "jailed", "COERCE", "happened", "", "Two men"),
    ("The general called for the army to leave the island.", "called", "STATE", "happened", "general", "army"),
    ("The unions wanted the ban lifted.", "wanted", "REQUEST", "happened", "unions", ""),
    ("The governor is open to talks with the miners.", "talks", "AGREE", "hypothetical", "governor", "miners"),
    ("The king held talks with the rebels on the sidelines of a summit of the African Union.", "held", "CONSULT",
     "happened", "king", "rebels"),
    ("The king sent a message wishing the coach well.", "sent", "STATE", "happened", "king", "coach"),
    ("Jon Lund was among tourists believed to have been abducted by rebels.", "abducted", "ASSAULT", "alleged", "rebels",
     "tourists"),
]  # fmt: skip

# what a disaster does is nobody's deed
NOBODYS = [
    "Three people were killed when a bus crashed near Oslo.",
    "Two farmers were killed in a flood on Saturday.",
    "Three people were killed and dozens evacuated after the river burst its banks.",
    "Cholera has killed 112 people since April.",
    "A fire in Lima that killed ten people burned for days.",
]


@pytest.fixture(scope="module")
def read():
    pipeline = load_pipeline(Options(reader="fast"))

    def made(text):
        reading = pipeline.read(make_report(text))
        names = {e.id: e.name for e in reading.entities}
        return [
            (
                e.trigger[0].cut(text).split()[0],
                e.type.value,
                e.factuality.value,
                "|".join(sorted(names[i] for i in e.actor)),
                "|".join(sorted(names[i] for i in e.recipient)),
            )
            for e in reading.events
        ]

    return made


@pytest.mark.parametrize(("text", "word", "kind", "factuality", "actor", "recipient"), CASES)
def test_who_stands_where(read, text, word, kind, factuality, actor, recipient):
    assert (word, kind, factuality, actor, recipient) in read(text), read(text)


@pytest.mark.parametrize("text", NOBODYS)
def test_a_mishap_is_nobodys_deed(read, text):
    assert "ASSAULT" not in {kind for _, kind, *_ in read(text)}


def test_a_town_in_a_dateline_does_nothing(read):
    found = read("ROTTERDAM, March 3 - Dockers at the port ended a nine-day strike on Monday.")
    assert [(actor, word) for word, _, _, actor, _ in found] == [("Dockers", "ended")]
