"""What the head may change, with heads that say what the test wants."""

from dataclasses import dataclass, replace

from onrecord.model import Entity, EntityType, Mention, MentionForm
from onrecord.resources import Resources
from onrecord.stages.events import find_events
from onrecord.stages.events.kinds import kind_of_label
from onrecord.testing import span_of

LABELS = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "YIELD",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "STATE",
    "DENY",
]


@dataclass
class Says:
    """A head that is sure of one label for every trigger."""

    label: str
    sure: float = 0.98
    name: str = "says"
    version: str = "0"

    def type_triggers(self, sentences):
        rest = (1 - self.sure) / (len(LABELS) - 1)
        return [{k: self.sure if k == self.label else rest for k in LABELS} for _ in sentences]


def types(reading, head):
    return [e.type.value for e in find_events(reading, Resources(event_typer=head)).items]


def test_rules_stand_without_a_head(parsed):
    assert types(parsed("Police arrested two clerks."), None) == ["COERCE"]


def test_a_sure_head_overrules_a_verb(parsed):
    assert types(parsed("Police arrested two clerks."), Says("ASSAULT")) == ["ASSAULT"]


def test_an_unsure_head_does_not(parsed):
    assert types(parsed("Police arrested two clerks."), Says("ASSAULT", 0.1)) == ["COERCE"]


def test_the_head_finds_what_no_line_names(parsed):
    text = "The smelter spilled acid into the river."
    reading = parsed(text)
    assert types(reading, Says("ASSAULT")) == []  # nobody did it to anybody
    mention = Mention(span=span_of(text, "The smelter"), form=MentionForm.NOMINAL)
    reading = replace(
        reading, entities=(Entity(id="E1", name="smelter", type=EntityType.ORGANISATION, mentions=(mention,)),)
    )
    assert types(reading, None) == []
    assert types(reading, Says("ASSAULT")) == ["ASSAULT"]
    assert types(reading, Says("STATE")) == []


def test_yield_is_told_apart_by_the_lexicon(parsed):
    assert types(parsed("The mayor resigned on Monday."), Says("YIELD")) == ["RETREAT"]
    assert types(parsed("The king pardoned the smuggler."), Says("YIELD")) == ["CONCEDE"]
    assert kind_of_label("YIELD", 0.9).type.value == "CONCEDE"


def test_every_event_names_who_made_it(parsed):
    reading = parsed("Police arrested two clerks.")
    for head in (None, Says("COERCE")):
        for event in find_events(reading, Resources(event_typer=head)).items:
            assert event.rule
            assert 0 <= event.score <= 1
    assert replace(reading) == reading
