"""Occasions: which reports tell of one occurrence."""

from dataclasses import replace

import pytest
from stories import report

from onrecord.linking.occasions import (
    THRESHOLD,
    candidate_reports,
    compare_occasions,
    group_occasions,
    occasion_features,
)
from onrecord.linking.words import content_stems, pack_words

FURNITURE = "Sign in using your account. Please check your email to reset the password. Subscribe to our newsletter. "


def told(name, title, text, published):
    made = report(name, f"{FURNITURE}{title} {text}", published)
    return replace(made, title=title, headline=pack_words(content_stems(title)))


QUAY = told("A", "Docker drowns at Quay Street in Almeda", "Ola Berg, 44, fell off the Karsk ferry.", "2021-05-03")
AGAIN = told("B", "Almeda docker who drowned is named", "Police named Ola Berg, 44, of Quay Street.", "2021-05-04")
OTHER = told("C", "Barn burns down near Torne", "Nobody was hurt when a barn in Lilla Torne burnt.", "2021-05-03")


def test_one_occurrence_told_twice_is_one_occasion():
    assert group_occasions([OTHER, AGAIN, QUAY]).groups == (("A", "B"), ("C",))


@pytest.mark.parametrize("pair", [(QUAY, OTHER), (AGAIN, OTHER)])
def test_pages_of_one_make_are_not(pair):
    other, again = compare_occasions([pair, (QUAY, AGAIN)])
    assert other < 0.05 < THRESHOLD < again


def test_the_headline_counts_where_the_body_is_furniture():
    bare = told("D", "Almeda docker drowns", "", "2021-05-03")
    assert occasion_features([(bare, QUAY)])["headline"] > 0.4
    quay, other = compare_occasions([(bare, QUAY), (bare, OTHER)])
    assert quay > 10 * other


def test_reports_meet_under_two_rare_words_only():
    pairs = set(candidate_reports([QUAY, AGAIN, OTHER]))
    assert (0, 1) in pairs
    assert (0, 2) not in set(candidate_reports([report("A", "a ferry"), QUAY, report("C", "a barn")]))
