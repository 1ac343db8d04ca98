"""Actor phrases to country and sector."""

import pytest

from onrecord.resources import Resources
from onrecord.stages.entities import resolve_actor

CASES = [
    ("Norwegian fishermen", None, "NOR", "AGR"),
    ("the Peruvian interior minister", None, "PER", "GOV"),
    ("Lagos police", None, "NGA", "COP"),
    ("WARSAW", None, "POL", "GOV"),
    ("Kenya", None, "KEN", None),
    ("members of the Knesset", None, "ISR", "LEG"),
    ("speaker of the Bundestag", None, "DEU", "LEG"),
    ("a former Thai general", None, "THA", "ELI"),
    ("Ghana's ambassador to the United Nations", None, "GHA", "GOV"),
    ("separatist rebels in Aceh", None, "IDN", "REB"),
    ("a hospital in Aleppo", None, "SYR", "MED"),
    ("Christian leaders in Egypt", None, "EGY", "REL"),
    ("the Finnish trade unions", None, "FIN", "LAB"),
    ("Transnistria", None, "MDA", "PRE"),
    ("the opposition", None, None, "OPP"),
    ("three Danish warships", None, "DNK", "MIL"),
    ("Tony Blair", "2003-03-01", "GBR", "GOV"),
    ("Tony Blair", "2015-03-01", "GBR", "ELI"),
    ("President Chirac", "2003-03-01", "FRA", "GOV"),
    ("yesterday", None, None, None),
    ("", None, None, None),
    ("😀", None, None, None),
]


@pytest.mark.parametrize(("phrase", "date", "country", "sector"), CASES)
def test_an_actor_phrase_has_its_country_and_sector(phrase, date, country, sector):
    assert resolve_actor(phrase, date, Resources()) == (country, sector)


def test_the_context_gives_a_country_that_the_phrase_lacks():
    assert resolve_actor("Defence Minister", None, Resources(), context="Dutch") == ("NLD", "GOV")


def test_gold_phrases_of_the_dev_set_stay_above_their_floor(shared):
    from evaluation.actors.__main__ import evaluate

    result = evaluate(shared / "data" / "events" / "actors_dev.json")
    assert result["country"] >= 0.85
    assert result["sector"] >= 0.8
