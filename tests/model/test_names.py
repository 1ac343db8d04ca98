"""Name variants: what is one name, and what is not."""

import pytest

from onrecord.model.names import fold_name, name_key, name_parts, same_name

SAME = [
    ("Abe Shinzo", "Shinzo Abe"),
    ("Kim Jong-un", "Kim Jong Un"),
    ("KIM JONG UN", "Kim Jong-Un"),
    ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
    ("Donald J. Trump", "Donald Trump"),
    ("Barack Hussein Obama", "Barack Obama"),
    ("Bashar al-Assad", "Bashar Assad"),
    ("Mr. Ivo Marek", "Ivo Marek"),
    ("Ivo Marek’s", "Ivo Marek"),
    ("Ban Ki-moon", "Ki-moon Ban"),
    ("Lech Wałęsa", "Lech Walesa"),
    ("Robert Downey Jr.", "Robert Downey"),
    ("J. Marek", "Jan Marek"),
]
DIFFERENT = [
    ("Kim Jong Un", "Kim Jong Il"),
    ("George W. Bush", "George H. W. Bush"),
    ("Kim", "Kim Jong Un"),
    ("Hillary Clinton", "Bill Clinton"),
    ("Jan Marek", "Jana Marek"),
    ("", "Jan Marek"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_variants_are_one_name_both_ways(left, right):
    assert same_name(left, right)
    assert same_name(right, left)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_other_people_are_not(left, right):
    assert not same_name(left, right)
    assert not same_name(right, left)


def test_key_is_equal_for_order_hyphens_and_case():
    assert name_key("ABE Shinzo") == name_key("Shinzo Abe")
    assert name_key("Kim Jong-un") != name_key("Kim Jong Il")


def test_odd_input_is_folded_and_never_fails():
    assert name_parts("") == ()
    assert name_parts("—") == ()
    assert fold_name("😀") == "😀"
    assert name_key("安倍 晋三") == name_key("晋三 安倍")
