"""Lines all in capitals are parsed in small letters, and their words stay as they were."""

import pytest

from onrecord.backends.capitals import lower_capitals, names_inside


@pytest.mark.parametrize(
    ("block", "names", "expected"),
    [
        ("COURT JAILS CLERK IN PERU", frozenset(), "Court jails clerk in Peru"),
        ("COURT JAILS OSEI FOR FRAUD", frozenset({"osei"}), "Court jails Osei for fraud"),
        ("UN ENVOY MEETS KING", frozenset(), "UN envoy meets king"),
        ("NATO met in Oslo.", frozenset(), "NATO met in Oslo."),
        ("TOKYO (AP)", frozenset(), "TOKYO (AP)"),
        ("", frozenset(), ""),
        ("İSTANBUL POLİS ŞEFİ KOVULDU", frozenset(), "İSTANBUL POLİS ŞEFİ KOVULDU"),
    ],
)
def test_only_lines_in_capitals_change_and_never_their_length(block, names, expected):
    assert lower_capitals(block, names) == expected
    assert len(lower_capitals(block, names)) == len(block)


def test_names_are_the_capitalised_words_inside_sentences():
    assert names_inside("The clerk, Osei, left. Then Mira said so.") >= {"osei"}
    assert "the" not in names_inside("The clerk left.")


def test_the_words_of_the_parse_are_those_of_the_text(parsed):
    parse = parsed("KENYA EXPELS TWO DIPLOMATS").parse
    assert parse.words == ("KENYA", "EXPELS", "TWO", "DIPLOMATS")
    assert parse.pos[1] == "VERB"
