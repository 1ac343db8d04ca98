"""The table of offices: who held what when, and where its knowledge ends."""

import csv
from dataclasses import replace
from itertools import pairwise

import pytest

from onrecord.errors import InputError
from onrecord.lexicon.loader import DATA
from onrecord.resources import Options, Resources
from onrecord.stages.entities import office_holders, resolve_office
from onrecord.stages.entities.offices import COLUMNS, Holding, load_offices
from onrecord.stages.entities.tables import load_tables

RESOURCES = Resources()


@pytest.mark.parametrize(
    ("country", "office", "date", "person"),
    [
        ("FRA", "president", "2010-06", "Nicolas Sarkozy"),
        ("DEU", "chancellor", "2004-01-01", "Gerhard Schröder"),
        ("DEU", "leader", "2015", "Angela Merkel"),
        ("IND", "premier", "2009-03-01", "Manmohan Singh"),
        ("UNO", "secretary-general", "2012-02-02", "Ban Ki-moon"),
        ("USA", "secretary of state", "2003-01-01", "Colin Powell"),
        ("NLD", "defence minister", "2019-06-01", "Ank Bijleveld"),
        ("PRT", "foreign minister", "2018-03-01", "Augusto Santos Silva"),
        ("NLD", "foreign minister", "2021-07-01", "Sigrid Kaag"),
        ("DEU", "spokesman", "2015-05", "Steffen Seibert"),
        ("USA", "press secretary", "2002-02-02", "Ari Fleischer"),
        ("GBR", "prime minister", None, None),
        ("GBR", "prime minister", "1950-01-01", None),
    ],
)
def test_an_office_has_its_holder_of_the_day(country, office, date, person):
    assert resolve_office(country, office, date, RESOURCES) == person


def test_after_the_end_of_knowledge_the_answer_is_unknown_and_never_former():
    table = load_offices(RESOURCES)
    open_ended = [h for rows in table.by_office.values() for h in rows if not h.end]
    assert open_ended
    assert all(h.holds("2099-01-01", table.known_until) is None for h in open_ended)
    assert all(h.holds(table.known_until, table.known_until) for h in open_ended)


def test_a_year_in_which_an_office_changes_hands_is_unknown():
    row = Holding(person="A", names=("A",), office="mayor", country="FRA", start="2001", end="2004-05")
    assert row.holds("2004", "2020") is None
    assert row.holds("2004-06", "2020") is False
    assert row.holds("2002-02", "2020") is True


def test_rows_are_in_order_and_use_the_offices_and_countries_of_the_lexicon():
    offices = load_tables(RESOURCES.lexicon)
    codes = set(RESOURCES.lexicon.entries("countries/countries")) | {"UNO", "EUR", "IGO"}
    for path in sorted((DATA / "offices").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert tuple(rows[0]) == COLUMNS
        for row in rows:
            assert row["office"] in offices.office_sectors, row
            assert row["country"] in codes, row
            assert not row["to"] or row["from"] < row["to"], row


def test_the_table_covers_at_least_what_its_page_says():
    table = load_offices(RESOURCES)
    held = {h for rows in table.by_office.values() for h in rows}
    assert len(held) >= 1960
    for offices, countries in (
        ({"president", "prime minister", "chancellor", "king"}, 130),
        ({"foreign minister", "foreign secretary", "secretary of state"}, 85),
        ({"defense minister", "secretary of defense"}, 68),
        ({"spokesman", "press secretary", "chief cabinet secretary"}, 18),
    ):
        assert len({h.country for h in held if h.office in offices}) >= countries, offices


def test_single_offices_never_overlap():
    table = load_offices(RESOURCES)
    for country, office in (
        ("USA", "president"),
        ("JPN", "prime minister"),
        ("GBR", "prime minister"),
        ("DEU", "chancellor"),
    ):
        for left, right in pairwise(table.of_office(country, office)):
            assert left.end
            assert left.end <= right.start


def test_no_two_foreign_or_defence_ministers_of_one_country_at_once():
    table = load_offices(RESOURCES)
    wrong = []
    for (country, office), rows in table.by_office.items():
        if office in {"foreign minister", "defense minister", "foreign secretary", "secretary of defense"}:
            for left, right in pairwise(rows):
                size = min(len(left.end), len(right.start))
                if not left.end or left.end[:size] > right.start[:size]:
                    wrong.append((country, office, left.person, left.end, right.person, right.start))
    assert not wrong


def test_a_users_table_adds_holders(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("person,office,country,from,to\nMira Osei,prime minister,GHA,2031-01-01,\n", encoding="utf-8")
    mine = replace(RESOURCES, options=Options(offices=(path,)))
    rows = office_holders("GHA", "prime minister", mine)
    assert [(h.person, h.source) for h in rows] == [("Mira Osei", "mine: user")]


def test_a_users_table_without_a_column_is_refused_by_name_and_line(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("person,office\nMira Osei,mayor\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.csv, line 2"):
        load_offices(replace(RESOURCES, options=Options(offices=(path,))))


def test_a_surname_alone_names_nobody_when_several_bore_it():
    table = load_offices(RESOURCES)
    assert table.of_person("Bush") == ()
    assert len({h.person for h in table.of_surname("Bush")}) > 1
    assert {h.person for h in table.of_surname("Merkel")} == {"Angela Merkel"}
