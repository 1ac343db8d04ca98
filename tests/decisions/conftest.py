import pytest

from onrecord.model import (
    Entity,
    EntityType,
    Event,
    EventType,
    Figure,
    Mention,
    MentionForm,
    Quotation,
    QuotationKind,
    Timex,
    TimexType,
)
from onrecord.testing import make_reading, span_of

TEXT = (
    "Mayor Ada Lund said the bridge will open on Tuesday. “We waited long enough,” she told reporters. 🎉\n"
    "The council counted 17 cracks. The council counted 17 cracks."
)


@pytest.fixture
def reading():
    def at(words, nth=0):
        return span_of(TEXT, words, nth)

    return make_reading(
        TEXT,
        sentences=(
            at("Mayor Ada Lund said the bridge will open on Tuesday."),
            at("“We waited long enough,” she told reporters. 🎉"),
            at("The council counted 17 cracks."),
            at("The council counted 17 cracks.", 1),
        ),
        entities=(
            Entity(
                id="E1",
                name="Ada Lund",
                type=EntityType.PERSON,
                names=("Ada Lund",),
                mentions=(
                    Mention(span=at("Ada Lund"), form=MentionForm.NAME),
                    Mention(span=at("she"), form=MentionForm.PRONOUN),
                ),
            ),
            Entity(
                id="E2",
                name="council",
                type=EntityType.ORGANISATION,
                names=("council",),
                mentions=(Mention(span=at("council"), form=MentionForm.NOMINAL),),
            ),
        ),
        quotations=(
            Quotation(
                id="Q1",
                kind=QuotationKind.INDIRECT,
                content=(at("the bridge will open on Tuesday"),),
                cue=(at("said"),),
                source=(at("Mayor Ada Lund"),),
                speaker="E1",
            ),
            Quotation(
                id="Q2",
                kind=QuotationKind.DIRECT,
                content=(at("“We waited long enough,”"),),
                cue=(at("told"),),
                source=(at("she"),),
                speaker="E1",
                addressee="reporters",
            ),
        ),
        timexes=(
            Timex(
                id="T1", span=at("Tuesday"), type=TimexType.DATE, value="XXXX-WXX-2", anchor="published", relative=None
            ),
        ),
        events=(Event(id="V1", trigger=(at("open"),), type=EventType.COOPERATE, actor=("E2",), said_in="Q1"),),
        figures=(
            Figure(id="F1", span=at("17"), low=17, high=17, unit="count", counted=at("cracks"), by="E2"),
            Figure(id="F2", span=at("17", 1), low=17, high=17, unit="count", counted=at("cracks", 1), by="E2"),
        ),
    )
