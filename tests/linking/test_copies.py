"""Copies: shortened and embedded ones are found, other tellings and templates are not."""

from hypothesis import given, settings
from hypothesis import strategies as st
from stories import report

from onrecord.linking.clusters import Walls
from onrecord.linking.copies import find_copies
from onrecord.linking.origins import find_origins
from onrecord.linking.summarise import sketch_of
from onrecord.linking.words import split_words, unpack
from onrecord.model import Judgement

TEXT = (
    "A goods train left the rails near Dehren early on Tuesday and 14 wagons fell into the canal. The driver and two "
    "dispatchers were taken to hospital. The railway said the line would stay closed for 9 days while cranes lift the "
    "wagons. Divers looked for leaks and found none, and the mayor asked people not to come to the bridge. "
)
OTHER = (
    "Canal traffic at Dehren stopped after 14 wagons of a freight train went over the edge. Skippers who moor there "
    "spoke of a roar before dawn. It may take until next week before ships pass, the harbour office wrote, and "
    "insurers have sent 3 inspectors who will count what is left of the cargo of grain and steel. "
)


def links(*summaries):
    return [(k.left, k.right, k.judgement) for k in find_copies(summaries, Walls()).links]


def test_a_shortened_copy_is_the_copy_of_the_longer():
    short = " ".join(TEXT.split()[: len(TEXT.split()) * 2 // 5])
    assert links(report("R1", TEXT), report("R2", short)) == [("R2", "R1", Judgement.COPY_OF)]


def test_the_later_report_is_the_copy():
    assert links(report("R1", TEXT, "2021-01-03"), report("R2", TEXT, "2021-01-02"))[0][:2] == ("R1", "R2")


def test_embedded_in_another_text():
    assert links(report("R1", TEXT), report("R2", OTHER + TEXT + OTHER))


def test_another_telling_is_no_copy():
    assert links(report("R1", TEXT), report("R2", OTHER)) == []


def test_a_template_with_other_numbers_is_no_copy():
    assert links(report("R1", TEXT), report("R2", TEXT.replace("14", "6").replace("9", "30"))) == []


def test_two_versions_of_one_outlet_are_revisions():
    made = links(report("R1", TEXT, outlet="Post"), report("R2", TEXT + OTHER, outlet="Post"))
    assert made == [("R1", "R2", Judgement.VARIANT_OF)]


def test_a_shared_statement_is_left_out_of_the_sketch():
    quoted = "He read it out. “" + "we are sorry for what was done to the families of this valley " * 3 + "” " + TEXT
    assert unpack(sketch_of(quoted, split_words(quoted))) < unpack(report("R", quoted).sketch)


def test_many_copies_stay_one_origin():
    many = [report(f"R{i:03d}", TEXT + f" Edition {i} of the day.") for i in range(80)]
    found = find_copies(many, Walls())
    assert [len(g) for g in found.grouping.groups] == [80]


def test_an_agency_is_the_origin_of_all_that_credit_it():
    some = [report("R1", TEXT, credits=("AP",)), report("R2", OTHER, credits=("AP",)), report("R3", "else")]
    origins = find_origins(some, find_copies(some, Walls()).grouping)
    assert origins.count([("R1", None), ("R2", None)]) == 1
    assert origins.count([("R1", None), ("R3", None), ("R3", "Kyodo")]) == 3


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(5)))
def test_order_never_matters(order):
    some = [
        report("R1", TEXT),
        report("R2", OTHER),
        report("R3", TEXT[:200]),
        report("R4", OTHER + TEXT),
        report("R5", OTHER),
    ]
    assert find_copies([some[i] for i in order], Walls()) == find_copies(some, Walls())
